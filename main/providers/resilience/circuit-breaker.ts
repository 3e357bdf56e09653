import { type ErrorCode, TidegateError } from '#contracts/errors.ts'
import type { Clock } from '../../platform.ts'

export interface CircuitPolicy {
  /** Failures in a row that open the circuit. */
  readonly failures: number
  /** First time that it stays open, in ms; doubles with each failed probe. */
  readonly openMs: number
  readonly maxOpenMs: number
}

export const DEFAULT_CIRCUIT: CircuitPolicy = { failures: 5, openMs: 15_000, maxOpenMs: 240_000 }

/** `closed` lets all through, `open` none until `until`, `half-open` one probe. Times are monotonic ms. */
export type CircuitState =
  | { readonly phase: 'closed'; readonly failures: number }
  | { readonly phase: 'open'; readonly until: number; readonly openMs: number }
  | { readonly phase: 'half-open'; readonly probing: boolean; readonly openMs: number }

/** `admitted`: a call was let through. `neutral`: it ended in a way that says nothing about the server's health. */
export type CircuitEvent = 'admitted' | 'success' | 'failure' | 'neutral'

export const CLOSED: CircuitState = { phase: 'closed', failures: 0 }

/** The state as seen now: an open circuit whose time has run out is half-open. */
export function circuitAt(state: CircuitState, now: number): CircuitState {
  return state.phase === 'open' && now >= state.until ? { phase: 'half-open', probing: false, openMs: state.openMs } : state
}

/** Whether a call may go out now. */
export function circuitAdmits(state: CircuitState, now: number): boolean {
  const seen = circuitAt(state, now)
  return seen.phase === 'closed' || (seen.phase === 'half-open' && !seen.probing)
}

/** Circuit breaker after Nygard, "Release It!" (2nd ed., 5.2), with the open time doubling per failed probe. Pure. */
export function circuitNext(state: CircuitState, event: CircuitEvent, now: number, policy: CircuitPolicy): CircuitState {
  const seen = circuitAt(state, now)
  switch (seen.phase) {
    case 'closed': {
      if (event === 'success') return CLOSED
      if (event !== 'failure') return seen
      const failures = seen.failures + 1
      if (failures < policy.failures) return { phase: 'closed', failures }
      return { phase: 'open', until: now + policy.openMs, openMs: policy.openMs }
    }
    case 'half-open': {
      if (event === 'admitted') return { ...seen, probing: true }
      if (event === 'success') return CLOSED
      if (event === 'neutral') return { ...seen, probing: false }
      const openMs = Math.min(policy.maxOpenMs, seen.openMs * 2)
      return { phase: 'open', until: now + openMs, openMs }
    }
    case 'open':
      // Calls admitted before it opened still end; what they tell is older than the decision to open.
      return seen
  }
}

const FAILURES: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'PROVIDER_UNAVAILABLE',
  'PROVIDER_NETWORK',
  'PROVIDER_TIMEOUT',
  'PROVIDER_PROTOCOL',
  'STREAM_TRUNCATED',
])

/** What the end of a call says about the provider. A refused key or a full plan is the user's to mend, not a sign of ill health. */
export function circuitEventOf(error: unknown): CircuitEvent {
  return error instanceof TidegateError && FAILURES.has(error.code) ? 'failure' : 'neutral'
}

/** Holds the state of one provider's circuit. Every call that `admit` lets through must `settle` once. */
export interface CircuitBreaker {
  state(): CircuitState['phase']
  /** Whether the call may go out. */
  admit(): boolean
  settle(outcome: Exclude<CircuitEvent, 'admitted'>): void
  /** Time in ms until an open circuit lets a probe through; null when it is not open. */
  waitMs(): number | null
}

export interface CircuitBreakerDeps {
  readonly clock: Pick<Clock, 'monotonic'>
  readonly policy?: CircuitPolicy
}

export function createCircuitBreaker(deps: CircuitBreakerDeps): CircuitBreaker {
  const policy = deps.policy ?? DEFAULT_CIRCUIT
  const now = (): number => deps.clock.monotonic()
  let state: CircuitState = CLOSED

  function step(event: CircuitEvent): void {
    state = circuitNext(state, event, now(), policy)
  }

  return {
    state: () => circuitAt(state, now()).phase,
    admit() {
      if (!circuitAdmits(state, now())) return false
      step('admitted')
      return true
    },
    settle: step,
    waitMs() {
      const seen = circuitAt(state, now())
      return seen.phase === 'open' ? seen.until - now() : null
    },
  }
}
