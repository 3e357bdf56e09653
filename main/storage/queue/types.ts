import type { ErrorValue } from '#contracts/errors.ts'
import type { JobLink } from '#contracts/job-control.ts'
import type { JobFilter, JobGrouping, JobLine, JobOrder, JobOverview, JobPlace } from '#contracts/job-list.ts'
import type { Job, JobKind, JobLogLine, JobRollup, JobSchedule, JobState, JobTransition, LockMode, ResourceLock } from '#contracts/jobs.ts'
import type { Label } from '#contracts/privacy.ts'

/** All times in ms since the epoch, given by the caller: storage has no clock. */
export interface NewJob {
  readonly id: string
  readonly kind: JobKind
  readonly subject: string
  readonly priority: number
  readonly runAt: number
  readonly maxAttempts: number
  readonly createdAt: number
  readonly workspace?: string | undefined
  /** JSON, no text of a user. Default null. */
  readonly payload?: unknown
  /** Of the payload. Default `restricted`: it never leaves this machine. */
  readonly label?: Label | undefined
  readonly timeoutMs?: number | undefined
  /** Of all jobs that have not ended, one may have this key. */
  readonly unique?: { readonly key: string; readonly onConflict: 'keep' | 'replace' | 'refuse' } | undefined
  /** Jobs that must end first; they are there before this one, which rules a circle out. */
  readonly after?: readonly { readonly job: string; readonly when: 'success' | 'any' }[] | undefined
  /** Taken together with the job, in the order of their names, before it begins. */
  readonly locks?: readonly { readonly name: string; readonly mode: LockMode }[] | undefined
}

/** `kept`: a job with the same unique key (or the same id) was there already, and `id` names it. */
export interface AddedJob {
  readonly id: string
  readonly outcome: 'added' | 'kept' | 'replaced'
}

/** How many jobs of a kind may begin. */
export interface KindPlaces {
  readonly kind: JobKind
  /** At work at once, by any process; null for no limit. */
  readonly atOnce: number | null
  /** At most `count` begin in any `perMs`, shared by all workspaces, or for each of them. */
  readonly rate: { readonly count: number; readonly perMs: number; readonly per: 'kind' | 'workspace' } | null
}

export interface ClaimRequest {
  readonly owner: string
  readonly now: number
  readonly leaseMs: number
  readonly kinds: readonly JobKind[]
  /** Take this job and no other. */
  readonly jobId?: string
}

export interface ClaimManyRequest {
  readonly places: number
  readonly kinds: readonly KindPlaces[]
  /** Kinds that are held back: nothing of them is taken, and `waiting` tells whether anything of them is ready. */
  readonly aside: readonly JobKind[]
  /** Jobs of one workspace at work at once; null for no limit. */
  readonly perWorkspace: number | null
  readonly leaseMs: number
}

/** What a worker needs of a job that it has just been given; the rest of {@link Job} is as `claim` leaves it. */
export type ClaimedJob = Pick<
  Job,
  | 'id'
  | 'kind'
  | 'subject'
  | 'priority'
  | 'runAt'
  | 'attempt'
  | 'maxAttempts'
  | 'fence'
  | 'createdAt'
  | 'workspace'
  | 'label'
  | 'payload'
  | 'timeoutMs'
  | 'crashes'
> & {
  /** Its place in the table: the key of everything that is told about this run. */
  readonly seq: number
  /** A process died that had it: its start is to be on record before its work begins, or a job that kills its worker at once would do so for ever. */
  readonly startFirst: boolean
}

/** How a run ended. `retryAt` puts a failed job back in the queue at that time; `defer` makes it wait for a changed world. */
export type JobOutcome =
  | { readonly state: 'succeeded'; readonly note: string; readonly error: null; readonly result?: unknown }
  | { readonly state: 'cancelled' | 'dead'; readonly note: string; readonly error: ErrorValue | null }
  | { readonly state: 'failed'; readonly note: string; readonly error: ErrorValue }
  | { readonly state: 'queued'; readonly note: string; readonly error: ErrorValue | null; readonly retryAt: number }
  | { readonly state: 'deferred'; readonly note: string; readonly error: ErrorValue | null; readonly retryAt: number }

/** One run that has ended. `wasStarted`: its start has been told before, and is on record. */
export interface EndedRun {
  readonly seq: number
  readonly fence: number
  readonly startedAt: number
  readonly endedAt: number
  readonly wasStarted: boolean
  /** Of its job, for the figures of the day: its kind, and when it was due. */
  readonly kind: JobKind
  readonly runAt: number
  readonly outcome: JobOutcome
}

