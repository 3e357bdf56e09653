import type { VaultEntry } from '../../storage/types.ts'
import { PARTICLES, TITLES } from './surrogate-data.ts'

/** A word of a name: letters, with apostrophes and hyphens inside (O'Neil, Anne-Marie) but without a possessive s. */
export const NAME_WORD = /\p{L}[\p{L}\p{M}]*(?:['’-]\p{L}[\p{L}\p{M}]+)*/gu

/** Titles and particles (de, van) are the same in every name and stay as they are. */
export function isNamePart(word: string): boolean {
  const lower = word.toLowerCase()
  return word.length > 1 && !TITLES.has(lower) && !PARTICLES.has(lower)
}

export interface NamePart {
  readonly original: string
  readonly surrogate: string
  /** Position among the parts of its name. */
  readonly index: number
  readonly of: number
  /** As the fields of a form that restores this part. */
  readonly pair: { readonly text: string; readonly original: string }
}

/** The parts of a masked name, pair by pair and the given name first; empty when the two do not correspond word by word. */
export function namePartsOf({ type, original, surrogate }: VaultEntry): NamePart[] {
  if (type !== 'PERSON' || surrogate.startsWith('[')) return []
  const originals = original.match(NAME_WORD) ?? []
  const surrogates = surrogate.match(NAME_WORD) ?? []
  if (originals.length !== surrogates.length) return []
  const pairs = originals.flatMap((word, i) => {
    const other = surrogates[i] ?? ''
    return isNamePart(word) && isNamePart(other) ? [{ original: word, surrogate: other }] : []
  })
  // `Ellison, Margaret`
  const turned = pairs.length > 1 && /^\s*[^\s,]+\s*,/.test(original) ? [...pairs.slice(1), ...pairs.slice(0, 1)] : pairs
  return turned.map((pair, index) => ({
    ...pair,
    index,
    of: turned.length,
    pair: { text: pair.surrogate, original: pair.original },
  }))
}
