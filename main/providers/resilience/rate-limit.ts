import type { Clock } from '../../platform.ts'
import { ProviderError } from '../provider-error.ts'
import { readRateHeaders } from './rate-headers.ts'
import { FRESH, type RateState, rateAdmitted, rateQuiet, rateTold, rateWait } from './rate-window.ts'
import { abortError, systemTimers, type Timers } from './timers.ts'

/** Requests a minute of Langbase's free plan, believed until an answer says otherwise. */
export const LANGBASE_PER_MINUTE = 25

/** Keeps one account's requests below its limit. First come, first served. */
export interface RateLimiter {
  /**
   * Resolves when one more request may be sent, and counts it. Throws PROVIDER_RATE_LIMITED with `retryAfterMs` instead of waiting
   * longer than `longestMs`, and what the signal stands for when aborted. Nothing was sent then.
   */
  enter(provider: string, longestMs: number, signal: AbortSignal): Promise<void>
  /** Requests let through so far; what an answer to one of them says holds for as many. */
  readonly admitted: number
  /** Takes what an answer says of the limit. `admitted` as it was when its request was sent; `waitMs` is what a refusal asks for. */
  heard(headers: Readonly<Record<string, string>>, admitted: number, waitMs: number | null): void
  /** Requests a minute; `assumed` ones hold until an answer says otherwise. Null believes the answers alone. */
  configure(limit: RateLimit | null): void
  readonly waiting: number
}

export interface RateLimit {
  readonly perMinute: number
  readonly assumed: boolean
}

export interface RateLimiterDeps {
  readonly clock: Clock
  readonly timers?: Timers
}

interface Waiter {
  readonly provider: string
  /** Until when it is worth waiting; monotonic, ms. */
  readonly deadline: number
  readonly go: () => void
  readonly giveUp: (waitMs: number) => void
}

export function createRateLimiter(deps: RateLimiterDeps): RateLimiter {
  const { clock } = deps
  const timers = deps.timers ?? systemTimers
  const queue = new Set<Waiter>()
  let state: RateState = FRESH
  let configured: RateLimit | null = null
  let toldPerMinute: number | null = null
  let callOff: () => void = () => undefined

  /** The default is a guess: what the server says takes its place. What the user says holds unless the server allows less. */
  function perMinute(): number | null {
    if (configured === null) return toldPerMinute
    if (toldPerMinute === null) return configured.perMinute
    return configured.assumed ? toldPerMinute : Math.min(configured.perMinute, toldPerMinute)
  }

  const waitFor = (ahead: number): number => rateWait(state, perMinute(), ahead, clock.monotonic())

  /** Lets through who may go, gives up on who would wait too long, and comes back for the next. */
  function pump(): void {
    callOff()
    for (const waiter of queue) {
      const wait = waitFor(0)
      if (wait > 0 && clock.monotonic() + wait <= waiter.deadline) {
        callOff = timers.after(Math.ceil(wait), pump)
        return
      }
      queue.delete(waiter)
      if (wait > 0) {
        waiter.giveUp(wait)
        continue
      }
      state = rateAdmitted(state, clock.monotonic())
      waiter.go()
    }
  }

  return {
    get admitted() {
      return state.admitted
    },
    get waiting() {
      return queue.size
    },
    enter(provider, longestMs, signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(abortError(signal))
          return
        }
        const wait = waitFor(queue.size)
        if (wait > longestMs) {
          reject(tooOften(provider, wait))
          return
        }
        const leave = (): void => signal.removeEventListener('abort', onAbort)
        const waiter: Waiter = {
          provider,
          deadline: clock.monotonic() + longestMs,
          go() {
            leave()
            resolve()
          },
          giveUp(waitMs) {
            leave()
            reject(tooOften(provider, waitMs))
          },
        }
        const onAbort = (): void => {
          queue.delete(waiter)
          leave()
          reject(abortError(signal))
          pump()
        }
        signal.addEventListener('abort', onAbort, { once: true })
        queue.add(waiter)
        pump()
      })
    },
    heard(headers, admitted, waitMs) {
      const now = clock.monotonic()
      const reading = readRateHeaders(headers, clock.now())
      if (reading !== null) {
        toldPerMinute = reading.perMinute ?? toldPerMinute
        state = rateTold(state, { seen: admitted, remaining: reading.remaining, resetAt: now + reading.resetInMs })
      }
      if (waitMs !== null) state = rateQuiet(state, now + waitMs)
      pump()
    },
    configure(next) {
      configured = next
      pump()
    },
  }
}

function tooOften(provider: string, waitMs: number): ProviderError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1_000))
  return new ProviderError(
    'PROVIDER_RATE_LIMITED',
    `The limit of requests a minute at provider "${provider}" is reached; nothing was sent. Try again in ${seconds} s.`,
    { retryable: true, retryAfterMs: Math.ceil(waitMs) },
  )
}
