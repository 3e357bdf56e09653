import type { LedgerTotal } from '#contracts/privacy.ts'
import { lastDays } from '../../ui/last-days.ts'

export interface Sum {
  readonly key: string
  readonly sent: number
  readonly refused: number
  readonly bytesOut: number
}

/** Adds totals up by a key; the order is that of the first of each. */
export function addUp(totals: readonly LedgerTotal[], keyOf: (total: LedgerTotal) => string): Sum[] {
  const sums = new Map<string, Sum>()
  for (const total of totals) {
    const key = keyOf(total)
    const sum = sums.get(key) ?? { key, sent: 0, refused: 0, bytesOut: 0 }
    sums.set(key, { key, sent: sum.sent + total.sent, refused: sum.refused + total.refused, bytesOut: sum.bytesOut + total.bytesOut })
  }
  return [...sums.values()]
}

/** One day of the person's calendar. */
export interface DaySum {
  /** Its beginning, ms since the epoch. */
  readonly at: number
  readonly sent: number
  readonly refused: number
  readonly bytesOut: number
}

/** What left on each of the last `days` days, oldest first, days without anything included. */
export function sumsByDay(totals: readonly LedgerTotal[], days: number, today: Date): DaySum[] {
  const byDay = new Map(addUp(totals, ({ day }) => day).map((sum) => [sum.key, sum]))
  return lastDays(days, today).map(({ at, day }) => {
    const { sent, refused, bytesOut } = byDay.get(day) ?? { sent: 0, refused: 0, bytesOut: 0 }
    return { at, sent, refused, bytesOut }
  })
}
