import { TidegateError } from '#contracts/errors.ts'
import { ConnectionError } from '../../privacy/egress/index.ts'
import { ProviderError } from '../provider-error.ts'
import type { ProviderChunk } from '../types.ts'
import { sleep, type Timers } from './timers.ts'

export interface BackoffPolicy {
  readonly baseMs: number
  /** Longest wait between two tries. A server that asks for more is not waited for: another route is the better use of the time. */
  readonly capMs: number
}

export interface RetryPolicy extends BackoffPolicy {
  /** Tries in all, the first included. */
  readonly attempts: number
}

export interface RetryDeps {
  readonly signal: AbortSignal
  /** Calls cost money: one that may have been answered is not sent again. */
  readonly charged?: boolean
  /** Uniform in [0, 1). */
  readonly random: () => number
  readonly timers: Timers
  readonly onRetry?: (event: RetryEvent) => void
}

export interface RetryEvent {
  /** Number of the try that failed, from 1. */
  readonly attempt: number
  readonly delayMs: number
  readonly error: TidegateError
}

/**
 * Wait in ms after the `attempt`-th failed try (from 1), or null when waiting is not worth it. Exponential backoff with full jitter
 * (Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015): uniform in [0, min(capMs, baseMs · 2^(attempt-1))).
 * A wait that the server asked for is kept in full, with up to `baseMs` of jitter on top so that clients do not return together.
 */
export function retryDelay(attempt: number, policy: BackoffPolicy, retryAfterMs: number | null, random: () => number): number | null {
  if (retryAfterMs !== null) {
    return retryAfterMs > policy.capMs ? null : Math.round(retryAfterMs + random() * policy.baseMs)
  }
  const ceiling = Math.min(policy.capMs, policy.baseMs * 2 ** Math.max(0, attempt - 1))
  return Math.round(random() * ceiling)
}

/**
 * Whether the same request may succeed when sent again. A timeout is not retried: the user has waited it out once, and the server may
 * be at work on it still.
 * @param charged calls cost money: what may have been answered is not asked for twice
 */
export function isRetryable(error: unknown, charged = false): boolean {
  if (error instanceof ConnectionError) return error.code === 'PROVIDER_NETWORK' && !(charged && error.mayHaveArrived)
  if (error instanceof ProviderError) return error.retryable && !(charged && error.code === 'STREAM_TRUNCATED')
  return !charged && error instanceof TidegateError && error.code === 'PROVIDER_NETWORK'
}

/**
 * Runs `open` and gives its chunks through. A retryable failure before the first text starts it anew, up to `policy.attempts` times;
 * after the first text every failure is final, because what was shown cannot be taken back.
 */
export async function* withRetry(
  open: (attempt: number) => AsyncIterable<ProviderChunk>,
  policy: RetryPolicy,
  deps: RetryDeps,
): AsyncGenerator<ProviderChunk> {
  for (let attempt = 1; ; attempt += 1) {
    let wrote = false
    let delayMs: number | null = null
    try {
      for await (const chunk of open(attempt)) {
        wrote = true
        yield chunk
      }
      return
    } catch (error) {
      const final = wrote || deps.signal.aborted || attempt >= policy.attempts || !isRetryable(error, deps.charged)
      if (final || !(error instanceof TidegateError)) throw error
      delayMs = retryDelay(attempt, policy, error instanceof ProviderError ? error.retryAfterMs : null, deps.random)
      if (delayMs === null) throw error
      deps.onRetry?.({ attempt, delayMs, error })
    }
    await sleep(delayMs, deps.signal, deps.timers)
  }
}
