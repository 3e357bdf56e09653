import { ORDINARY_WORDS } from './surrogate-data.ts'

/** How strictly an original is looked for in a text. */
export type OriginalRule =
  /** Not at all: one character or a number of up to three digits says nothing by itself and is in every request. */
  | 'never'
  /** Whole word in the same letter case: short values, and names that are ordinary words (Will, IN). */
  | 'exact-word'
  | 'word'
  /** Anywhere, in any letter case. */
  | 'anywhere'

/** Separators inside a number. */
export const DIGIT_SEPARATORS = String.raw`[ .\-/()_\u2010-\u2014]{1,3}`
/** Anything but letters and digits between digits, for numbers so long that they do not come about by chance. */
export const ANY_SEPARATORS = String.raw`[^\p{L}\p{N}]{1,6}`
export const DIGIT_SEPARATORS_BETWEEN = new RegExp(`^\\d(?:(?:${DIGIT_SEPARATORS})?\\d)*$`)
export const ANY_SEPARATORS_BETWEEN = new RegExp(`^\\d(?:(?:${ANY_SEPARATORS})?\\d)*$`, 'u')
/** Digits of a number that is also looked for with other separators. */
export const MIN_DIGITS = 6
export const MIN_LONG_DIGITS = 9
/** Letters and digits of a value that is also looked for with everything else removed. */
export const MIN_SQUASHED = 10

/**
 * The rule for a value. Masking replaces, and the guard looks for, exactly the same occurrences: what one would leave in plain
 * sight must not make the other refuse the request.
 */
export function originalRule(original: string): OriginalRule {
  const value = original.trim()
  if (value.length < 2 || /^\d{1,3}$/.test(value) || !/[\p{L}\p{N}]/u.test(value)) return 'never'
  if (value.length < 4 || ORDINARY_WORDS.has(value.toLowerCase())) return 'exact-word'
  // Shorter words are parts of too many others (Mark, marketing).
  return value.length < 7 ? 'word' : 'anywhere'
}