/**
 * Runs that simply succeeded, seven numbers each: place in the table, fence, start, end, 1 where the start was told before, the place of its kind among
 * `kinds`, and when it was due. Most runs end so, and numbers in a row cross to the storage thread at a tenth of the cost of objects.
 */
export interface SucceededRuns {
  readonly kinds: readonly JobKind[]
  readonly numbers: Float64Array
}

/** Everything that one turn of an engine has to say, in one transaction: first what ended, then what is new, then what it takes. */
export interface Exchange {
  readonly owner: string
  readonly now: number
  readonly succeeded: SucceededRuns
  readonly ended: readonly EndedRun[]
  readonly started: readonly { readonly seq: number; readonly fence: number; readonly at: number }[]
  readonly added: readonly NewJob[]
  readonly claim: ClaimManyRequest | null
}

export interface ExchangeResult {
  /** Places in the table of runs that were told of too late: somebody else holds the job now. */
  readonly refused: readonly number[]
  readonly added: readonly AddedJob[]
  /** Jobs that were taken, as `readClaims` reads them: text crosses between threads at a tenth of the cost of objects. */
  readonly claims: string
  /** Jobs that this turn changed beside those that it was told of: dependants let go or given up, replaced ones. */
  readonly changed: readonly Job[]
  /** Locks that jobs were waiting for, and have now. */
  readonly granted: LockChanges['granted']
  /** When the next job is due that is not yet; null when there is none. */
  readonly nextDue: number | null
  /** Kinds that were held back and have jobs ready, with the time since which the oldest is (ms since the epoch). */
  readonly waiting: readonly { readonly kind: JobKind; readonly since: number }[]
  /** Jobs are ready that this claim had no place for, or whose lane is at its limit. */
  readonly more: boolean
  /** When a rate limit lets the next job begin; null when none was in the way. */
  readonly nextPlaceAt: number | null
}

/** What a step of one job has changed: other jobs, as they are now, and locks that somebody was waiting for and has. */
export interface StepEffects {
  readonly changed: readonly Job[]
  readonly granted: LockChanges['granted']
}

export type LockAnswer =
  | { readonly status: 'granted' }
  | { readonly status: 'waiting' }
  /** The job's lease is gone. */
  | { readonly status: 'lost' }
  /** Waiting would close a circle, and this job is the youngest in it. */
  | { readonly status: 'deadlock'; readonly circle: readonly string[] }

/** Who got a lock that they were waiting for, and who was given up for it. */
export interface LockChanges {
  readonly granted: readonly { readonly job: string; readonly name: string }[]
  readonly aborted: readonly { readonly job: string; readonly name: string }[]
}

/** A job that waits, as one that could go into another queue; `problem` says what of it would not. */
export interface MovableJob {
  readonly seq: number
  readonly job: Job
  readonly uniqueKey: string | null
  readonly problem: 'locks' | 'dependencies' | null
}

/** A job on its way. Not wanted there any more when a person cancelled it, or set it going again, meanwhile. */
export interface MovingJob {
  readonly seq: number
  readonly job: Job
  readonly uniqueKey: string | null
  readonly destination: string
  readonly isWanted: boolean
}

export interface JobPage {
  readonly limit: number
  readonly before?: number | undefined
  readonly state?: JobState | undefined
  readonly kind?: JobKind | undefined
}

/** Before which time ended jobs are forgotten, by state. */
export interface Retention {
  readonly succeededBefore: number
  readonly otherBefore: number
  /** Of succeeded jobs, at most this many stay. */
  readonly keepSucceeded: number
}

/** A long list of jobs by parts. */
export interface JobListStore {
  overview(question: { filter: JobFilter; by: JobGrouping; utcOffsetMin: number }): Promise<JobOverview>
  lines(question: {
    filter: JobFilter
    state?: JobState | undefined
    order: JobOrder
    offset: number
    limit: number
  }): Promise<readonly JobLine[]>
  /** Jobs that fit and that can be stopped or tried again, oldest first, from behind `after` (0 for the start). */
  matching(question: {
    filter: JobFilter
    can: 'stop' | 'retry'
    after: number
    limit: number
  }): Promise<readonly { readonly seq: number; readonly id: string }[]>
}
/** The same without promises. */
export type JobListView = {
  readonly [K in keyof JobListStore]: (...args: Parameters<JobListStore[K]>) => Awaited<ReturnType<JobListStore[K]>>
}

/**
 * Every write that names a `fence` is refused (returns false or null, changes nothing) when the job's fence is newer: the holder has
 * lost the lease; refusals are counted, those of progress alone are not. Each change of state appends to the
 * audit in the same transaction.
 */
