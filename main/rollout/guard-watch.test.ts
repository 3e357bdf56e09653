import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { silentLog } from '../telemetry/index.ts'
import { createGuardWatch } from './guard-watch.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

it('looks once for many requests that have ended, not at all while nothing is rolled out, and never after it was ended', async () => {
  let isNeeded = false
  let looks = 0
  const check = async (): Promise<void> => {
    looks += 1
  }
  const watch = createGuardWatch({ isNeeded: () => isNeeded, check, log: silentLog })
  watch.requestEnded()
  expect(vi.getTimerCount()).toBe(0)
  isNeeded = true
  for (let request = 0; request < 5; request += 1) watch.requestEnded()
  await vi.advanceTimersByTimeAsync(29_999)
  expect(looks).toBe(0)
  await vi.advanceTimersByTimeAsync(1)
  expect(looks).toBe(1)
  watch.requestEnded()
  await watch.dispose()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(looks).toBe(1)
})
