/** Finds which of many strings occur in a text in one pass over it. */
export interface NeedleIndex {
  /** Calls `found` with each needle that stands at each position of the text. */
  search(text: string, found: (needle: string, at: number) => void): void
}

const LARGEST = 17

/** Needles that share their first units, as many as the largest power of two that all of them are long. */
interface Shelf {
  readonly length: number
  /** By first, middle and last unit of the beginning. */
  readonly marks: Uint8Array
  readonly needles: Map<string, Alike>
}

/** Needles with one beginning. */
interface Alike {
  readonly all: Set<string>
  readonly lengths: number[]
}

const SHELF_MARKS = 1 << 15

/**
 * A table of up to 131,072 marks over the first three units of the needles (two for the shortest), which nearly every position of a text
 * fails: the idea of Wu and Manber's multi-pattern search, without the shifts. What passes is looked up by its first 2, 4, 8, 16 …
 * units, so that ten thousand needles with one beginning cost little more than a few. Needles of one unit are not looked for.
 */
export function createNeedleIndex(needles: Iterable<string>): NeedleIndex {
  const shelves = new Map<number, Shelf>()
  const wanted = [...new Set(needles)].filter((needle) => needle.length > 1)
  const bits = Math.min(LARGEST, 38 - Math.clz32(wanted.length))
  const longBits = new Uint8Array(1 << bits)
  const shortBits = new Uint8Array(wanted.some((needle) => needle.length === 2) ? 1 << bits : 1)
  const mask = (1 << bits) - 1
  let anyShort = false
  for (const needle of wanted) {
    if (needle.length > 2) longBits[key3(needle.charCodeAt(0), needle.charCodeAt(1), needle.charCodeAt(2)) & mask] = 1
    else {
      anyShort = true
      shortBits[key3(needle.charCodeAt(0), needle.charCodeAt(1), 0) & mask] = 1
    }
    const length = Math.min(1 << (31 - Math.clz32(needle.length)), 64)
    const shelf = shelves.get(length) ?? { length, marks: new Uint8Array(wanted.length > 64 ? SHELF_MARKS : 1 << 10), needles: new Map() }
    shelves.set(length, shelf)
    const beginning = needle.slice(0, length)
    shelf.marks[shelfKey(needle, 0, shelf)] = 1
    const alike = shelf.needles.get(beginning) ?? { all: new Set(), lengths: [] }
    shelf.needles.set(beginning, alike)
    alike.all.add(needle)
    if (!alike.lengths.includes(needle.length)) alike.lengths.push(needle.length)
  }
  const ordered = [...shelves.values()].sort((a, b) => a.length - b.length)

  function lookUp(text: string, at: number, found: (needle: string, at: number) => void): void {
    for (const shelf of ordered) {
      if (shelf.marks[shelfKey(text, at, shelf)] !== 1) continue
      const alike = shelf.needles.get(text.slice(at, at + shelf.length))
      if (alike === undefined) continue
      for (const length of alike.lengths) {
        const needle = text.slice(at, at + length)
        if (alike.all.has(needle)) found(needle, at)
      }
    }
  }

  function search(text: string, found: (needle: string, at: number) => void): void {
    if (ordered.length === 0) return
    let first = text.charCodeAt(0)
    let second = text.charCodeAt(1)
    for (let at = 0; at + 1 < text.length; at += 1) {
      const third = text.charCodeAt(at + 2)
      if (longBits[key3(first, second, third) & mask] === 1 || (anyShort && shortBits[key3(first, second, 0) & mask] === 1))
        lookUp(text, at, found)
      first = second
      second = third
    }
  }

  return { search }
}

function key3(a: number, b: number, c: number): number {
  const mixed = Math.imul(a, 0x9e3b) ^ Math.imul(b, 0x85eb) ^ Math.imul(c, 0xc2b3)
  return mixed ^ (mixed >>> 7)
}

function shelfKey(text: string, at: number, { length, marks }: Shelf): number {
  return key3(text.charCodeAt(at), text.charCodeAt(at + (length >> 1)), text.charCodeAt(at + length - 1)) & (marks.length - 1)
}
