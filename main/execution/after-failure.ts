import { type ErrorCode, TidegateError } from '#contracts/errors.ts'
import type { Locality } from '#contracts/generation.ts'
import { ConnectionError } from '../privacy/egress/index.ts'
import { ProviderError } from '../providers/index.ts'

/** What passes by itself. */
const PASSES: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'PROVIDER_RATE_LIMITED',
  'PROVIDER_UNAVAILABLE',
  'PROVIDER_NETWORK',
  'PROVIDER_TIMEOUT',
  'STREAM_TRUNCATED',
  'BUDGET_EXHAUSTED',
])
const AFTER_SENDING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'PROVIDER_TIMEOUT',
  'PROVIDER_NETWORK',
  'PROVIDER_PROTOCOL',
  'STREAM_TRUNCATED',
  'CANCELLED',
  'INTERRUPTED_AFTER_SEND',
])

/** First wait before a request is tried again by itself (ms); four times as long after each further run, at most an hour. */
const FIRST_WAIT_MS = 15_000
const LONGEST_WAIT_MS = 3_600_000
/** Runs of one request, the first included. */
const MOST_RUNS = 6

/** Whether a hosted call that failed may have been answered, and charged, all the same. */
export function mayBeCharged(error: unknown, locality: Locality): boolean {
  if (locality === 'local') return false
  if (error instanceof ConnectionError) return error.mayHaveArrived
  return !(error instanceof TidegateError) || AFTER_SENDING.has(error.code)
}

/**
 * When a request whose last attempt failed is tried again by itself (ms since the epoch), or null where the failure is final: something
 * is on the page already, the failure does not pass, it was tried often enough, or a call was or may have been charged and would be again.
 * @param run `runs`: how often the request has run, this time included; `charged`: one of its calls cost money, or may have
 */
export function tryAgainAt(
  error: unknown,
  run: { readonly runs: number; readonly now: number; readonly wrote: boolean; readonly charged: boolean },
): number | null {
  if (run.wrote || run.charged || run.runs >= MOST_RUNS || !(error instanceof TidegateError) || !PASSES.has(error.code)) return null
  const asked = error instanceof ProviderError ? (error.retryAfterMs ?? 0) : 0
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 4 ** (run.runs - 1))
  return run.now + Math.max(asked, wait)
}
