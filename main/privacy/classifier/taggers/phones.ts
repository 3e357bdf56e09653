import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import type { Finding } from '#contracts/privacy.ts'
import type { Survey } from '../survey.ts'
import type { Tagger, TextView } from '../types.ts'

/** Runs of digits with the separators that people put into phone numbers; 7 to 15 digits (E.164). */
const CANDIDATE =
  /(?:(?<![\w./#=-]|\d,)|(?<=[=/])(?=\+)|(?<=(?:phone|tel|mobile|cell|fax|gsm|handy|telefon)[\w-]{0,16}=["']?))(?:\+|00)?\(?\d(?:[ ().\-/]{0,3}\d){6,14}(?![\w%]|[.,]\d|-\d)/y
const FEWEST_DIGITS = 7
const [PLUS, BRACKET] = [43, 40]
const CONTEXT =
  /\b(?:phone|tel|telephone|call|calls|called|mobile|cell|cellphone|fax|contact|kontakt|contacto|contatto|contato|whatsapp|sms|text|reach|ring|dial|hotline|number is|handy|telefon|rufnummer|anrufen|ruf|rufen|t[ée]l|portable|tel[ée]fono|m[óo]vil|celular|telefone|telefoon|numer|kom[óo]rka|puhelin|mobil|messages? to|messages? from|registered|rufnummer|telefonnummer|numéro|numero|número|tlf|gsm|телефон|тел|电话|手机|電話|携帯|전화|휴대폰)\b[^\n]{0,40}\n?\s{0,6}$/i
/** The head of a column of phone numbers. */
const HEAD = /phone|\btel|mobile|\bcell|\bfax|handy|rufnummer|m[óo]vil|celular|telefon|telefoon|\bgsm|телефон|电话|電話|手机|携帯|전화/i
/** A table is looked up so far, UTF-16 code units. */
const TABLE_REACH = 2_000
const NORTH_AMERICAN = /^(?:\+?1[ .-]?)?(?:\(\d{3}\)\s?|\d{3}[ .-])\d{3}[ .-]\d{4}$/
/** A zero in front and digits in groups: dialled, not counted. */
const NATIONAL = /^\(?0[1-9]\d{0,4}\)?(?:[ /-]{1,3}\d{2,8}){1,5}$/
const DATE_LIKE =
  /^(?:(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|[12]\d|3[01])[./-]\d{2,4}|\d{4}[./-](?:0?[1-9]|1[0-2])[./-](?:0?[1-9]|[12]\d|3[01]))(?:\D|$)/
const YEARS = /^(?:1[89]|20)\d{2}\s?[-/ ]\s?(?:1[89]|20)\d{2}$/
const REGIONS: readonly CountryCode[] = [
  'US',
  'GB',
  'DE',
  'FR',
  'ES',
  'IT',
  'PL',
  'NL',
  'IN',
  'AU',
  'BR',
  'AT',
  'CH',
  'BE',
  'IE',
  'SE',
  'TR',
  'KE',
  'NG',
  'ZA',
  'PH',
]
/** At most this many candidates are parsed in one text; beyond, what has the shape of a phone number counts as one. */
const MAX_PARSED = 20_000

/** What the plans said of as many numbers is kept: a text is read again at each key, and its numbers with it. */
const MOST_KEPT = 2_000

/** Phone numbers: shape first, then the numbering plans of libphonenumber. National numbers need a region that fits, and a sign of a phone or the form of one. */
export function createPhoneTagger(): Tagger {
  const known = new Map<string, boolean>()
  const isNumber: NumberingPlans = (value, ask) => {
    const before = known.get(value)
    if (before !== undefined) return before
    if (known.size >= MOST_KEPT) known.clear()
    const answer = ask(value)
    known.set(value, answer)
    return answer
  }
  return (view) => tagPhones(view, isNumber)
}

/** Asks whether a number is one, or remembers. A number is either international or not, so one answer is kept for it. */
type NumberingPlans = (value: string, ask: (value: string) => boolean) => boolean

const isPossible = (value: string): boolean => parsePhoneNumberFromString(value)?.isPossible() === true
const isNational = (value: string): boolean => REGIONS.some((region) => parsePhoneNumberFromString(value, region)?.isValid() === true)

const NOTHING: readonly Finding[] = []

function hasLongGroup({ digitCount, digitSizes }: Survey): boolean {
  for (let group = 0; group < digitCount; group += 1) if ((digitSizes[group] ?? 0) >= FEWEST_DIGITS) return true
  return false
}

function tagPhones({ text, survey }: TextView, isNumber: NumberingPlans): readonly Finding[] {
  if (!hasLongGroup(survey)) return NOTHING
  const findings: Finding[] = []
  let parsed = 0
  /** The line that was looked at last: where it begins, and up to where no other does. */
  let [line, lineEnd] = [0, -1]
  for (const match of candidatesIn(text, survey)) {
    const value = match[0].replace(/[ ().\-/]+$/, '')
    if (DATE_LIKE.test(value) || YEARS.test(value)) continue
    const before = text.slice(Math.max(0, match.index - 60), match.index)
    const behind = text.slice(match.index + value.length, match.index + value.length + 10)
    if (match.index > lineEnd) {
      line = text.lastIndexOf('\n', match.index - 1) + 1
      lineEnd = text.indexOf('\n', match.index)
      if (lineEnd < 0) lineEnd = text.length
    }
    const isNamed = /^[-\s(]{1,3}(?:office|fax|mobile|cell|home|work)\b/i.test(behind) || isInPhoneColumn(text, line, match.index)
    const context = isNamed ? `${before} phone ` : before
    const inContext = CONTEXT.test(context)
    const mayParse = parsed < MAX_PARSED
    if (mayParse && (inContext || /^\(?(?:\+|0)/.test(value))) parsed += 1
    const score = mayParse ? scoreOf(value, inContext, isNumber) : 0.5
    if (score === null) continue
    findings.push({ type: 'PHONE_NUMBER', start: match.index, end: match.index + value.length, score, recognizer: 'phone' })
  }
  return findings
}

function isBeginning(code: number): boolean {
  return (code >= 48 && code <= 57) || code === PLUS || code === BRACKET
}

/** Matches in the groups of digits that are long enough; a sign or a bracket may stand before the first digit. */
function* candidatesIn(text: string, { digitCount, digitStarts, digitEnds, digitSizes }: Survey): Generator<RegExpExecArray> {
  let at = 0
  for (let group = 0; group < digitCount; group += 1) {
    if ((digitSizes[group] ?? 0) < FEWEST_DIGITS) continue
    at = Math.max(at, (digitStarts[group] ?? 0) - 2)
    const end = digitEnds[group] ?? 0
    while (at < end) {
      CANDIDATE.lastIndex = at
      const match = isBeginning(text.charCodeAt(at)) ? CANDIDATE.exec(text) : null
      if (match !== null) yield match
      at = match === null ? at + 1 : at + match[0].length
    }
  }
}

/** Whether a place in a table of Markdown, on the line that begins at another, stands under a head that speaks of phones. */
function isInPhoneColumn(text: string, lineStart: number, at: number): boolean {
  if (text.charAt(lineStart) !== '|') return false
  const column = text.slice(lineStart, at).split('|').length - 1
  const least = Math.max(0, lineStart - TABLE_REACH)
  let head = lineStart
  while (head > least) {
    const above = text.lastIndexOf('\n', head - 2) + 1
    if (text.charAt(above) !== '|') break
    head = above
  }
  return head < lineStart && HEAD.test(text.slice(head, text.indexOf('\n', head)).split('|')[column] ?? '')
}

function scoreOf(value: string, inContext: boolean, isNumber: NumberingPlans): number | null {
  const digits = value.replace(/\D/g, '')
  const international = value.startsWith('+') || (value.startsWith('00') && digits.length >= 11)
  if (international) {
    if (isNumber(value.startsWith('+') ? value : `+${digits.slice(2)}`, isPossible)) return 0.9
    return inContext ? 0.6 : null
  }
  if (NORTH_AMERICAN.test(value)) return inContext ? 0.9 : 0.7
  if (!inContext) return NATIONAL.test(value) && digits.length >= 9 && digits.length <= 12 && isNumber(value, isNational) ? 0.55 : null
  // A bare number beside the word "phone": any plan that knows it will do; an unknown one still counts when it was written with separators.
  if (isNumber(value, isNational)) return 0.8
  return /\D/.test(value) || digits.length >= 9 ? 0.55 : null
}
