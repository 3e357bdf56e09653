import { expect, test } from 'vitest'
import { lastDays } from '../../ui/last-days.ts'
import { byFamily, byFate, groupsByDay } from './findings-sums.ts'

test('findings fall to the days of the calendar by what they are, and older ones are left out', () => {
  const days = lastDays(2, new Date(2026, 2, 2))
  const sums = groupsByDay(
    [
      { day: '2026-03-02', type: 'EMAIL_ADDRESS', count: 2 },
      { day: '2026-03-02', type: 'PERSON', count: 1 },
      { day: '2026-03-01', type: 'SECRET/aws-access-key', count: 4 },
      { day: '2026-02-01', type: 'HEALTH', count: 9 },
    ],
    days,
  )
  expect(sums).toEqual({ numbers: [4, 0], contact: [0, 3], health: [0, 0], other: [0, 0] })
})

test('each family is there, also when nothing of it was found', () => {
  const families = byFamily([{ type: 'CREDIT_CARD', count: 3, requests: 2 }])
  expect(families).toHaveLength(6)
  expect(families.filter(({ count }) => count > 0)).toMatchObject([{ family: 'identity', count: 3 }])
})

test('what was found is told by where its request ran', () => {
  const fates = byFate([
    { route: 'hybrid', count: 5, requests: 2 },
    { route: null, count: 1, requests: 1 },
  ])
  expect(fates.map(({ fate, count }) => [fate, count])).toEqual([
    ['kept', 0],
    ['masked', 5],
    ['as-written', 0],
    ['not-run', 1],
  ])
})
