import { foldWord } from './folded.ts'
import { DATA } from './surrogate-data.ts'

export interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

/** A date as a text writes it. */
export interface WrittenDate {
  readonly start: number
  readonly end: number
  readonly day: number
  readonly month: number
  /** null where the text names none. */
  readonly year: number | null
  /** Day and month could change places: `03/04/2021`. */
  readonly ambiguous: boolean
  /** The same place with another date, in the same order, language, letter case and width. */
  write(date: Day): string
}

interface MonthName {
  readonly month: number
  readonly names: readonly string[]
}

/** The longest date that is read, in UTF-16 units. */
export const DATE_LENGTH = 48

const MONTHS = new Map<string, MonthName[]>()
for (const lists of [DATA.months, DATA.shortMonths]) {
  for (const names of Object.values(lists)) {
    for (const [index, name] of names.entries()) {
      const key = foldWord(name)
      MONTHS.set(key, [...(MONTHS.get(key) ?? []), { month: index + 1, names }])
    }
  }
}
MONTHS.set('sept', [...(MONTHS.get('sept') ?? []), { month: 9, names: DATA.shortMonths.en }])
const NAME = String.raw`(?<name>\p{L}{3,12})`
const SIDE = String.raw`[*_\x60]{0,3}`
const ISO = /(?<year>\d{4})(?<a>[-/.\u2010-\u2015])(?<month>\d{1,2})\k<a>(?<day>\d{1,2})(?!\d)/y
const NUMERIC = /(?<first>\d{1,2})(?<a>[-/.\u2010-\u2015]\s?)(?<second>\d{1,2})\k<a>(?<year>\d{4}|\d{2})(?!\d)/y
const CJK = /(?<year>\d{4})(?<a>\s?年\s?)(?<month>\d{1,2})(?<b>\s?月\s?)(?<day>\d{1,2})\s?日/y
const DAY_FIRST = new RegExp(
  String.raw`(?<day>\d{1,2})(?<ordinal>st|nd|rd|th|er|re|º|ª|°|\.|-?e)?(?<a>${SIDE}[\s\-\/]{1,3}(?:of\s|de\s|d['’])?)${NAME}(?<dot>\.?)(?:(?<b>(?:,?\s(?:de\s|del\s|of\s)?|[-\/]))(?<year>\d{4})(?!\d))?`,
  'iuy',
)
const MONTH_FIRST = new RegExp(
  String.raw`${NAME}(?<dot>\.?)(?<a>\s{1,3})(?<day>\d{1,2})(?<ordinal>st|nd|rd|th)?(?!\d)(?:(?<b>,?\s{1,3})(?<year>\d{4})(?!\d))?`,
  'iuy',
)

/** Whether a date may begin with this word. */
export function isMonthName(word: string): boolean {
  return MONTHS.has(foldWord(word))
}

/**
 * The date that begins at `at`: ISO, numeric with day or month first, with the name of a month in twelve languages, or East Asian;
 * null where there is none. Two digits of a year are 1951 to 2050.
 */
export function dateAt(text: string, at: number): WrittenDate | null {
  const first = text.charCodeAt(at)
  if (first >= 48 && first <= 57) return numeric(text, at) ?? named(text, at, DAY_FIRST)
  return named(text, at, MONTH_FIRST)
}

const SHORT: ReadonlySet<readonly string[]> = new Set(Object.values(DATA.shortMonths))

/**
 * A name that several languages have is of the one that writes it exactly so (`mai` is French, `Mai` German), and before that of the
 * one whose way of writing dates it is: `3. April`, `3 de abril`.
 */
function monthOf(name: string, ordinal: string, gap: string, dot: string): MonthName | undefined {
  const found = MONTHS.get(foldWord(name))
  const short = dot === '.' ? found?.find(({ month, names }) => names[month - 1] === name && SHORT.has(names)) : undefined
  if (short !== undefined) return short
  const language = ordinal === '.' ? DATA.months.de : / de /.test(gap) ? DATA.months.es : null
  const hinted = found?.find(({ names }) => names === language)
  if (hinted !== undefined) return hinted
  return found?.find(({ month, names }) => names[month - 1] === name) ?? found?.[0]
}

