import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTokenBuckets } from './token-bucket.ts'

const RATE = { count: 10, perMs: 1_000 }

describe('a rate limit', () => {
  it('begins with one, fills at its rate, and holds no more than its count', () => {
    const buckets = createTokenBuckets()
    expect(buckets.left('a', RATE, 0)).toBe(1)
    buckets.take('a', RATE, 0)
    expect(buckets.left('a', RATE, 0)).toBe(0)
    expect(buckets.nextAt('a', RATE, 0)).toBe(100)
    expect(buckets.left('a', RATE, 100)).toBe(1)
    expect(buckets.left('a', RATE, 60_000)).toBe(10)
    expect(buckets.left('b', RATE, 60_000)).toBe(1)
  })

  it('gives nothing for a clock that was set back', () => {
    const buckets = createTokenBuckets()
    buckets.take('a', RATE, 10_000)
    expect(buckets.left('a', RATE, 0)).toBe(0)
    expect(buckets.left('a', RATE, 100)).toBe(1)
  })

  it('is never exceeded in any span by more than its count, and is used to the full', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 200 }), (gaps) => {
        const buckets = createTokenBuckets()
        const taken: number[] = []
        let now = 0
        for (const gap of gaps) {
          now += gap
          while (buckets.left('a', RATE, now) > 0) {
            buckets.take('a', RATE, now)
            taken.push(now)
          }
          expect(buckets.nextAt('a', RATE, now)).toBeGreaterThan(now)
        }
        for (const [index, from] of taken.entries()) {
          const within = taken.slice(index).filter((at) => at < from + RATE.perMs).length
          expect(within).toBeLessThanOrEqual(2 * RATE.count)
        }
        expect(taken.length).toBeLessThanOrEqual(1 + (now * RATE.count) / RATE.perMs + 1e-6)
      }),
    )
  })
})
