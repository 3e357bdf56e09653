import { expect, test } from 'vitest'
import { lastDays, spanOf } from './last-days.ts'

test('days follow the calendar, over the end of a month', () => {
  const days = lastDays(3, new Date(2026, 2, 1, 15))
  expect(days.map(({ day }) => day)).toEqual(['2026-02-27', '2026-02-28', '2026-03-01'])
  expect(days[2]?.at).toBe(new Date(2026, 2, 1).getTime())
  expect(spanOf(days)).toEqual({ from: new Date(2026, 1, 27).getTime(), to: new Date(2026, 2, 2).getTime() })
})
