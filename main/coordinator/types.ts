import type { ErrorCode, ErrorValue } from '#contracts/errors.ts'
import type { HeldBack, JobKindInfo } from '#contracts/job-control.ts'
import type { JobPlace } from '#contracts/job-list.ts'
import type { Job, JobKind, JobState, LockMode } from '#contracts/jobs.ts'
import type { Disposable } from '../platform.ts'
import type { AddedJob, NewJob } from '../storage/types.ts'
import type { Needs } from './admission/index.ts'
import type { Backoff } from './job-outcome.ts'

export type LogFields = Readonly<Record<string, string | number | boolean | null>>

/** What a handler may do while its job runs. */
export interface JobContext {
  /** Aborts on cancel, on a timeout, on shutdown and when the lease is lost; `reason` is a TidegateError(CANCELLED) for a cancel by the user. */
  readonly signal: AbortSignal
  readonly fence: number
  /** The same for every try of this job: what an effect outside is to be given, so that it happens once. */
  readonly idempotencyKey: string
  onProgress(progress: number, note: string): void
  /** A good moment to make way: resolves at once, or when what is more urgent is done. Rejects with the signal's reason. */
  makeWay(): Promise<void>
  /** One line of the job's log: an event and figures, never text of a user. */
  log(event: string, fields?: LogFields): void
  /** What the jobs that this one waited for left behind. */
  results(): Promise<Readonly<Record<string, { state: JobState; result: unknown }>>>
  /**
   * Takes a lock in the middle of the job; resolves with what lets go of it. Rejects with LOCK_TIMEOUT, or with LOCK_DEADLOCK when waiting would
   * close a circle and this job is the youngest in it. All locks of a job are let go when it ends.
   */
  lock(name: string, options: { mode: LockMode; timeoutMs: number }): Promise<() => Promise<void>>
}

/** `deferred` waits for a changed world and is tried again at `retryAt` at the latest (ms since the epoch). */
export type JobResult =
  /** `result`: JSON for the jobs that wait for this one; `note`: what came of it, for a person. No text of a user. */
  | { readonly status: 'succeeded'; readonly result?: unknown; readonly note?: string }
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

/** How jobs of a kind are run. */
export interface KindOptions {
  /** At work at once by all processes together; default as many as the engine has places. */
  readonly atOnce?: number
  /** At most `count` begin in any `perMs`, of all, or of each workspace. */
  readonly rate?: { readonly count: number; readonly perMs: number; readonly per: 'kind' | 'workspace' }
  /** A run longer than this (ms) is stopped and counts as a failed try; a job's own `timeoutMs` goes before. */
  readonly timeoutMs?: number
  /** How long a handler that was told to stop may take (ms) before its place is given to another. Default 30,000. */
  readonly graceMs?: number
  /**
   * `synced`: the outcome is on disk, through a power cut, before anybody hears of it; for effects outside and for a user's text. `fast`: it survives a
   * crash of the process, and a power cut may have the job run once more. Default `synced`.
   */
  readonly durability?: 'synced' | 'fast'
  readonly backoff?: Backoff
  /** Whether a try that failed with this code may be followed by another. Default: what is known to pass. */
  readonly isRetryable?: (code: ErrorCode) => boolean
  /** What a job of this kind takes of the machine. Without it the kind is never held back. */
  readonly needs?: Needs
}

/** Runs durable jobs. `start` recovers what a dead process left behind, then takes work until `dispose`. */
export interface JobEngine extends Disposable {
  register(kind: JobKind, handler: JobHandler, options?: KindOptions): void
  start(): Promise<void>
  /** Adds jobs; each is on disk when this resolves, and work begins in the same turn. Rejects with CONFLICT, NOT_FOUND or BAD_INPUT, and then adds none. */
  add(jobs: readonly NewJob[]): Promise<readonly AddedJob[]>
  /**
   * Looks for work now: jobs were added, or the world changed (then deferred jobs are looked at too). Of those that storage was given directly
   * listeners hear when they are named, also where they cannot begin yet.
   */
  wake(reason: 'enqueued' | 'world-changed', added?: readonly string[]): void
  /** Takes and runs exactly this job in this process and resolves when it has ended (for the command line). */
  runOnly(jobId: string): Promise<Job>
  cancel(jobId: string): Promise<boolean>
  retry(jobId: string): Promise<boolean>
  /** Another priority for a job that has not begun; false where it has. */
  reprioritize(jobId: string, priority: number): Promise<boolean>
  /** Puts a ready job at a place among those that are ready; false where one of them is not, or the queue knows no places. */
  place(jobId: string, place: JobPlace): Promise<boolean>
  onChange(listener: (job: Job) => void): () => void
  /** What it can run, and how. */
  kinds(): readonly JobKindInfo[]
  /** Kinds that are held back now although jobs of them are ready. */
  heldBack(): readonly HeldBack[]
  /** Hears when {@link JobEngine.heldBack} has changed. */
  onHeldBack(listener: () => void): () => void
}
