import { expect, test } from 'vitest'
import { throttleIntervals } from './throttle-text.ts'

const at = (seconds: number, level: 'free' | 'slow' | 'stop', code: string | null = null) => ({ at: seconds * 1_000, level, code })

test('a stretch in which work was held back has its reason, and ends when it went on', () => {
  const intervals = throttleIntervals(
    [at(0, 'free'), at(1, 'stop', 'HOT'), at(2, 'stop', 'HOT'), at(3, 'slow', 'WARM'), at(4, 'free')],
    1_000,
  )
  expect(intervals.map(({ from, to, name, tone }) => [from, to, name, tone])).toEqual([
    [1_000, 3_000, 'Held back: machine hot', 'bad'],
    [3_000, 4_000, 'Slowed: machine warm', 'warn'],
  ])
})

test('what still holds goes on to the end, and a pause in which nothing was seen is not filled', () => {
  const intervals = throttleIntervals([at(1, 'stop', 'HOT'), at(60, 'stop', 'HOT')], 1_000)
  expect(intervals.map(({ from, to }) => [from, to])).toEqual([
    [1_000, 2_000],
    [60_000, 61_000],
  ])
})

test('a reason that this page does not know is still said', () => {
  expect(throttleIntervals([at(1, 'slow', 'NEW')], 1_000)[0]?.name).toBe('Background work slowed')
})