export interface JobStore extends JobListStore {
  enqueue(job: NewJob): Promise<AddedJob>
  /** The next job of these kinds that is due, or the one that is asked for. Null when there is none. */
  claim(request: ClaimRequest): Promise<(Job & ClaimedJob) | null>
  /** One turn; a power cut may undo the last of them. */
  exchange(turn: Exchange): Promise<ExchangeResult>
  /** One turn, synced to disk before it is answered. */
  exchangeSynced(turn: Exchange): Promise<ExchangeResult>
  start(id: string, fence: number, now: number): Promise<boolean>
  /** Extends all leases of an owner. Tells which it holds, and whether a person wants one cancelled. */
  beat(owner: string, leaseUntil: number): Promise<readonly { id: string; fence: number; cancelRequested: boolean }[]>
  progress(id: string, fence: number, progress: number, note: string): Promise<boolean>
  /** At most 200 lines of a job are kept, the newest. */
  writeLog(id: string, lines: readonly Omit<JobLogLine, 'n'>[]): Promise<void>
  log(id: string): Promise<readonly JobLogLine[]>
  finish(id: string, fence: number, outcome: JobOutcome, now: number): Promise<StepEffects | null>
  /** A job that is not running is cancelled at once; a running one is asked to stop. Null when it had already ended. */
  requestCancel(id: string, now: number): Promise<StepEffects | null>
  /** Puts a failed, cancelled, dead or deferred job back in the queue, and what was given up because of it. Null in any other state. */
  retry(id: string, now: number): Promise<StepEffects | null>
  /** Another priority for a job that has not begun. */
  reprioritize(id: string, priority: number): Promise<boolean>
  /** Puts a ready job at a place among those that are ready; false when it, or the one that is named, is not ready. */
  place(id: string, place: JobPlace): Promise<boolean>
  /** Owners that hold a lease now. */
  owners(): Promise<readonly string[]>
  /** Takes back the leases of these owners, and the leases that ran out before `expiredBefore`; each job is queued again, or `dead` when its attempts are used up or too many processes died over it; what had not begun has used none. `changed` has them first, then what followed. */
  reclaim(owners: readonly string[], expiredBefore: number, now: number): Promise<StepEffects>
  /** When the next queued or deferred job is due, or null. */
  nextDue(): Promise<number | null>
  get(id: string): Promise<Job | null>
  /** What the jobs that this one waited for left behind, by their ids. */
  results(id: string): Promise<Readonly<Record<string, { state: JobState; result: unknown }>>>
  /** What a job waits for, and what waits for it, in the order in which they were added. */
  links(id: string): Promise<{ dependencies: readonly JobLink[]; dependants: readonly JobLink[] }>
  list(page: JobPage): Promise<readonly Job[]>
  counts(): Promise<Readonly<Partial<Record<JobState, number>>>>
  transitions(id: string): Promise<readonly JobTransition[]>
  rollups(since: number): Promise<{ days: readonly JobRollup[]; stale: number }>
  acquireLock(wish: {
    id: string
    fence: number
    name: string
    mode: LockMode
    now: number
    deadline: number
  }): Promise<LockAnswer & LockChanges>
  /** Stops waiting for a lock, or lets go of it when it was not waited for. */
  releaseLock(id: string, fence: number, name: string, now: number): Promise<LockChanges>
  locks(): Promise<readonly ResourceLock[]>
  schedules(): Promise<readonly JobSchedule[]>
  putSchedule(schedule: JobSchedule): Promise<void>
  removeSchedule(id: string): Promise<boolean>
  /** Adds the jobs of a schedule and moves it on, if it still stands at `dueAt`: of two that try, one does it. */
  fireSchedule(id: string, dueAt: number, nextAt: number | null, jobs: readonly NewJob[], now: number): Promise<boolean>
  /** Forgets up to `limit` ended jobs with what belongs to them; returns how many. */
  prune(retention: Retention, limit: number): Promise<number>
  /** Jobs that wait, from behind `after` (0 for the start), oldest first. */
  movable(after: number, limit: number): Promise<readonly MovableJob[]>
  /** Takes jobs that still wait out of every claim, until `moved` or `stays`. */
  setAside(seqs: readonly number[], destination: string, now: number): Promise<void>
  /** Everything that was set aside. */
  moving(): Promise<readonly MovingJob[]>
  /** It is in the other queue: cancelled here with the note that says so. False when it was not aside any more. */
  moved(seq: number, now: number): Promise<boolean>
  /** It is not in the other queue: it may be taken here again, if nothing else became of it. */
  stays(seq: number, now: number): Promise<void>
}
