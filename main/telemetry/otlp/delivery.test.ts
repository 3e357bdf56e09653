import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backoffMs, deliveryOf, retryAfterMs } from './delivery.ts'

const NOW = Date.parse('2026-03-04T05:06:07Z')
const answer = (status: number, body = '', headers: Record<string, string> = {}) => deliveryOf({ status, headers, body }, NOW)

describe('the answer of a collector', () => {
  it.each([429, 502, 503, 504])('%i is tried again', (status) => {
    expect(answer(status)).toEqual({ kind: 'retry', afterMs: null, why: `status-${status}` })
  })

  it.each([301, 307, 400, 401, 403, 404, 408, 413, 415, 500, 501, 505])('%i is not', (status) => {
    expect(answer(status, '', { 'retry-after': '1' })).toEqual({ kind: 'refused', why: `status-${status}` })
  })

  it.each<[string, string, number]>([
    ['nothing', '', 0],
    ['an empty document', '{}', 0],
    ['no JSON', 'ok', 0],
    ['a warning', '{"partialSuccess":{"errorMessage":"slow down"}}', 0],
    ['rejected records', '{"partialSuccess":{"rejectedLogRecords":"3","errorMessage":"too old"}}', 3],
    ['rejected records as a number', '{"partialSuccess":{"rejectedLogRecords":3}}', 3],
    ['rejected points', '{"partialSuccess":{"rejectedDataPoints":"7"}}', 7],
    ['what cannot be counted', '{"partialSuccess":{"rejectedDataPoints":"many"}}', 0],
  ])('200 with %s is final', (_what, body, rejected) => {
    expect(answer(200, body)).toEqual({ kind: 'accepted', rejected })
  })
})

describe('when it is tried again', () => {
  it.each<[string | undefined, number | null]>([
    ['3', 3_000],
    [' 0 ', 0],
    ['Wed, 04 Mar 2026 05:06:17 GMT', 10_000],
    ['Wed, 04 Mar 2026 05:06:00 GMT', 0],
    ['999999', 3_600_000],
    ['soon', null],
    ['', null],
    [undefined, null],
  ])('Retry-After %s is %s ms', (value, ms) => {
    expect(retryAfterMs(value, NOW)).toBe(ms)
    if (ms !== null) expect(answer(503, '', { 'retry-after': value ?? '' })).toMatchObject({ kind: 'retry', afterMs: ms })
  })

  it('doubles each time up to its cap, with chance in one half of it', () => {
    const pace = { baseMs: 1_000, capMs: 60_000 }
    expect([1, 2, 3, 6, 7, 100].map((failures) => backoffMs(failures, null, pace, 0))).toEqual([500, 1_000, 2_000, 16_000, 30_000, 30_000])
    expect([1, 2, 7].map((failures) => backoffMs(failures, null, pace, 0.5))).toEqual([750, 1_500, 45_000])
  })

  it('is never sooner than the server asked for, and never later than both', () => {
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), fc.option(fc.nat(100_000)), chance, (failures, asked, random) => {
        const wait = backoffMs(failures, asked, { baseMs: 1_000, capMs: 60_000 }, random)
        expect(wait).toBeGreaterThanOrEqual(asked ?? 500)
        expect(wait).toBeLessThanOrEqual(Math.max(60_000, asked ?? 0))
      }),
    )
  })
})
