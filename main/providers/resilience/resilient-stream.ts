import { ProviderError } from '../provider-error.ts'
import type { CallContext, Provider, ProviderChunk, ProviderRequest } from '../types.ts'
import type { Bulkhead } from './bulkhead.ts'
import { type CircuitBreaker, circuitEventOf } from './circuit-breaker.ts'
import { hedged } from './hedge.ts'
import type { RateLimiter } from './rate-limit.ts'
import { type RetryEvent, type RetryPolicy, withRetry } from './retry.ts'
import { abortError, orAbort, systemTimers, type Timers } from './timers.ts'

export interface ResilienceDeps {
  /** The circuit, and the bulkhead where calls are limited, belong to the provider and are shared by all its calls. */
  readonly circuit: CircuitBreaker
  readonly bulkhead?: Bulkhead
  /** Belongs to the account, and is shared by all its providers. A wait longer than the longest of a retry is refused instead. */
  readonly rate?: RateLimiter
  readonly retry: RetryPolicy
  /** Budget in ms for the first chunk, over all tries, from the moment the provider has a place free. */
  readonly firstTokenMs: number
  /** Budget in ms for the whole answer, waiting included. */
  readonly totalMs: number
  /** Calls cost money: one that may have been answered is not sent again. */
  readonly charged?: boolean
  /** Ask a second time after so many ms without a first token, and read whichever answers; never without it. */
  readonly hedgeAfterMs?: number | undefined
  /** Whether it may cost what a second request costs. Never rejects. */
  readonly mayHedge?: () => Promise<boolean>
  readonly onHedge?: () => void
  /** Uniform in [0, 1); Math.random unless a test says otherwise. */
  readonly random?: () => number
  /** The system's unless a test says otherwise. */
  readonly timers?: Timers
  readonly onRetry?: (event: RetryEvent) => void
}

/**
 * A provider's answer through its protections, from the outside in: time budget, circuit breaker, bulkhead, rate limit, retry. Chunks are those of
 * `Provider.stream`. Throws PROVIDER_TIMEOUT when a budget runs out, PROVIDER_UNAVAILABLE when the circuit is open or the queue full,
 * PROVIDER_RATE_LIMITED when the account's limit is reached for longer than it is worth to wait, CANCELLED at once when the signal is aborted, else the provider's last error. Leaving the loop releases everything.
 */
export async function* resilientStream(
  provider: Provider,
  request: ProviderRequest,
  context: CallContext,
  deps: ResilienceDeps,
): AsyncGenerator<ProviderChunk> {
  const budget = new AbortController()
  const signal = AbortSignal.any([context.signal, budget.signal])
  if (signal.aborted) throw abortError(signal)
  const timers = deps.timers ?? systemTimers
  const callOffTotal = timers.after(deps.totalMs, () => budget.abort(outOfTime(provider.id, 'finish')))
  let callOffFirst: () => void = () => undefined
  let leave: () => void = () => undefined
  let outcome: 'success' | 'failure' | 'neutral' = 'neutral'
  let admitted = false
  try {
    admitted = deps.circuit.admit()
    if (!admitted) throw restingError(provider.id, deps.circuit.waitMs())
    if (deps.bulkhead !== undefined) leave = await deps.bulkhead.enter(signal)
    await deps.rate?.enter(provider.id, deps.retry.capMs, signal)
    callOffFirst = timers.after(deps.firstTokenMs, () => budget.abort(outOfTime(provider.id, 'begin')))
    const once = (until: AbortSignal): AsyncGenerator<ProviderChunk> =>
      promptly(provider.stream(request, { ...context, signal: until }), until)
    // Each request counts at the server; the first has been let through above, outside of the time for the first chunk.
    let admissions = 1
    const open = (until: AbortSignal): AsyncIterable<ProviderChunk> => {
      if (deps.rate === undefined || admissions > 0) {
        admissions -= 1
        return once(until)
      }
      return after(deps.rate.enter(provider.id, deps.retry.capMs, until), () => once(until))
    }
    const { hedgeAfterMs, mayHedge, onHedge } = deps
    const ask = (): AsyncIterable<ProviderChunk> =>
      hedgeAfterMs === undefined
        ? open(signal)
        : hedged(open, {
            signal,
            timers,
            afterMs: hedgeAfterMs,
            ...(mayHedge === undefined ? {} : { mayHedge }),
            ...(onHedge === undefined ? {} : { onHedge }),
          })
    const tries = withRetry(ask, deps.retry, {
      signal,
      charged: deps.charged ?? false,
      random: deps.random ?? Math.random,
      timers,
      ...(deps.onRetry === undefined ? {} : { onRetry: deps.onRetry }),
    })
    for await (const chunk of tries) {
      callOffFirst()
      // Set before the last chunk is handed out, because a reader may stop right after it.
      if (chunk.type === 'end') outcome = 'success'
      yield chunk
    }
  } catch (error) {
    const told = signal.aborted ? abortError(signal) : error
    outcome = circuitEventOf(told) === 'failure' ? 'failure' : 'neutral'
    throw told
  } finally {
    callOffTotal()
    callOffFirst()
    leave()
    if (admitted) deps.circuit.settle(outcome)
    // Frees the socket also when the reader left in the middle.
    budget.abort()
  }
}

async function* after(ready: Promise<void>, open: () => AsyncGenerator<ProviderChunk>): AsyncGenerator<ProviderChunk> {
  await ready
  yield* open()
}

/** The same chunks, but an abort ends the wait for the next one at once, even where the provider does not heed the signal. */
async function* promptly(chunks: AsyncIterable<ProviderChunk>, signal: AbortSignal): AsyncGenerator<ProviderChunk> {
  const iterator = chunks[Symbol.asyncIterator]()
  let ended = false
  try {
    while (true) {
      const next = await orAbort(iterator.next(), signal)
      if (next.done === true) {
        ended = true
        return
      }
      yield next.value
    }
  } finally {
    // Not awaited: a provider that hangs would hold the caller.
    if (!ended) iterator.return?.()?.catch(() => undefined)
  }
}

function restingError(provider: string, waitMs: number | null): ProviderError {
  return new ProviderError('PROVIDER_UNAVAILABLE', `Provider "${provider}" failed repeatedly and is given a rest. Try again in a while.`, {
    retryAfterMs: waitMs,
  })
}

function outOfTime(provider: string, what: 'begin' | 'finish'): ProviderError {
  return new ProviderError(
    'PROVIDER_TIMEOUT',
    `Provider "${provider}" did not ${what} its answer in time. Try again, or raise the timeout in the settings.`,
  )
}
