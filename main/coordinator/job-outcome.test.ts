import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ERROR_CODES, TidegateError } from '#contracts/errors.ts'
import { backoffDelay, errorValueOf, outcomeOf } from './job-outcome.ts'

const backoff = { baseMs: 1_000, capMs: 60_000 }
const at = { now: 5_000, random: 0.5, backoff }
const firstOf3 = { attempt: 1, maxAttempts: 3 }
const timeout = { code: 'PROVIDER_TIMEOUT', message: 'Too slow.' } as const

describe('what becomes of a job', () => {
  it('tries again what may help, later each time, and gives up at the last attempt', () => {
    expect(outcomeOf(firstOf3, { error: timeout }, null, at)).toMatchObject({ state: 'queued', retryAt: 5_500, error: timeout })
    expect(outcomeOf({ attempt: 2, maxAttempts: 3 }, { error: timeout }, null, at)).toMatchObject({ state: 'queued', retryAt: 6_000 })
    expect(outcomeOf({ attempt: 3, maxAttempts: 3 }, { error: timeout }, null, at)).toMatchObject({ state: 'dead', error: timeout })
  })

  it.each([
    ['PROVIDER_RATE_LIMITED', 'queued'],
    ['PROVIDER_UNAVAILABLE', 'queued'],
    ['PROVIDER_NETWORK', 'queued'],
    ['STREAM_TRUNCATED', 'queued'],
    ['INTERNAL', 'queued'],
    ['CANCELLED', 'cancelled'],
    ['EGRESS_REFUSED', 'failed'],
    ['INTERRUPTED_AFTER_SEND', 'failed'],
    ['PROVIDER_UNAUTHORIZED', 'failed'],
    ['CLASSIFIER_FAILED', 'failed'],
  ] as const)('%s → %s', (code, state) => {
    expect(outcomeOf(firstOf3, { error: { code, message: '' } }, null, at)?.state).toBe(state)
  })

  it('keeps what came of a job that succeeded, in words and for the jobs that wait for it', () => {
    const said = { status: 'succeeded', note: '2 failed.', result: { failed: 2 } } as const
    expect(outcomeOf(firstOf3, { result: said }, null, at)).toEqual({
      state: 'succeeded',
      error: null,
      note: '2 failed.',
      result: { failed: 2 },
    })
    expect(outcomeOf(firstOf3, { result: { status: 'succeeded', note: 'Done.' } }, null, at)).toEqual({
      state: 'succeeded',
      error: null,
      note: 'Done.',
    })
  })

  it('follows the cause of the stop, unless the work was done all the same', () => {
    expect(outcomeOf(firstOf3, { error: timeout }, 'cancel', at)?.state).toBe('cancelled')
    expect(outcomeOf(firstOf3, { error: timeout }, 'shutdown', at)).toMatchObject({ state: 'queued', error: null, retryAt: 5_000 })
    expect(outcomeOf(firstOf3, { error: timeout }, 'lost', at)).toBeNull()
    expect(outcomeOf(firstOf3, { result: { status: 'succeeded' } }, 'cancel', at)?.state).toBe('succeeded')
    expect(outcomeOf(firstOf3, { result: { status: 'succeeded' } }, 'shutdown', at)?.state).toBe('succeeded')
  })

  it('writes a blocked request as failed by policy', () => {
    expect(outcomeOf(firstOf3, { result: { status: 'blocked', note: 'Pinned.' } }, null, at)).toEqual({
      state: 'failed',
      note: 'Pinned.',
      error: { code: 'POLICY_FORBIDS_ROUTE', message: 'Pinned.' },
    })
  })

  it('never waits longer than the cap, nor less than nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5_000 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempt, random) => {
        const delay = backoffDelay(attempt, backoff, random)
        expect(Number.isInteger(delay)).toBe(true)
        expect(delay).toBeGreaterThanOrEqual(0)
        expect(delay).toBeLessThanOrEqual(Math.min(backoff.capMs, backoff.baseMs * 2 ** Math.max(attempt - 1, 0)))
      }),
    )
  })

  it('keeps our errors and hides what others say', () => {
    const log = (): string => 'err_7'
    for (const code of ERROR_CODES) expect(errorValueOf(new TidegateError(code, 'Do this.'), log)).toEqual({ code, message: 'Do this.' })
    const gone = Object.assign(new Error('Cannot find module /out/main/chunks/a.js'), { code: 'ERR_MODULE_NOT_FOUND' })
    expect(errorValueOf(gone, log).message).toContain('Restart the application.')
    const value = errorValueOf(new Error('secret words of the user'), log)
    expect(value).toMatchObject({ code: 'INTERNAL', id: 'err_7' })
    expect(value.message).not.toContain('secret')
  })
})
