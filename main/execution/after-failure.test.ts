import { describe, expect, it } from 'vitest'
import { TidegateError } from '#contracts/errors.ts'
import { ConnectionError } from '../privacy/egress/index.ts'
import { ProviderError } from '../providers/index.ts'
import { mayBeCharged, tryAgainAt } from './after-failure.ts'

const limited = (retryAfterMs: number | null) => new ProviderError('PROVIDER_RATE_LIMITED', 'Asked too often.', { retryAfterMs })
const broken = (mayHaveArrived: boolean) => new ConnectionError('PROVIDER_NETWORK', 'Broke.', { mayHaveArrived })
const truncated = new ProviderError('STREAM_TRUNCATED', 'Broke off.')
const first = { runs: 1, now: 1_000, wrote: false, charged: false }

describe('after a failure', () => {
  it('a hosted call counts as charged unless nothing can have been done there', () => {
    expect(mayBeCharged(truncated, 'hosted')).toBe(true)
    expect(mayBeCharged(broken(true), 'hosted')).toBe(true)
    expect(mayBeCharged(new Error('bug'), 'hosted')).toBe(true)
    expect(mayBeCharged(broken(false), 'hosted')).toBe(false)
    expect(mayBeCharged(limited(null), 'hosted')).toBe(false)
    expect(mayBeCharged(new TidegateError('EGRESS_REFUSED', 'No.'), 'hosted')).toBe(false)
    expect(mayBeCharged(truncated, 'local')).toBe(false)
  })

  it('a request waits for what passes, as long as it is asked to, and longer each time', () => {
    expect(tryAgainAt(limited(null), first)).toBe(16_000)
    expect(tryAgainAt(limited(90_000), first)).toBe(91_000)
    expect(tryAgainAt(limited(null), { ...first, runs: 3 })).toBe(1_000 + 240_000)
    expect(tryAgainAt(broken(false), first)).toBe(16_000)
    expect(tryAgainAt(broken(true), first)).toBe(16_000)
    expect(tryAgainAt(truncated, first)).toBe(16_000)
  })

  it.each([
    ['what may have been charged', limited(null), { ...first, charged: true }],
    ['what does not pass', new TidegateError('PROVIDER_UNAUTHORIZED', 'Key.'), first],
    ['what stands on the page already', limited(null), { ...first, wrote: true }],
    ['what was tried often enough', limited(null), { ...first, runs: 6 }],
    ['a mistake of ours', new Error('bug'), first],
  ] as const)('%s is not tried again by itself', (_what, error, run) => {
    expect(tryAgainAt(error, run)).toBeNull()
  })
})
