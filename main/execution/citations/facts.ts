import { figures } from '../extractive/index.ts'

const MONTHS =
  'january|february|march|april|may|june|july|august|september|october|november|december|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember'.split(
    '|',
  )
/** "March" also walks, and "may" also allows: a month counts next to a day or a year. */
const NAMED_DATE = new RegExp(
  `(?:\\d{1,2}(?:st|nd|rd|th|\\.)?\\s+(?:of\\s+)?)(${MONTHS.join('|')})\\b|\\b(${MONTHS.join('|')})\\s+(?:\\d{1,2}\\b|\\d{4}\\b)`,
  'gi',
)
const ISO_DATE = /\b\d{4}-(0[1-9]|1[0-2])-\d{2}\b/g
/** "One" is left out: it is a pronoun as often as a number. */
const NUMBER_WORDS = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']
const NUMBER_WORD = new RegExp(`\\b(?:${NUMBER_WORDS.join('|')})\\b`, 'gi')
const NEGATION = /\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot)\b|n['’]t\b/i

/**
 * What of a text can be right or wrong at a glance, in one notation: figures (`1,200` is `1200`, `three` is `3`) and the months of
 * dates (`12 March 2027` and `2027-03-12` both hold `month 3`).
 */
export function factsOf(text: string): Set<string> {
  const facts = new Set(figures(text))
  for (const [word] of text.matchAll(NUMBER_WORD)) facts.add(String(NUMBER_WORDS.indexOf(word.toLowerCase()) + 2))
  for (const match of text.matchAll(NAMED_DATE)) facts.add(`month ${(MONTHS.indexOf((match[1] ?? match[2] ?? '').toLowerCase()) % 12) + 1}`)
  for (const match of text.matchAll(ISO_DATE)) facts.add(`month ${Number(match[1])}`)
  return facts
}

/** Whether a text denies something. */
export function denies(text: string): boolean {
  return NEGATION.test(text)
}
