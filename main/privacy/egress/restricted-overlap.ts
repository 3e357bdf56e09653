/** A text that must not leave in part either. `id` names the text with this content: what has another content has another id. */
export interface RestrictedText {
  readonly id: string
  readonly text: string
}

/** Finds long exact overlaps with restricted texts. */
export interface RestrictedOverlap {
  /** Whether a run of {@link OVERLAP_UNITS} units of `text`, or more, also stands in one of the restricted texts. */
  overlaps(text: string): boolean
}

/**
 * Shortest run that counts, in units: letters and digits in comparable form, one of a script that writes words with one or two
 * characters as three. Sixty-four of them are 12 to 14 words of English. Texts that have nothing to do with each other share shorter
 * runs all the time (phrases, headings, names of products); see the measurement in this folder's README.
 */
export const OVERLAP_UNITS = 64

/** Length of the blocks that are compared by hash, and the distance at which they are taken: every run of 64 units holds a whole one. */
const BLOCK = 32
const STEP = OVERLAP_UNITS - BLOCK + 1
/** A block that stands in more places than this is boilerplate of the restricted texts; it is compared at these only. */
const PLACES = 8
const BASE = 0x01000193

/**
 * Index over the restricted texts. Their blocks are hashed at every {@link STEP}th unit, and each position of a payload is looked up with
 * a rolling hash (Karp and Rabin, 1987); sampling one side only and sliding over the other is rsync's way (Tridgell and Mackerras, 1996),
 * with the guarantee of winnowing's (Schleimer, Wilkerson and Aiken, 2003): no run of the threshold's length is missed, none that is
 * shorter counts. A hit is compared unit by unit, so a collision of hashes decides nothing. Linear in the texts plus the payload.
 */
export function createRestrictedOverlap(texts: readonly string[]): RestrictedOverlap {
  const sources = texts.map(units)
  const places = new Map<number, number[]>()
  for (const [source, own] of sources.entries()) {
    for (let at = 0; at + BLOCK <= own.length; at += STEP) {
      const hash = hashAt(own, at)
      const known = places.get(hash)
      if (known === undefined) places.set(hash, [source, at])
      else if (known.length < 2 * PLACES) known.push(source, at)
    }
  }

  function isLong(text: string, at: number, own: string, place: number): boolean {
    let left = 0
    while (
      left < OVERLAP_UNITS &&
      at - left > 0 &&
      place - left > 0 &&
      text.charCodeAt(at - left - 1) === own.charCodeAt(place - left - 1)
    ) {
      left += 1
    }
    let right = 0
    while (
      left + right < OVERLAP_UNITS &&
      at + right < text.length &&
      place + right < own.length &&
      text.charCodeAt(at + right) === own.charCodeAt(place + right)
    ) {
      right += 1
    }
    return left + right >= OVERLAP_UNITS
  }

  return {
    overlaps(raw) {
      if (places.size === 0) return false
      const text = units(raw)
      if (text.length < OVERLAP_UNITS) return false
      let hash = hashAt(text, 0)
      for (let at = 0; ; at += 1) {
        const found = places.get(hash)
        for (let index = 0; found !== undefined && index < found.length; index += 2) {
          if (isLong(text, at, sources[found[index] ?? 0] ?? '', found[index + 1] ?? 0)) return true
        }
        if (at + BLOCK >= text.length) return false
        hash = (Math.imul(hash - Math.imul(text.charCodeAt(at), TOP), BASE) + text.charCodeAt(at + BLOCK)) | 0
      }
    },
  }
}

/** The weight of a block's first unit: BASE to the power of BLOCK - 1, modulo 2^32. */
const TOP = Array.from({ length: BLOCK - 1 }).reduce<number>((power) => Math.imul(power, BASE), 1)

function hashAt(text: string, at: number): number {
  let hash = 0
  for (let index = at; index < at + BLOCK; index += 1) hash = (Math.imul(hash, BASE) + text.charCodeAt(index)) | 0
  return hash
}

/** Letters and digits in comparable form: no case, no blanks, no punctuation, no marks, no invisible characters, no full-width forms. */
export function units(text: string): string {
  const plain = /[^ -~\s]/.test(text)
    ? text
        .normalize('NFKD')
        .replace(/\p{M}/gu, '')
        .replace(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu, '$&$&$&')
    : text
  return plain.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
}
