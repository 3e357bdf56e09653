/** Start of the day and of the month in local time, and of the next ones; ms since the epoch. A day may have 23 or 25 hours. */
export interface Periods {
  readonly day: number
  readonly nextDay: number
  readonly month: number
  readonly nextMonth: number
}

export function periodsAt(now: number): Periods {
  const date = new Date(now)
  const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate()]
  const at = (y: number, m: number, d: number): number => new Date(y, m, d).getTime()
  return { day: at(year, month, day), nextDay: at(year, month, day + 1), month: at(year, month, 1), nextMonth: at(year, month + 1, 1) }
}
