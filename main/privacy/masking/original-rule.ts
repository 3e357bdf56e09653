import { ORDINARY_WORDS } from './surrogate-data.ts'
import { escapeForPattern, WORD } from './word-boundary.ts'

/** How strictly an original is looked for in a text. */
export type OriginalRule =
  /** Not at all: one character or a number of up to three digits says nothing by itself and is in every request. */
  | 'never'
  /** Whole word in the same letter case: short values, and names that are ordinary words (Will, IN). */
  | 'exact-word'
  | 'word'
  /** Anywhere, in any letter case. */
  | 'anywhere'

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

/** Pattern (flags `g`, `i`, `v`) of a value's occurrences, also joined as in `north_korea`; null where it is never looked for. */
export function originalPattern(original: string): string | null {
  const rule = originalRule(original)
  if (rule === 'never') return null
  const body = original.trim().split(/\s+/).map(escapeForPattern).join(String.raw`[\s_.\-]+`)
  return rule === 'anywhere' ? body : `(?<!${WORD})${body}(?!${WORD})`
}
