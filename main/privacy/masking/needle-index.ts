/** Finds which of many strings occur in a text in one pass over it. */
export interface NeedleIndex {
  /** Calls `found` with the needle and the position of each occurrence; false from it stops the search for that needle. */
  search(text: string, found: (needle: string, at: number) => void): void
}

const SIZE = 1 << 16

/**
 * Needles by their first three units (two for the shortest) in a table of 65,536 bits, which nearly every position of the text
 * fails: the idea of Wu and Manber's multi-pattern search, without the shifts.
 */
export function createNeedleIndex(needles: Iterable<string>): NeedleIndex {
  const long = new Map<number, string[]>()
  const short = new Map<number, string[]>()
  const longBits = new Uint8Array(SIZE)
  const shortBits = new Uint8Array(SIZE)
  for (const needle of new Set(needles)) {
    if (needle.length < 2) continue
    const [map, bits, key] =
      needle.length > 2
        ? ([long, longBits, key3(needle.charCodeAt(0), needle.charCodeAt(1), needle.charCodeAt(2))] as const)
        : ([short, shortBits, key3(needle.charCodeAt(0), needle.charCodeAt(1), 0)] as const)
    bits[key] = 1
    const same = map.get(key)
    if (same === undefined) map.set(key, [needle])
    else same.push(needle)
  }

  function search(text: string, found: (needle: string, at: number) => void): void {
    let first = text.charCodeAt(0)
    let second = text.charCodeAt(1)
    for (let at = 0; at + 1 < text.length; at += 1) {
      const third = text.charCodeAt(at + 2)
      const key = key3(first, second, third)
      if (longBits[key] === 1) for (const needle of long.get(key) ?? []) if (text.startsWith(needle, at)) found(needle, at)
      if (short.size > 0) {
        const pair = key3(first, second, 0)
        if (shortBits[pair] === 1) for (const needle of short.get(pair) ?? []) if (text.startsWith(needle, at)) found(needle, at)
      }
      first = second
      second = third
    }
  }

  return { search }
}

function key3(a: number, b: number, c: number): number {
  return (Math.imul(a, 0x9e3b) ^ Math.imul(b, 0x85eb) ^ Math.imul(c, 0xc2b3)) & (SIZE - 1)
}
