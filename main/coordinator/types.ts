import type { ErrorValue } from '#contracts/errors.ts'
import type { Job, JobKind } from '#contracts/jobs.ts'
import type { Disposable } from '../platform.ts'

/** What a handler may do while its job runs. */
export interface JobContext {
  /** Aborts on cancel, on shutdown and when the lease is lost; `reason` is a TidegateError(CANCELLED) for a cancel by the user. */
  readonly signal: AbortSignal
  readonly fence: number
  onProgress(progress: number, note: string): void
}

/** `deferred` waits for a changed world and is tried again at `retryAt` at the latest (ms since the epoch). */
export type JobResult =
  | { readonly status: 'succeeded' }
  | { readonly status: 'blocked'; readonly note: string }
  /** Failed for good: trying again by itself would do no good, or harm. */
  | { readonly status: 'failed'; readonly error: ErrorValue }
  | {
      readonly status: 'deferred'
      readonly note: string
      readonly retryAt: number
      /** It waits for time to pass, not for a changed world: nothing wakes it before `retryAt`. */
      readonly error?: ErrorValue
    }

/** Throws to fail. A TidegateError with a retryable code is tried again with backoff until `maxAttempts`. */
export type JobHandler = (job: Job, context: JobContext) => Promise<JobResult>

/** Runs durable jobs. `start` recovers what a dead process left behind, then takes work until `dispose`. */
export interface JobEngine extends Disposable {
  register(kind: JobKind, handler: JobHandler): void
  start(): Promise<void>
  /** Looks for work now: a job was added, or the world changed (then deferred jobs are looked at too). */
  wake(reason: 'enqueued' | 'world-changed'): void
  /** Takes and runs exactly this job in this process and resolves when it has ended (for the command line). */
  runOnly(jobId: string): Promise<Job>
  cancel(jobId: string): Promise<boolean>
  retry(jobId: string): Promise<boolean>
  onChange(listener: (job: Job) => void): () => void
}
