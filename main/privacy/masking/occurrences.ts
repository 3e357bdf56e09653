import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import type { Finding } from '#contracts/privacy.ts'
import { normalise } from '../classifier/index.ts'
import { firstDate } from './date-text.ts'
import { createKnownDates } from './known-dates.ts'
import { isNamePart, NAME_WORD } from './person-name.ts'
import { createSoughtValues } from './sought-values.ts'
import { writtenDates } from './written-dates.ts'

/** Recognizer of what was private before it stood here. */
const EARLIER_TURN = 'earlier-turn'

/** A value that is private wherever it stands. */
export interface KnownValue {
  readonly type: string
  readonly original: string
}

/** Endings that a name takes in a sentence: possessive, plural, and the weak ones of German. */
const ENDINGS = ['s', 'es', 'n', 'en', 'e']

/**
 * A value in the forms in which it may come up again: each part of a name, also inflected, a phone number without its country, a date in other
 * notations. The value itself is the first.
 */
export function formsOf({ type, original }: KnownValue): KnownValue[] {
  const as = (form: string): KnownValue => ({ type, original: form })
  if (type === 'PERSON') {
    const parts = [...new Set(original.match(NAME_WORD) ?? [])].filter((word) => isNamePart(word) && word.length > 2)
    return [original, ...parts, ...parts.flatMap((part) => ENDINGS.map((ending) => part + ending))].map(as)
  }
  if (type === 'PHONE_NUMBER') {
    const national = parsePhoneNumberFromString(original)?.nationalNumber
    return national === undefined ? [as(original)] : [as(original), as(`0${national}`), as(national)]
  }
  if (type === 'DATE_TIME') {
    const date = firstDate(original)
    return date === null || date.year === null ? [as(original)] : [as(original), ...writtenDates({ ...date, year: date.year }).map(as)]
  }
  return [as(original)]
}

/**
 * Finds values that are private already in a text, as masking would look for them: in each of their {@link formsOf}, in other letter case or
 * width, with other separators, with signs in between that nobody sees. Findings in the order of the text; of those that overlap the first and
 * longest. Made once for many texts; the time for each is linear in it.
 */
export function createOccurrences(values: readonly KnownValue[]): (text: string) => Finding[] {
  const sought = createSoughtValues()
  for (const value of values) for (const { type, original } of formsOf(value)) sought.add(type, original)
  const datesIn = createKnownDates(values)
  return (written) => {
    if (values.length === 0) return []
    const { text, toOriginal } = normalise(written)
    const findings: Finding[] = []
    const found = [...sought.occurrencesIn(text), ...datesIn(text, { withoutYear: false })].toSorted(
      (a, b) => a.start - b.start || b.end - a.end,
    )
    for (const { type, start, end } of found) {
      const place = text === written ? { start, end } : toOriginal(start, end)
      if (place.end > (findings.at(-1)?.end ?? 0)) findings.push({ type, ...place, score: 1, recognizer: EARLIER_TURN })
    }
    return findings
  }
}
