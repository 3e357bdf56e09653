import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TidegateError } from '#contracts/errors.ts'
import { ProviderError } from '../provider-error.ts'
import type { ProviderChunk } from '../types.ts'
import { createFakeTimers } from './fake-timers.ts'
import { isRetryable, type RetryEvent, retryDelay, withRetry } from './retry.ts'
import type { Timers } from './timers.ts'

const POLICY = { attempts: 3, baseMs: 100, capMs: 1_000 }
const END: ProviderChunk = { type: 'end', finishReason: 'stop', usage: null, threadId: null, model: null }
const busy = new ProviderError('PROVIDER_UNAVAILABLE', 'Busy.', { retryable: true })
/** Timers that run at once, for tests in which the wait itself does not matter. */
const instant: Timers = {
  after: (_ms, run) => {
    queueMicrotask(run)
    return () => undefined
  },
}

describe('retryDelay', () => {
  it('grows exponentially up to its cap, with full jitter', () => {
    expect([1, 2, 3, 4, 5, 60].map((attempt) => retryDelay(attempt, POLICY, null, () => 0.999_999))).toEqual([
      100, 200, 400, 800, 1_000, 1_000,
    ])
    expect(retryDelay(4, POLICY, null, () => 0)).toBe(0)
  })

  it('never leaves its bounds and never undercuts the server', () => {
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), random, fc.option(fc.nat(5_000)), (attempt, roll, asked) => {
        const delay = retryDelay(attempt, POLICY, asked, () => roll)
        if (asked !== null && asked > POLICY.capMs) expect(delay).toBeNull()
        else {
          expect(delay).toBeGreaterThanOrEqual(asked ?? 0)
          expect(delay).toBeLessThanOrEqual(asked === null ? POLICY.capMs : asked + POLICY.baseMs)
        }
      }),
    )
  })
})

describe('isRetryable', () => {
  it.each([
    [busy, true],
    [new ProviderError('PROVIDER_UNAUTHORIZED', 'No.'), false],
    [new TidegateError('PROVIDER_NETWORK', 'Gone.'), true],
    [new TidegateError('PROVIDER_TIMEOUT', 'Late.'), false],
    [new TidegateError('EGRESS_REFUSED', 'No.'), false],
    [new TidegateError('CANCELLED', 'Stopped.'), false],
    [new Error('fetch failed'), false],
  ])('%s: %s', (error, expected) => {
    expect(isRetryable(error)).toBe(expected)
  })
})

describe('withRetry', () => {
  async function run(
    script: (attempt: number) => readonly (ProviderChunk | Error)[],
    options: { signal?: AbortSignal } = {},
  ): Promise<{ chunks: ProviderChunk[]; error: unknown; events: RetryEvent[]; attempts: number }> {
    const chunks: ProviderChunk[] = []
    const events: RetryEvent[] = []
    let attempts = 0
    async function* open(attempt: number): AsyncGenerator<ProviderChunk> {
      attempts = attempt
      for (const step of script(attempt)) {
        if (step instanceof Error) throw step
        yield step
      }
    }
    const deps = {
      signal: options.signal ?? new AbortController().signal,
      random: () => 0.5,
      timers: instant,
      onRetry: (event: RetryEvent) => void events.push(event),
    }
    try {
      for await (const chunk of withRetry(open, POLICY, deps)) chunks.push(chunk)
      return { chunks, error: null, events, attempts }
    } catch (error) {
      return { chunks, error, events, attempts }
    }
  }

  it('tries again until it works', async () => {
    const result = await run((attempt) => (attempt < 3 ? [busy] : [{ type: 'text', delta: 'a' }, END]))
    expect(result.chunks).toEqual([{ type: 'text', delta: 'a' }, END])
    expect(result.events.map(({ attempt, delayMs }) => [attempt, delayMs])).toEqual([
      [1, 50],
      [2, 100],
    ])
  })

  it('gives up with the last error after its attempts', async () => {
    expect(await run(() => [busy])).toMatchObject({ error: busy, attempts: 3 })
  })

  it('never starts anew once text has been shown', async () => {
    const result = await run(() => [{ type: 'text', delta: 'a' }, busy])
    expect(result).toMatchObject({ error: busy, attempts: 1, chunks: [{ type: 'text', delta: 'a' }] })
  })

  it('does not wait longer than its cap for a server that asks for it', async () => {
    const later = new ProviderError('PROVIDER_RATE_LIMITED', 'Wait.', { retryable: true, retryAfterMs: 60_000 })
    expect(await run(() => [later])).toMatchObject({ error: later, attempts: 1 })
  })

  it('lets everything else through at once', async () => {
    const denied = new ProviderError('PROVIDER_UNAUTHORIZED', 'No.')
    expect(await run(() => [denied])).toMatchObject({ error: denied, attempts: 1 })
    const bug = new TypeError('x is undefined')
    expect(await run(() => [bug])).toMatchObject({ error: bug, attempts: 1 })
  })

  it('does not announce another try when it was cancelled', async () => {
    const stop = new AbortController()
    const script = (): readonly Error[] => {
      stop.abort()
      return [busy]
    }
    expect(await run(script, { signal: stop.signal })).toMatchObject({ error: busy, attempts: 1, events: [] })
  })

  it('stops waiting when it is cancelled', async () => {
    const timers = createFakeTimers()
    const stop = new AbortController()
    // biome-ignore lint/correctness/useYield: it fails before its first chunk
    async function* open(): AsyncGenerator<ProviderChunk> {
      throw busy
    }
    const waiting = Promise.withResolvers<void>()
    const tries = withRetry(open, POLICY, { signal: stop.signal, random: () => 0.5, timers, onRetry: () => waiting.resolve() })
    const next = tries.next()
    next.catch(() => undefined)
    await waiting.promise
    stop.abort()
    await expect(next).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(timers.pending).toBe(0)
  })
})
