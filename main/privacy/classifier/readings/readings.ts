import { addressesWritten, bytesJoined, uncovered, withoutRuns } from './decoding.ts'
import { unescapeText } from './escapes.ts'
import { codesTogether, inFoursTogether, linesTogether, numbersTogether } from './joining.ts'
import { inOtherCase, namesApart, WORDS_OF_A_CODE } from './naming.ts'
import { after, andThen, type Rewriting } from './rewriting.ts'
import { spacedTogether } from './spread.ts'
import { hasSpacedRow } from './traces.ts'

/** A text as somebody could read it who knows how it was disguised. */
export interface Reading {
  readonly rewriting: Rewriting
  /**
   * `decoded`: what the characters stand for by a standard. `guessed`: put together as a person would who suspects something; ordinary
   * text is sometimes put together wrongly, so only what is restricted counts.
   */
  readonly kind: 'decoded' | 'guessed'
}

/** The readings of a text that differ from it. Linear in the text; none for an ordinary line of ordinary characters. */
export function readingsOf(text: string): Reading[] {
  const seen = new Set([text])
  const readings: Reading[] = []
  const add = (kind: Reading['kind'], rewriting: Rewriting | null): void => {
    if (rewriting !== null && seen.size < seen.add(rewriting.text).size) readings.push({ rewriting, kind })
  }
  add('decoded', bytesJoined(text))
  const bare = uncovered(text)
  const escaped = andThen(text, bare, unescapeText)
  const decoded = andThen(text, escaped, withoutRuns)
  const twice =
    decoded === escaped ? decoded : [uncovered, unescapeText, withoutRuns].reduce((whole, step) => andThen(text, whole, step), decoded)
  for (const base of [bare, escaped, decoded, twice]) add('decoded', base)
  const bases = new Map([escaped, decoded, twice].map((base) => [base?.text ?? text, base]))
  for (const base of bases.values()) {
    add('decoded', after(base, addressesWritten(base?.text ?? text)))
    for (const { rewriting, kind } of readingsTogether(base?.text ?? text)) add(kind, after(base, rewriting))
  }
  return readings
}

/** What is set apart, broken, renamed or in other letters, put together. */
export function readingsTogether(text: string): Reading[] {
  const readings: Reading[] = []
  const add = (kind: Reading['kind'], rewriting: Rewriting | null): void => {
    if (rewriting !== null) readings.push({ rewriting, kind })
  }
  const isSpaced = hasSpacedRow(text)
  const together = spacedTogether(text, false, isSpaced)
  add('decoded', together)
  if (isSpaced) add('decoded', spacedTogether(text, true, true))
  const hasDigits = /\d/.test(text)
  const numbers = hasDigits ? numbersTogether(text) : null
  add('decoded', numbers)
  add('decoded', codesTogether(text, numbers))
  if (text.includes('_')) for (const kept of [null, ...WORDS_OF_A_CODE]) add('decoded', namesApart(text, kept))
  add('decoded', after(together, inFoursTogether(together?.text ?? text)))
  add('guessed', linesTogether(text))
  if (hasDigits) for (const other of inOtherCase(text)) add('guessed', other)
  return readings
}
