export { type Bulkhead, type BulkheadLimits, createBulkhead, DEFAULT_BULKHEAD } from './bulkhead.ts'
export {
  type CircuitBreaker,
  type CircuitBreakerDeps,
  type CircuitEvent,
  type CircuitPolicy,
  type CircuitState,
  CLOSED,
  circuitAdmits,
  circuitAt,
  circuitEventOf,
  circuitNext,
  createCircuitBreaker,
  DEFAULT_CIRCUIT,
} from './circuit-breaker.ts'
export { hedged } from './hedge.ts'
export { createRateLimiter, LANGBASE_PER_MINUTE, type RateLimit, type RateLimiter, type RateLimiterDeps } from './rate-limit.ts'
export { type ResilienceDeps, resilientStream } from './resilient-stream.ts'
export { type BackoffPolicy, isRetryable, type RetryDeps, type RetryEvent, type RetryPolicy, retryDelay, withRetry } from './retry.ts'
export { abortError, orAbort, sleep, systemTimers, type Timers } from './timers.ts'
