/** Finds which of many strings occur in a text in one pass over it. */
export interface NeedleIndex {
  /** Calls `found` with each needle that stands at each position of the text. */
  search(text: string, found: (needle: string, at: number) => void): void
}

const SIZE = 1 << 16

/** Needles that share their first units, as many as the largest power of two that all of them are long. */
interface Shelf {
  readonly length: number
  readonly needles: Map<string, string[]>
}

/**
 * A table of 65,536 bits over the first three units of the needles (two for the shortest), which nearly every position of a text
 * fails: the idea of Wu and Manber's multi-pattern search, without the shifts. What passes is looked up by its first 2, 4, 8, 16 …
 * units, so that ten thousand needles with one beginning cost little more than a few. Needles of one unit are not looked for.
 */
export function createNeedleIndex(needles: Iterable<string>): NeedleIndex {
  const shelves = new Map<number, Shelf>()
  const longBits = new Uint8Array(SIZE)
  const shortBits = new Uint8Array(SIZE)
  let anyShort = false
  for (const needle of new Set(needles)) {
    if (needle.length < 2) continue
    if (needle.length > 2) longBits[key3(needle.charCodeAt(0), needle.charCodeAt(1), needle.charCodeAt(2))] = 1
    else {
      anyShort = true
      shortBits[key3(needle.charCodeAt(0), needle.charCodeAt(1), 0)] = 1
    }
    const length = Math.min(1 << (31 - Math.clz32(needle.length)), 64)
    const shelf = shelves.get(length) ?? { length, needles: new Map() }
    shelves.set(length, shelf)
    const beginning = needle.slice(0, length)
    const same = shelf.needles.get(beginning)
    if (same === undefined) shelf.needles.set(beginning, [needle])
    else same.push(needle)
  }
  const ordered = [...shelves.values()].sort((a, b) => a.length - b.length)

  function lookUp(text: string, at: number, found: (needle: string, at: number) => void): void {
    for (const shelf of ordered) {
      for (const needle of shelf.needles.get(text.slice(at, at + shelf.length)) ?? []) if (text.startsWith(needle, at)) found(needle, at)
    }
  }

  function search(text: string, found: (needle: string, at: number) => void): void {
    if (ordered.length === 0) return
    let first = text.charCodeAt(0)
    let second = text.charCodeAt(1)
    for (let at = 0; at + 1 < text.length; at += 1) {
      const third = text.charCodeAt(at + 2)
      if (longBits[key3(first, second, third)] === 1 || (anyShort && shortBits[key3(first, second, 0)] === 1)) lookUp(text, at, found)
      first = second
      second = third
    }
  }

  return { search }
}

function key3(a: number, b: number, c: number): number {
  return (Math.imul(a, 0x9e3b) ^ Math.imul(b, 0x85eb) ^ Math.imul(c, 0xc2b3)) & (SIZE - 1)
}
