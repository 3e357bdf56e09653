import { isGivenName } from './name-culture.ts'
import { SENTENCE_WORDS, TITLES } from './surrogate-data.ts'
import type { SurrogateForm } from './surrogate-forms.ts'

const BEFORE = /(?<![\p{L}\p{N}'’])(\p{Lu}[\p{L}\p{M}'’-]{1,30})[*_]{0,3}[ \t]{1,4}[*_]{0,3}$/u
const AFTER = /^[*_]{0,3}[ \t]{1,4}[*_]{0,3}(\p{Lu}[\p{L}\p{M}'’-]{1,30})/u
const INITIAL_BEFORE = /(?<![\p{L}\p{N}])\p{Lu}\.?[ \t]{1,4}$/u

/**
 * Whether the word next to a part of a name makes it somebody else's: another first name before the surname, another surname
 * behind the first name, an initial, a hyphen. Looks no further than a word to each side.
 */
export function isOtherName(text: string, start: number, end: number, place: SurrogateForm['place']): boolean {
  const before = text.slice(Math.max(0, start - 48), start)
  const after = text.slice(end, end + 48)
  if (/\p{L}-$/u.test(before) || /^-\p{Lu}/u.test(after)) return true
  if (place === null) return false
  if (place !== 'first') {
    const initial = INITIAL_BEFORE.exec(before)
    if (initial !== null && !/^I[ \t]/.test(initial[0]) && !/^A[ \t]/.test(initial[0])) return true
    const word = BEFORE.exec(before)
    // At the beginning of a sentence everything has a capital; there it takes a name that is known.
    const begins = word !== null && /(?:^|[.!?:;]\s|\n|[§#>*|-]\s?\d*\s)[*_"“„«(]*$/.test(before.slice(0, word.index))
    if (isNameWord(word?.[1]) && (!begins || isGivenName(word?.[1] ?? ''))) return true
  }
  return place !== 'last' && isNameWord(AFTER.exec(after)?.[1])
}

function isNameWord(word: string | undefined): boolean {
  if (word === undefined) return false
  const lower = word.toLowerCase().replace(/['’]s$/, '')
  return !SENTENCE_WORDS.has(lower) && !TITLES.has(lower)
}
