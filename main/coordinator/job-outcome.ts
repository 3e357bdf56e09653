import { type ErrorCode, type ErrorValue, TidegateError } from '#contracts/errors.ts'
import type { Job } from '#contracts/jobs.ts'
import { missingPart } from '../missing-part.ts'
import type { JobOutcome } from '../storage/types.ts'
import type { JobResult } from './types.ts'

/** Trying again may help: the other side was busy or out of reach, or we stumbled. */
const RETRYABLE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'PROVIDER_RATE_LIMITED',
  'PROVIDER_UNAVAILABLE',
  'PROVIDER_TIMEOUT',
  'PROVIDER_NETWORK',
  'STREAM_TRUNCATED',
  'JOB_TIMEOUT',
  'LOCK_TIMEOUT',
  'LOCK_DEADLOCK',
  'INTERNAL',
])

/** Why a run was told to stop: by the user, because its time is over, because the process ends, or because somebody else holds the lease now. */
export type StopCause = 'cancel' | 'timeout' | 'shutdown' | 'lost'

const TIMED_OUT: ErrorValue = { code: 'JOB_TIMEOUT', message: 'It took longer than it may, and was stopped.' }

export type Settled = { readonly result: JobResult } | { readonly error: ErrorValue }

/** Times in ms. */
export interface Backoff {
  readonly baseMs: number
  readonly capMs: number
}

/**
 * How long to wait before the next try: exponential backoff with full jitter, uniform between 0 and `base × 2^(attempt-1)` (at most
 * `cap`). `random` is in [0, 1). Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
export function backoffDelay(attempt: number, backoff: Backoff, random: number): number {
  const ceiling = Math.min(backoff.capMs, backoff.baseMs * 2 ** Math.min(Math.max(attempt - 1, 0), 52))
  return Math.floor(random * ceiling)
}

/** What becomes of a job whose handler has ended. Null when it is not ours any more and there is nothing to write. */
export function outcomeOf(
  job: Pick<Job, 'attempt' | 'maxAttempts'>,
  settled: Settled,
  stop: StopCause | null,
  at: { readonly now: number; readonly random: number; readonly backoff: Backoff; readonly isRetryable?: (code: ErrorCode) => boolean },
): JobOutcome | null {
  if (stop === 'lost') return null
  if ('result' in settled) return outcomeOfResult(settled.result)
  const error = stop === 'timeout' ? TIMED_OUT : settled.error
  if (stop === 'shutdown') return putBack(at.now)
  if (stop === 'cancel' || error.code === 'CANCELLED') {
    return { state: 'cancelled', note: 'cancelled', error: { code: 'CANCELLED', message: 'Stopped. What had been written was kept.' } }
  }
  const isRetryable = at.isRetryable ?? ((code: ErrorCode) => RETRYABLE.has(code))
  if (!isRetryable(error.code)) return { state: 'failed', note: error.message, error }
  if (job.attempt >= job.maxAttempts) return { state: 'dead', note: `gave up after ${job.attempt} tries: ${error.message}`, error }
  const retryAt = at.now + backoffDelay(job.attempt, at.backoff, at.random)
  return { state: 'queued', note: `try ${job.attempt} of ${job.maxAttempts} failed: ${error.message}`, error, retryAt }
}

/** The outcome of a run that was interrupted by the end of the process: no failure, and due at once. */
export function putBack(now: number): JobOutcome {
  return { state: 'queued', note: 'put back because the application was closing', error: null, retryAt: now }
}

/** The error as a value; one that is not ours becomes INTERNAL with the id of its log line. */
export function errorValueOf(error: unknown, logIt: (error: unknown) => string): ErrorValue {
  if (error instanceof TidegateError) return error.toValue()
  const id = logIt(error)
  const gone = missingPart(error)
  if (gone !== null) return { ...gone.toValue(), id }
  return { code: 'INTERNAL', message: `Something went wrong inside the application; the log has it as ${id}.`, id }
}

const SUCCEEDED = { state: 'succeeded', note: '', error: null } as const satisfies JobOutcome

function outcomeOfResult(result: JobResult): JobOutcome {
  switch (result.status) {
    case 'succeeded':
      return result.result === undefined && result.note === undefined
        ? SUCCEEDED
        : { ...SUCCEEDED, note: result.note ?? '', ...(result.result === undefined ? {} : { result: result.result }) }
    case 'blocked':
      return { state: 'failed', note: result.note, error: { code: 'POLICY_FORBIDS_ROUTE', message: result.note } }
    case 'failed':
      return { state: 'failed', note: result.error.message, error: result.error }
    case 'deferred':
      return { state: 'deferred', note: result.note, error: result.error ?? null, retryAt: result.retryAt }
  }
}
