import { expect, test } from 'vitest'
import { addUp, sumsByDay } from './ledger-sums.ts'

const total = (day: string, destination: string, bytesOut: number) => ({ day, destination, sent: 1, refused: 2, bytesOut, bytesIn: 0 })
const totals = [total('2026-03-01', 'a', 10), total('2026-02-28', 'a', 5), total('2026-02-28', 'b', 7)]

test('totals add up by destination and by day', () => {
  expect(addUp(totals, ({ destination }) => destination)).toEqual([
    { key: 'a', sent: 2, refused: 4, bytesOut: 15 },
    { key: 'b', sent: 1, refused: 2, bytesOut: 7 },
  ])
  expect(addUp(totals, ({ day }) => day).map(({ key, bytesOut }) => [key, bytesOut])).toEqual([
    ['2026-03-01', 10],
    ['2026-02-28', 12],
  ])
})

test('the days of the chart follow the calendar, with those on which nothing left', () => {
  expect(sumsByDay(totals, 4, new Date(2026, 2, 2)).map(({ bytesOut, refused }) => [bytesOut, refused])).toEqual([
    [0, 0],
    [12, 4],
    [10, 2],
    [0, 0],
  ])
})
