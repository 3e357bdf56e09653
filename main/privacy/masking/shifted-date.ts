import { firstDate, movedBy } from './date-text.ts'
import { foldWord } from './folded.ts'
import { seeded } from './seeded.ts'
import { DATA } from './surrogate-data.ts'

const MONTH_YEAR = /(?<![\p{L}\p{N}])(\p{L}{3,12})(\.?,?\s(?:de\s)?)((?:1[89]|20)\d{2})(?!\d)/u
const YEAR = /(?<!\d)(?:1[89]|20)\d{2}(?!\d)/

/** How a vault moves time. Dates go back by whole weeks, close to as many years as ages grow. */
export interface TimeShift {
  readonly days: number
  readonly years: number
}

/**
 * The one shift of a vault, known to who knows its id alone: 1 to 4 years, give or take half of one, a multiple of seven days, so that
 * weekdays and the time between two dates stay what they are.
 */
export function timeShiftOf(vaultId: string): TimeShift {
  const random = seeded(vaultId, 'time')
  const years = 1 + random.below(4)
  const weeks = Math.round((years * 365.25) / 7) + random.below(51) - 25
  return { days: -7 * weeks, years }
}

/** The date in a text moved and written the same way; null when the text holds no date that can be read. */
export function shiftedDate(text: string, { days, years }: TimeShift): string | null {
  const date = firstDate(text)
  if (date !== null) {
    const moved = movedBy({ year: date.year ?? 2021, month: date.month, day: date.day }, days)
    return text.slice(0, date.start) + date.write(moved) + text.slice(date.end)
  }
  const monthYear = MONTH_YEAR.exec(text)
  if (monthYear !== null) {
    const [whole, name = '', gap = '', year = ''] = monthYear
    for (const names of [...Object.values(DATA.months), ...Object.values(DATA.shortMonths)]) {
      const month = names.findIndex((one) => foldWord(one) === foldWord(name))
      if (month < 0) continue
      const moved = movedBy({ year: Number(year), month: month + 1, day: 15 }, days)
      const other = names[moved.month - 1] ?? name
      const cased = name === name.toUpperCase() ? other.toUpperCase() : other
      return text.replace(whole, `${cased}${gap}${moved.year}`)
    }
  }
  const year = YEAR.exec(text)
  if (year === null || /\d/.test(text.replace(year[0], ''))) return null
  return text.replace(year[0], String(Number(year[0]) - years))
}

/** An age that fits the moved dates; null for a text without a number of years. */
export function shiftedAge(text: string, { years }: TimeShift): string | null {
  const found = /(?<!\d)\d{1,3}(?!\d)/.exec(text)
  return found === null ? null : text.replace(found[0], String(Number(found[0]) + years))
}
