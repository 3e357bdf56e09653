import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProviderError } from '../provider-error.ts'
import { createFakeTimers, type FakeTimers } from './fake-timers.ts'
import { createRateLimiter, type RateLimit, type RateLimiter } from './rate-limit.ts'

const PATIENT = 600_000
const EPOCH = 1_763_880_000_000

function setUp(limit: RateLimit | null): { limiter: RateLimiter; timers: FakeTimers } {
  const timers = createFakeTimers()
  const limiter = createRateLimiter({ clock: { monotonic: timers.now, now: () => EPOCH + timers.now() }, timers })
  limiter.configure(limit)
  return { limiter, timers }
}

/** Lets what has been settled run. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Sends as soon as it may, and notes when. */
function send(limiter: RateLimiter, timers: FakeTimers, times: number[], longestMs = PATIENT): Promise<void> {
  return limiter.enter('box', longestMs, new AbortController().signal).then(() => void times.push(timers.now()))
}

function mostInAMinute(times: readonly number[]): number {
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 60_000).length))
}

const answer = (limit: number, remaining: number, resetInSeconds: number, timers: FakeTimers): Record<string, string> => ({
  'lb-ratelimit-limit': String(limit),
  'lb-ratelimit-remaining': String(remaining),
  'lb-ratelimit-reset': String(EPOCH / 1_000 + Math.floor(timers.now() / 1_000) + resetInSeconds),
  date: new Date(EPOCH + timers.now()).toUTCString(),
})

describe('the rate limiter', () => {
  it('never lets more through in any minute than the limit, whatever the callers do', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 4 })), { maxLength: 40 }),
        async (perMinute, steps) => {
          const { limiter, timers } = setUp({ perMinute, assumed: false })
          const times: number[] = []
          const refused: unknown[] = []
          const all: Promise<unknown>[] = []
          for (const [wait, callers] of steps) {
            timers.advance(wait)
            for (let caller = 0; caller < callers; caller += 1) {
              all.push(send(limiter, timers, times, 30_000).catch((error: unknown) => refused.push(error)))
            }
            await settled()
          }
          for (let round = 0; round < 60 && limiter.waiting > 0; round += 1) {
            timers.advance(1_000)
            await settled()
          }
          await Promise.all(all)
          expect(mostInAMinute(times)).toBeLessThanOrEqual(perMinute)
          expect(times.length + refused.length).toBe(all.length)
          expect(timers.pending).toBe(0)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('serves fifty callers at once in their order, as fast as the limit allows', async () => {
    const { limiter, timers } = setUp({ perMinute: 20, assumed: false })
    const times: number[] = []
    const order: number[] = []
    const all = Array.from({ length: 50 }, (_, index) => send(limiter, timers, times).then(() => void order.push(index)))
    for (let second = 0; second < 121; second += 1) {
      await settled()
      timers.advance(1_000)
    }
    await Promise.all(all)
    expect(order).toEqual(Array.from({ length: 50 }, (_, index) => index))
    expect(mostInAMinute(times)).toBe(20)
    expect(Math.max(...times)).toBeLessThanOrEqual(120_000)
  })

  it('refuses a wait that is too long and says how long it would be; nothing is counted', async () => {
    const { limiter, timers } = setUp({ perMinute: 1, assumed: false })
    await send(limiter, timers, [])
    timers.advance(10_000)
    const refusal = await send(limiter, timers, [], 8_000).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(ProviderError)
    expect(refusal).toMatchObject({ code: 'PROVIDER_RATE_LIMITED', retryAfterMs: 50_000 })
    timers.advance(42_000)
    const waited = send(limiter, timers, [], 8_000)
    timers.advance(8_000)
    await waited
    expect(limiter.admitted).toBe(2)
  })

  it('ends a wait that is called off, and serves the next in its place', async () => {
    const { limiter, timers } = setUp({ perMinute: 1, assumed: false })
    await send(limiter, timers, [])
    const stop = new AbortController()
    const first = limiter.enter('box', PATIENT, stop.signal).catch((error: unknown) => error)
    const times: number[] = []
    const second = send(limiter, timers, times)
    stop.abort()
    expect(await first).toMatchObject({ code: 'CANCELLED' })
    timers.advance(60_000)
    await second
    expect(times).toEqual([60_000])
  })

  it('believes what the server says is left, less what was sent since', async () => {
    const { limiter, timers } = setUp(null)
    const times: number[] = []
    for (let call = 0; call < 3; call += 1) await send(limiter, timers, times)
    // The answer to the first of the three: two more were on their way.
    limiter.heard(answer(25, 3, 20, timers), 1, null)
    await send(limiter, timers, times)
    const next = send(limiter, timers, times)
    await settled()
    expect(times).toEqual([0, 0, 0, 0])
    timers.advance(20_000)
    await next
    expect(times.at(-1)).toBe(20_000)
  })

  it('is not misled by answers that come in another order than their requests', async () => {
    const { limiter, timers } = setUp(null)
    const times: number[] = []
    for (let call = 0; call < 4; call += 1) await send(limiter, timers, times)
    limiter.heard(answer(300, 0, 20, timers), 4, null)
    limiter.heard(answer(300, 3, 20, timers), 1, null)
    expect(await send(limiter, timers, times, 1_000).catch((error: unknown) => error)).toMatchObject({ retryAfterMs: 20_000 })
  })

  it('takes the plan that the server names over the assumed one, and the smaller one where the user named another', async () => {
    const assumed = setUp({ perMinute: 2, assumed: true })
    assumed.limiter.heard(answer(300, 299, 60, assumed.timers), 0, null)
    for (let call = 0; call < 50; call += 1) await send(assumed.limiter, assumed.timers, [], 0)
    const named = setUp({ perMinute: 2, assumed: false })
    named.limiter.heard(answer(300, 299, 60, named.timers), 0, null)
    await send(named.limiter, named.timers, [], 0)
    await send(named.limiter, named.timers, [], 0)
    await expect(send(named.limiter, named.timers, [], 0)).rejects.toMatchObject({ code: 'PROVIDER_RATE_LIMITED' })
  })

  it('keeps quiet for as long as a refusal asks', async () => {
    const { limiter, timers } = setUp(null)
    limiter.heard({}, 0, 5_000)
    const times: number[] = []
    const sent = send(limiter, timers, times, 8_000)
    timers.advance(5_000)
    await sent
    expect(times).toEqual([5_000])
  })

  it('gives up on who waits when the server closes for longer than they would wait', async () => {
    const { limiter, timers } = setUp({ perMinute: 1, assumed: false })
    await send(limiter, timers, [])
    timers.advance(55_000)
    const waiting = send(limiter, timers, [], 8_000).catch((error: unknown) => error)
    limiter.heard({}, 1, 90_000)
    expect(await waiting).toMatchObject({ code: 'PROVIDER_RATE_LIMITED', retryAfterMs: 90_000 })
    expect(timers.pending).toBe(0)
  })
})
