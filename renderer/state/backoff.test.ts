import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backoffMs } from './backoff.ts'

test('waits longer with each try, and never longer than five seconds', () => {
  expect(backoffMs(1, 0)).toBe(125)
  expect(backoffMs(1, 0.999)).toBe(250)
  expect(backoffMs(2, 0)).toBe(250)
  expect(backoffMs(50, 0)).toBe(2_500)
  fc.assert(
    fc.property(fc.nat(1_000), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, random) => {
      const ms = backoffMs(attempt, random)
      expect(ms).toBeGreaterThanOrEqual(125)
      expect(ms).toBeLessThanOrEqual(5_000)
    }),
  )
})
