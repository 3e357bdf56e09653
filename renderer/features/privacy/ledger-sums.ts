import type { LedgerTotal } from '#contracts/privacy.ts'

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

/** Bytes that left on each of the last `days` days, oldest first, days without any included. Days are those of the person's calendar. */
export function bytesByDay(totals: readonly LedgerTotal[], days: number, today: Date): { day: string; bytes: number }[] {
  const byDay = new Map(addUp(totals, ({ day }) => day).map(({ key, bytesOut }) => [key, bytesOut]))
  return Array.from({ length: days }, (_, index) => {
    const date = new Date(today.getFullYear(), today.getMonth(), today.getDate() - (days - 1 - index))
    const two = (part: number): string => String(part).padStart(2, '0')
    const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
    return { day, bytes: byDay.get(day) ?? 0 }
  })
}
