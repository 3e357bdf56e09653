import { DATA } from './surrogate-data.ts'

const DAY_MS = 86_400_000
const ISO = /\b(\d{4})-(\d{2})-(\d{2})\b/
const NUMERIC = /\b(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})\b/
const MONTH = `(${DATA.months.map((month) => `${month}|${month.slice(0, 3)}`).join('|')})\\b(\\.?)`
const DAY_FIRST = new RegExp(`\\b(\\d{1,2})(st|nd|rd|th)?(\\s+(?:of\\s+)?)${MONTH}(?:(,?\\s+)(\\d{4}))?`, 'i')
const MONTH_FIRST = new RegExp(`\\b${MONTH}(\\s+)(\\d{1,2})(st|nd|rd|th)?\\b(?:(,?\\s+)(\\d{4}))?`, 'i')
const WEEKDAY = new RegExp(`\\b(${DATA.weekdays.join('|')})\\b`, 'i')

/**
 * The date in a text, moved by a number of days and written the same way; null when the text holds no date that can be read.
 * The same shift for all dates keeps the time between them.
 */
export function shiftedDate(text: string, days: number): string | null {
  const iso = ISO.exec(text)
  if (iso !== null) {
    const moved = shift(Number(iso[1]), Number(iso[2]), Number(iso[3]), days)
    return moved && replaced(text, iso, `${pad(moved.year, 4)}-${pad(moved.month, 2)}-${pad(moved.day, 2)}`)
  }
  const numeric = NUMERIC.exec(text)
  if (numeric !== null) return numericDate(text, numeric, days)
  const dayFirst = DAY_FIRST.exec(text)
  if (dayFirst !== null) {
    const [, day = '', suffix, gap = '', month = '', dot = '', comma = '', year] = dayFirst
    const moved = shift(Number(year ?? 2021), monthNumber(month), Number(day), days)
    if (moved === null) return null
    const tail = year === undefined ? '' : comma + pad(moved.year, 4)
    return withWeekday(
      replaced(text, dayFirst, `${moved.day}${ordinal(moved.day, suffix)}${gap}${named(moved.month, month)}${dot}${tail}`),
      days,
    )
  }
  const monthFirst = MONTH_FIRST.exec(text)
  if (monthFirst !== null) {
    const [, month = '', dot = '', gap = '', day = '', suffix, comma = '', year] = monthFirst
    const moved = shift(Number(year ?? 2021), monthNumber(month), Number(day), days)
    if (moved === null) return null
    const tail = year === undefined ? '' : comma + pad(moved.year, 4)
    return withWeekday(
      replaced(text, monthFirst, `${named(moved.month, month)}${dot}${gap}${moved.day}${ordinal(moved.day, suffix)}${tail}`),
      days,
    )
  }
  const year = /\b(1[89]|20)(\d{2})\b/.exec(text)
  if (year !== null && !/\d/.test(text.replace(year[0], '')))
    return replaced(text, year, String(Number(year[0]) + 1 + (Math.abs(days) % 4)))
  const moved = withWeekday(text, days)
  return moved === text ? null : moved
}

function numericDate(text: string, match: RegExpExecArray, days: number): string | null {
  const [, first = '', separator = '', second = '', third = ''] = match
  const yearFirst = first.length === 4
  if (!yearFirst && third.length !== 4 && third.length !== 2) return null
  const written = yearFirst ? first : third
  const year = written.length === 2 ? (Number(written) > 50 ? 1900 : 2000) + Number(written) : Number(written)
  // Month first unless it cannot be: which of the two is meant does not matter, as long as the result is a date as well.
  const pair = yearFirst
    ? { month: second, day: third }
    : Number(first) > 12
      ? { day: first, month: second }
      : { month: first, day: second }
  const moved = shift(year, Number(pair.month), Number(pair.day), days)
  if (moved === null) return null
  const yearText = written.length === 2 ? pad(moved.year % 100, 2) : pad(moved.year, 4)
  const month = pad(moved.month, pair.month.length)
  const day = pad(moved.day, pair.day.length)
  const dayLeads = pair.day === first && Number(first) > 12
  const parts = yearFirst ? [yearText, month, day] : dayLeads ? [day, month, yearText] : [month, day, yearText]
  return replaced(text, match, parts.join(separator))
}

function shift(year: number, month: number, day: number, days: number): { year: number; month: number; day: number } | null {
  if (month < 1 || month > 12 || day < 1 || day > 31 || year < 100) return null
  const moved = new Date(Date.UTC(year, month - 1, day) + days * DAY_MS)
  return { year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() }
}

function withWeekday(text: string, days: number): string {
  const match = WEEKDAY.exec(text)
  if (match === null) return text
  const at = DATA.weekdays.findIndex((name) => name.toLowerCase() === match[0].toLowerCase())
  return replaced(text, match, DATA.weekdays[(((at + days) % 7) + 7) % 7] ?? match[0])
}

function monthNumber(name: string): number {
  return DATA.months.findIndex((month) => month.slice(0, 3).toLowerCase() === name.slice(0, 3).toLowerCase()) + 1
}

function named(month: number, like: string): string {
  const name = DATA.months[month - 1] ?? ''
  const cut = like.length === 3 ? name.slice(0, 3) : name
  return like === like.toUpperCase() ? cut.toUpperCase() : cut
}

function ordinal(day: number, like: string | undefined): string {
  if (like === undefined) return ''
  if (day >= 11 && day <= 13) return 'th'
  return { 1: 'st', 2: 'nd', 3: 'rd' }[day % 10] ?? 'th'
}

function replaced(text: string, match: RegExpExecArray, by: string): string {
  return text.slice(0, match.index) + by + text.slice(match.index + match[0].length)
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0')
}
