import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createSaveLoop } from './save-loop.ts'

const QUIET = 80
const LATEST = 250
const RETRY = 1_000

let text: string
let saved: Array<{ readonly at: number; readonly text: string }>
/** How long a save takes, whether it arrives, and whether there is a connection. */
let takes: number
let arrives: boolean
let online: boolean
let underWay: number
let mostUnderWay: number

function start() {
  return createSaveLoop({
    quietMs: QUIET,
    latestMs: LATEST,
    retryMs: RETRY,
    ready: () => online,
    async save() {
      saved.push({ at: performance.now(), text })
      mostUnderWay = Math.max(mostUnderWay, ++underWay)
      await new Promise((resolve) => setTimeout(resolve, takes))
      underWay--
      return arrives
    },
  })
}

beforeEach(() => {
  vi.useFakeTimers()
  ;[text, saved, takes, arrives, online, underWay, mostUnderWay] = ['', [], 5, true, true, 0, 0]
})
afterEach(() => {
  vi.useRealTimers()
})

/** Types letters at a steady pace; returns when each was typed. */
async function type(loop: { changed(): void }, letters: number, everyMs: number): Promise<number[]> {
  const typed: number[] = []
  for (let n = 0; n < letters; n++) {
    text += 'x'
    typed.push(performance.now())
    loop.changed()
    await vi.advanceTimersByTimeAsync(everyMs)
  }
  return typed
}

/** For each letter, how long until a save left that had it; ms. */
function delays(typed: readonly number[]): number[] {
  return typed.map((at, n) => (saved.find((one) => one.text.length > n)?.at ?? Number.POSITIVE_INFINITY) - at)
}

test('the first change after a pause leaves at once', async () => {
  const loop = start()
  text = 'a'
  loop.changed()
  await vi.advanceTimersByTimeAsync(0)
  expect(saved).toMatchObject([{ text: 'a' }])
  await vi.advanceTimersByTimeAsync(5)
  expect(loop.idle()).toBe(true)
})

describe.each([5, 30, 60, 79, 81, 120, 200, 400])('typing a letter every %i ms', (everyMs) => {
  test.each([1, 20, 150, 700])('with saves that take %i ms', async (duration) => {
    takes = duration
    const loop = start()
    const typed = await type(loop, 60, everyMs)
    await vi.advanceTimersByTimeAsync(LATEST + 2 * duration)
    expect(saved.at(-1)?.text).toBe(text)
    expect(loop.idle()).toBe(true)
    expect(mostUnderWay).toBe(1)
    // A save that is under way is waited for; apart from that every letter leaves in time.
    expect(Math.max(...delays(typed))).toBeLessThanOrEqual(duration <= QUIET ? LATEST : LATEST + duration)
    for (const [n, one] of saved.entries()) {
      const before = saved[n - 1]
      if (before) expect(one.at - before.at).toBeGreaterThanOrEqual(QUIET)
    }
  })
})

test('the last key of a burst leaves within 100 ms', async () => {
  const loop = start()
  const typed = await type(loop, 37, 30)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(delays(typed).at(-1)).toBeLessThanOrEqual(100)
})

test('what changed while a save was under way follows, and only the latest', async () => {
  takes = 600
  const loop = start()
  await type(loop, 10, 20)
  expect(saved.map((one) => one.text.length)).toEqual([1])
  await vi.advanceTimersByTimeAsync(2_000)
  expect(saved.map((one) => one.text.length)).toEqual([1, 10])
})

test('what does not arrive is sent again until it does', async () => {
  arrives = false
  const loop = start()
  await type(loop, 1, 10)
  await vi.advanceTimersByTimeAsync(1.5 * RETRY)
  expect(saved).toHaveLength(2)
  expect(loop.idle()).toBe(false)
  arrives = true
  await vi.advanceTimersByTimeAsync(RETRY)
  expect(saved).toHaveLength(3)
  expect(loop.idle()).toBe(true)
})

test('saves that fail at once are not tried again with every key', async () => {
  arrives = false
  takes = 0
  const loop = start()
  await type(loop, 100, 10)
  expect(saved.length).toBeLessThanOrEqual(1_000 / QUIET + 1)
})

test('without a connection nothing leaves; with it everything does at once', async () => {
  online = false
  const loop = start()
  await type(loop, 10, 50)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(saved).toEqual([])
  expect(loop.idle()).toBe(false)
  online = true
  loop.flush()
  expect(saved.map((one) => one.text.length)).toEqual([10])
})

test('a flush sends what waits, and nothing when nothing does', async () => {
  const loop = start()
  loop.flush()
  expect(saved).toEqual([])
  await type(loop, 2, 10)
  loop.flush()
  expect(saved.map((one) => one.text.length)).toEqual([1, 2])
})

test('a flush while a save is under way sends what waits as soon as that has ended', async () => {
  takes = 30
  const loop = start()
  await type(loop, 2, 10)
  loop.flush()
  await vi.advanceTimersByTimeAsync(15)
  expect(saved.map((one) => one.text.length)).toEqual([1, 2])
  expect(mostUnderWay).toBe(1)
})

test('after it is disposed of nothing leaves any more', async () => {
  const loop = start()
  await type(loop, 2, 10)
  loop.dispose()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(saved).toHaveLength(1)
})
