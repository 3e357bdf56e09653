import { describe, expect, it } from 'vitest'
import { createRandom } from '../routing/eval/seeded-random.ts'
import { failureWealth } from './failure-alarm.ts'

const ALPHA = 0.05

/** Whether the alarm goes within so many requests, looked at after each failure. */
function alarmed(seed: number, share: number, rates: { canary: number; control: number }, requests = 2_000): number | null {
  const random = createRandom(seed * 7_919 + 11)
  let [canary, control] = [0, 0]
  for (let request = 0; request < requests; request += 1) {
    const isCanary = random() < share
    if (random() >= (isCanary ? rates.canary : rates.control)) continue
    if (isCanary) canary += 1
    else control += 1
    if (failureWealth(canary, control, share) >= 1 / ALPHA) return request + 1
  }
  return null
}

describe('the alarm of failures', () => {
  it.each([0.05, 0.1, 0.25, 0.5])('goes falsely in at most 5 percent of 500 rollouts without a difference: a canary of %d', (share) => {
    const runs = Array.from({ length: 500 }, (_, seed) => alarmed(seed, share, { canary: 0.1, control: 0.1 }))
    expect(runs.filter((at) => at !== null).length).toBeLessThanOrEqual(25)
  })

  it('goes within a few failures where the canary always fails', () => {
    expect(failureWealth(2, 0, 0.05)).toBeGreaterThan(1 / ALPHA)
    expect(failureWealth(1, 0, 0.05)).toBeLessThan(1 / ALPHA)
    const runs = Array.from({ length: 200 }, (_, seed) => alarmed(seed, 0.05, { canary: 1, control: 0.02 }))
    const mostRequests = runs.map((at) => at ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b)[189]
    // At 5 percent that is some ten requests of the canary.
    expect(mostRequests).toBeLessThan(200)
  })

  it('counts for nothing where the control fails, before the first failure, and where nobody is left to compare with', () => {
    expect(failureWealth(0, 40, 0.5)).toBeLessThan(0.05)
    expect(failureWealth(0, 0, 0.05)).toBe(1)
    expect(failureWealth(30, 0, 1)).toBe(1)
  })

  it('stays a number for many failures', () => {
    expect(Number.isNaN(failureWealth(3_000, 3_000, 0.05))).toBe(false)
    expect(failureWealth(3_000, 3_000, 0.05)).toBeGreaterThan(1 / ALPHA)
  })
})
