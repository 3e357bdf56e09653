import { formattingLocale } from '../../i18n/t.ts'

// To make a formatter takes longer than all else of a row, and rows come by the dozen while one scrolls.
let clock: Intl.DateTimeFormat | null = null
let calendar: Intl.DateTimeFormat | null = null

/** The time of day, with the day when it is not today's. */
export function momentText(at: number, now: number): string {
  clock ??= new Intl.DateTimeFormat(formattingLocale(), { timeStyle: 'medium' })
  calendar ??= new Intl.DateTimeFormat(formattingLocale(), { dateStyle: 'short', timeStyle: 'short' })
  return (isSameDay(at, now) ? clock : calendar).format(at)
}

function isSameDay(one: number, other: number): boolean {
  const [a, b] = [new Date(one), new Date(other)]
  return a.getDate() === b.getDate() && a.getMonth() === b.getMonth() && a.getFullYear() === b.getFullYear()
}
