import { DATES } from '../recognizers/dates.ts'
import { FINANCE } from '../recognizers/finance.ts'
import { GOVERNMENT_IDS } from '../recognizers/government-ids.ts'
import { HEALTH_RECORDS } from '../recognizers/health-records.ts'
import { NAME_FIELDS } from '../recognizers/name-fields.ts'
import { REFERENCE_NUMBERS } from '../recognizers/reference-numbers.ts'
import { USER_NAMES } from '../recognizers/user-names.ts'
import type { Recognizer, WordLists } from '../types.ts'

/** Whether a span of a text is the name of a field and not of anybody. */
export type FieldNameCheck = (text: string, start: number, end: number) => boolean

/** Longer than any row of names of fields that a tagger takes for one name. */
const LONGEST = 60
const WORD = /^\p{L}{2,}$/u
/** Capitals alone: what stands in small letters is read as a word anyway, and `Iban` beside `IBAN` may be somebody. */
const CAPITALS = /^\p{Lu}+(?:[ \t/-]{1,3}\p{Lu}+){0,5}$/u
/** Where the name of a field begins: a line, a cell, an item of a list. */
const BEFORE = /(?:^|[\n|\t;,•*>])[ \t]{0,8}(?:-|\d{1,3}[.)])?[ \t"']{0,8}$/u
const BEHIND = /^[ \t"']{0,8}(?:$|[\n|\t;,:=])/u
/** More than either takes, so that the end of the cut is none of the text. */
const AROUND = 24

/**
 * The words that recognisers look for beside a number, a date or a name ("IBAN", "DNI", "NASCITA") are what forms call their fields. In
 * capitals, as a form has them, such a word looks like a name that no list has, or like one that a list happens to have. Taken from the
 * recognisers, so that whoever adds a kind of number adds the name of its field.
 */
export function createFieldNameCheck({ firstNames, lastNames, places, organizations }: WordLists): FieldNameCheck {
  const numbers = wordsOf([...FINANCE, ...GOVERNMENT_IDS, ...HEALTH_RECORDS, ...REFERENCE_NUMBERS])
  const others = wordsOf([...DATES, ...NAME_FIELDS, ...USER_NAMES])
  const isFieldName = (word: string): boolean => {
    if (places.has(word) || organizations.has(word)) return false
    return numbers.has(word) || (others.has(word) && !firstNames.has(word) && !lastNames.has(word))
  }
  return (text, start, end) => {
    if (end - start > LONGEST) return false
    const name = text.slice(start, end)
    if (
      !CAPITALS.test(name) ||
      !name
        .toLowerCase()
        .match(/\p{L}+/gu)
        ?.every(isFieldName)
    )
      return false
    return BEFORE.test(text.slice(Math.max(0, start - AROUND), start)) && BEHIND.test(text.slice(end, end + AROUND))
  }
}

function wordsOf(rows: readonly Recognizer[]): ReadonlySet<string> {
  return new Set(rows.flatMap(({ literals = [] }) => literals.filter((literal) => WORD.test(literal))))
}
