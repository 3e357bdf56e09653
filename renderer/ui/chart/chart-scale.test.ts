import { expect, test } from 'vitest'
import { linearScale, nearestIndex, niceTicks, timeTicks } from './chart-scale.ts'

test('an axis ends at a round number that holds the highest value', () => {
  expect(niceTicks(100)).toEqual([0, 25, 50, 75, 100])
  expect(niceTicks(0.37)).toEqual([0, 0.1, 0.2, 0.3, 0.4])
  expect(niceTicks(7_900)).toEqual([0, 2_000, 4_000, 6_000, 8_000])
  expect(niceTicks(0)).toEqual([0, 1])
})

test('times are marked at round moments, few enough to be read', () => {
  const from = Date.parse('2026-03-04T10:00:20')
  const { at, step } = timeTicks(from, from + 300_000)
  expect(step).toBe(60_000)
  expect(at.map((tick) => new Date(tick).getSeconds())).toEqual([0, 0, 0, 0, 0])
  const day = timeTicks(from, from + 86_400_000)
  expect(day.step).toBe(6 * 3_600_000)
  expect(day.at.map((tick) => new Date(tick).getHours() % 6)).toEqual([0, 0, 0, 0])
})

test('an axis of days names those that are shown, and not the one behind them', () => {
  const days = [23, 24, 25, 26, 27, 28, 29].map((day) => new Date(2026, 10, day).getTime())
  const { at, step } = timeTicks(days[0] ?? 0, new Date(2026, 10, 30).getTime(), 10)
  expect(step).toBe(86_400_000)
  expect(at).toEqual(days)
})

test('an axis of a month has two marks where there is room for two', () => {
  const { at, step } = timeTicks(Date.UTC(2029, 11, 17), Date.UTC(2030, 0, 16), 2)
  expect(step).toBe(14 * 86_400_000)
  expect(at).toEqual([Date.UTC(2029, 11, 27), Date.UTC(2030, 0, 10)])
})

test('a scale goes to pixels and back, also when it has but one value', () => {
  const scale = linearScale([0, 100], [200, 0])
  expect(scale.toPixel(25)).toBe(150)
  expect(scale.toValue(150)).toBe(25)
  expect(linearScale([5, 5], [0, 10]).toPixel(5)).toBe(5)
})

test('the moment under the pointer is the nearest one', () => {
  expect([0, 14, 15, 16, 99].map((at) => nearestIndex([0, 10, 20, 30], at))).toEqual([0, 1, 1, 2, 3])
  expect(nearestIndex([], 5)).toBe(-1)
})
