export interface CalendarDay {
  /** Its beginning, ms since the epoch. */
  readonly at: number
  /** As the core names days: `2026-11-29`. */
  readonly day: string
}

/** The last `days` days of the person's calendar with today, oldest first. By the calendar: a day on which the clocks change is not 24 hours long. */
export function lastDays(days: number, today: Date): CalendarDay[] {
  return Array.from({ length: days }, (_, index) => {
    const date = new Date(today.getFullYear(), today.getMonth(), today.getDate() - (days - 1 - index))
    const two = (part: number): string => String(part).padStart(2, '0')
    return { at: date.getTime(), day: `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}` }
  })
}

/** Where an axis over these days begins and ends, ms since the epoch. */
export function spanOf(days: readonly CalendarDay[]): { readonly from: number; readonly to: number } {
  const last = new Date(days.at(-1)?.at ?? 0)
  return { from: days[0]?.at ?? 0, to: new Date(last.getFullYear(), last.getMonth(), last.getDate() + 1).getTime() }
}