/** The first date of a text. */
export function firstDate(text: string): WrittenDate | null {
  for (const { index } of text.matchAll(/(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu)) {
    const found = dateAt(text, index)
    if (found !== null) return found
  }
  return null
}

/** A date that the calendar has, moved by whole days. */
export function movedBy(date: Day, days: number): Day {
  const moved = new Date(0)
  moved.setUTCFullYear(date.year, date.month - 1, date.day + days)
  return { year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() }
}

function numeric(text: string, at: number): WrittenDate | null {
  for (const pattern of [ISO, CJK]) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match === null) continue
    const { year = '', month = '', day = '' } = match.groups ?? {}
    const width = widthOf(month, day, pattern === ISO)
    return written(match, { year: Number(year), month: Number(month), day: Number(day) }, false, (date) =>
      filled(match, { year: pad(date.year, 4), month: pad(date.month, width), day: pad(date.day, width) }),
    )
  }
  NUMERIC.lastIndex = at
  const match = NUMERIC.exec(text)
  if (match === null) return null
  const { first = '', second = '', year = '' } = match.groups ?? {}
  const full = year.length === 4 ? Number(year) : Number(year) + (Number(year) > 50 ? 1900 : 2000)
  // A dot is the mark of languages that put the day first; else the month comes first unless it cannot be one.
  const dayLeads = Number(first) > 12 || (match.groups?.a?.startsWith('.') === true && Number(second) <= 12)
  const [day, month] = dayLeads ? [first, second] : [second, first]
  const ambiguous = Number(first) <= 12 && Number(second) <= 12 && first !== second
  return written(match, { year: full, month: Number(month), day: Number(day) }, ambiguous, (date) => {
    const width = widthOf(month, day, true)
    const [dayText, monthText] = [pad(date.day, width), pad(date.month, width)]
    const yearText = year.length === 4 ? pad(date.year, 4) : pad(date.year % 100, 2)
    return filled(match, { first: dayLeads ? dayText : monthText, second: dayLeads ? monthText : dayText, year: yearText })
  })
}

function named(text: string, at: number, pattern: RegExp): WrittenDate | null {
  pattern.lastIndex = at
  const match = pattern.exec(text)
  const { day = '', name = '', year, ordinal, a: gap = '', dot = '' } = match?.groups ?? {}
  const month = monthOf(name, ordinal ?? '', gap, dot)
  if (match === null || month === undefined) return null
  const date = { year: year === undefined ? 2020 : Number(year), month: month.month, day: Number(day) }
  const found = written(match, date, false, (other) =>
    filled(match, {
      day: pad(other.day, day.startsWith('0') ? 2 : 1),
      ...(ordinal === undefined ? {} : { ordinal: ordinalOf(other.day, ordinal) }),
      name: inCaseOf(name, month.names[other.month - 1] ?? name),
      ...(year === undefined ? {} : { year: pad(other.year, 4) }),
    }),
  )
  return found === null || year !== undefined ? found : { ...found, year: null }
}

function written(match: RegExpExecArray, date: Day, ambiguous: boolean, write: (date: Day) => string): WrittenDate | null {
  const real = movedBy(date, 0)
  if (date.year < 100 || real.month !== date.month || real.day !== date.day) return null
  return { start: match.index, end: match.index + match[0].length, ...date, ambiguous, write }
}

/** Two digits where a nought says so, or where nothing says otherwise. */
function widthOf(month: string, day: string, otherwise: boolean): number {
  if (month.startsWith('0') || day.startsWith('0')) return 2
  return month.length === 1 || day.length === 1 ? 1 : otherwise ? 2 : 1
}

/** The match with its named groups replaced, in their order. */
function filled(match: RegExpExecArray, parts: Readonly<Record<string, string>>): string {
  const [whole] = match
  const places = Object.entries(match.groups ?? {}).filter(([, value]) => value !== undefined)
  let out = ''
  let at = 0
  for (const [name, value] of places) {
    const place = whole.indexOf(value, at)
    out += whole.slice(at, place) + (parts[name] ?? value)
    at = place + value.length
  }
  return out + whole.slice(at)
}

function inCaseOf(like: string, name: string): string {
  if (like === like.toUpperCase()) return name.toUpperCase()
  if (like === like.toLowerCase()) return name.toLowerCase()
  return name.slice(0, 1).toUpperCase() + name.slice(1)
}

function ordinalOf(day: number, like: string): string {
  if (!/^(?:st|nd|rd|th)$/i.test(like)) return /^er$/i.test(like) ? (day === 1 ? like : '') : like
  const plain = day >= 11 && day <= 13 ? 'th' : ({ 1: 'st', 2: 'nd', 3: 'rd' }[day % 10] ?? 'th')
  return like === like.toUpperCase() ? plain.toUpperCase() : plain
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0')
}
