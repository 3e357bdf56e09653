import type { ErrorValue } from '#contracts/errors.ts'
import type { GenerationState } from '#contracts/generation.ts'
import type { Job, JobState, JobTransition } from '#contracts/jobs.ts'
import { JobSchema, JobTransitionSchema } from '#contracts/jobs.ts'
import { isHeld, type JobEvent, transition } from '../coordinator/job-machine.ts'
import type { Connection } from './connection.ts'
import type { Synchronous } from './operations.ts'
import { booleanColumn, errorColumn, readRow, readRows } from './row.ts'
import type { JobOutcome, JobStore, NewJob } from './types.ts'

const COLUMNS = `id, kind, subject, state, priority, run_at AS runAt, attempt, max_attempts AS maxAttempts, fence, owner,
  lease_until AS leaseUntil, progress, note, cancel_requested AS cancelRequested, created_at AS createdAt,
  started_at AS startedAt, ended_at AS endedAt, error_json AS error`

const RowSchema = JobSchema.extend({ cancelRequested: booleanColumn, error: errorColumn })
const FREE = { owner: null, leaseUntil: null } as const

/** What a generation becomes with its job, where the handler has not said so itself. */
const GENERATION_STATE: Readonly<Partial<Record<JobState, GenerationState>>> = {
  queued: 'queued',
  cancelled: 'cancelled',
  failed: 'failed',
  dead: 'failed',
}
const STOPPED: ErrorValue = { code: 'CANCELLED', message: 'Stopped before it began. Nothing was lost; retry it to go on.' }

const EVENT_OF_OUTCOME = {
  succeeded: 'succeed',
  failed: 'fail',
  cancelled: 'stop',
  dead: 'die',
  queued: 'requeue',
  deferred: 'defer',
} as const satisfies Record<JobOutcome['state'], JobEvent>

/** Makes the function that inserts a job in `queued`, with its first transition; for use inside a transaction. */
export function createJobInserter(db: Connection): (job: NewJob) => void {
  const insert = db.prepare(
    `INSERT INTO jobs (id, kind, subject, state, priority, run_at, attempt, max_attempts, fence, progress, note, cancel_requested, created_at)
     VALUES (:id, :kind, :subject, 'queued', :priority, :runAt, 0, :maxAttempts, 0, 0, '', 0, :createdAt)`,
  )
  const record = createTransitionWriter(db)
  return (job) => {
    insert.run(job)
    record({ jobId: job.id, at: job.createdAt, from: null, to: 'queued', fence: 0, note: '' })
  }
}

function createTransitionWriter(db: Connection): (entry: Omit<JobTransition, 'seq'>) => void {
  const insert = db.prepare(
    'INSERT INTO job_transitions (job_id, at, from_state, to_state, fence, note) VALUES (:jobId, :at, :from, :to, :fence, :note)',
  )
  return (entry) => {
    insert.run(entry)
  }
}

/**
 * The queue's rows. `attempt` counts the leases that count against `maxAttempts`: one that ended by waiting (`deferred`) or by a
 * shutdown (`queued` without an error) is given back, and a person's retry starts from zero. `fence` counts every lease.
 */
export function createJobRepository(db: Connection): Synchronous<JobStore> {
  const record = createTransitionWriter(db)
  const byId = db.prepare(`SELECT ${COLUMNS} FROM jobs WHERE id = ?`)
  // Left to itself SQLite reads all that waits and sorts it; in the order of `jobs_ready` the first match is the answer.
  const next = db.prepare(
    `SELECT ${COLUMNS} FROM jobs INDEXED BY jobs_ready WHERE state IN ('queued', 'deferred') AND run_at <= :now
     AND kind IN (SELECT value FROM json_each(:kinds)) ORDER BY priority DESC, seq LIMIT 1`,
  )
  const saved = db.prepare(
    `UPDATE jobs SET state = :state, run_at = :runAt, attempt = :attempt, fence = :fence, owner = :owner, lease_until = :leaseUntil,
     progress = :progress, note = :note, cancel_requested = :cancelRequested, started_at = :startedAt, ended_at = :endedAt,
     error_json = :error WHERE id = :id`,
  )
  const held = "state IN ('leased', 'running') AND fence = :fence"
  const beat = db.prepare(
    `UPDATE jobs SET lease_until = :leaseUntil WHERE id = :id AND ${held} RETURNING cancel_requested AS cancelRequested`,
  )
  const progressed = db.prepare(`UPDATE jobs SET progress = :progress, note = :note WHERE id = :id AND ${held}`)
  const owners = db.prepare("SELECT DISTINCT owner FROM jobs WHERE state IN ('leased', 'running') AND owner IS NOT NULL").pluck()
  const lost = db.prepare(
    `SELECT ${COLUMNS} FROM jobs WHERE state IN ('leased', 'running')
     AND (owner IN (SELECT value FROM json_each(:owners)) OR lease_until < :expiredBefore) ORDER BY seq`,
  )
  const due = db.prepare("SELECT min(run_at) FROM jobs INDEXED BY jobs_due WHERE state IN ('queued', 'deferred')").pluck()
  const page = db.prepare(`SELECT ${COLUMNS} FROM jobs WHERE created_at < :before ORDER BY created_at DESC, seq DESC LIMIT :limit`)
  const pageOfState = db.prepare(
    `SELECT ${COLUMNS} FROM jobs WHERE state = :state AND created_at < :before ORDER BY created_at DESC, seq DESC LIMIT :limit`,
  )
  const reopenGeneration = db.prepare("UPDATE generations SET state = 'queued', ended_at = NULL WHERE job_id = ?")
  const endGeneration = db.prepare(
    `UPDATE generations SET state = :state, ended_at = :at, error_json = :error
     WHERE job_id = :id AND state IN ('queued', 'running', 'deferred')`,
  )
  const history = db.prepare(
    `SELECT seq, job_id AS jobId, at, from_state AS "from", to_state AS "to", fence, note FROM job_transitions WHERE job_id = ? ORDER BY seq`,
  )

  const find = (id: string): Job | null => {
    const row = byId.get(id)
    return row === undefined ? null : readRow(RowSchema, row, 'job')
  }
  /** Applies an event if the rules allow it. Returns the job as it is then, or null. */
  const move = (job: Job, event: JobEvent, at: number, patch: Partial<Job>): Job | null => {
    const result = transition(job.state, event)
    if (!result.ok) return null
    const moved: Job = { ...job, ...patch, state: result.state }
    saved.run({
      ...moved,
      cancelRequested: moved.cancelRequested ? 1 : 0,
      error: moved.error === null ? null : JSON.stringify(moved.error),
    })
    if (moved.state !== job.state) {
      record({ jobId: job.id, at, from: job.state, to: moved.state, fence: moved.fence, note: moved.note })
      if (moved.kind === 'generate') followWithGeneration(moved, at)
    }
    return moved
  }
  const immediate = <A extends unknown[], R>(work: (...args: A) => R): ((...args: A) => R) => db.transaction(work).immediate

  return {
    enqueue: immediate(createJobInserter(db)),
    claim: immediate((request) => {
      const { owner, now, leaseMs, kinds, jobId } = request
      const job = jobId === undefined ? firstOf(next.get({ now, kinds: JSON.stringify(kinds) })) : find(jobId)
      if (job === null || job.runAt > now || !kinds.includes(job.kind)) return null
      return move(job, 'claim', now, {
        ...{ owner, leaseUntil: now + leaseMs, fence: job.fence + 1, attempt: job.attempt + 1 },
        ...{ progress: 0, note: '', endedAt: null, error: null },
      })
    }),
    start: immediate((id, fence, now) => {
      const job = find(id)
      return job !== null && job.fence === fence && move(job, 'start', now, { startedAt: now }) !== null
    }),
    heartbeat(id, fence, leaseUntil) {
      const row = beat.get({ id, fence, leaseUntil })
      if (row === undefined) return { held: false, cancelRequested: false }
      return { held: true, ...readRow(RowSchema.pick({ cancelRequested: true }), row, 'job') }
    },
    progress: (id, fence, progress, note) => progressed.run({ id, fence, note, progress: clamp(progress) }).changes === 1,
    finish: immediate((id, fence, outcome, now) => {
      const job = find(id)
      return job !== null && job.fence === fence && finish(job, outcome, now) !== null
    }),
    requestCancel: immediate((id, now) => {
      const job = find(id)
      if (job === null) return false
      const ended = isHeld(job.state) ? {} : { endedAt: now, note: 'cancelled' }
      return move(job, 'cancel', now, { cancelRequested: true, ...ended }) !== null
    }),
    retry: immediate((id, now) => {
      const job = find(id)
      if (job === null) return false
      const fresh = { runAt: now, attempt: 0, progress: 0, note: '', cancelRequested: false, endedAt: null, error: null }
      return move(job, 'retry', now, fresh) !== null
    }),
    owners: () => owners.all().map(String),
    reclaim: immediate((dead, expiredBefore, now) => {
      const jobs = readRows(RowSchema, lost.all({ owners: JSON.stringify(dead), expiredBefore }), 'job')
      return jobs.flatMap((job) => takeBack(job, now) ?? [])
    }),
    nextDue() {
      const at = due.get()
      return typeof at === 'number' ? at : null
    },
    get: find,
    list({ limit, before = Number.MAX_SAFE_INTEGER, state }) {
      const rows = state === undefined ? page.all({ limit, before }) : pageOfState.all({ limit, before, state })
      return readRows(RowSchema, rows, 'job')
    },
    transitions: (id) => readRows(JobTransitionSchema, history.all(id), 'job transition'),
  }

  /** In the same transaction, so that no generation looks alive whose job has ended, or ended whose job will run again. */
  function followWithGeneration(job: Job, at: number): void {
    const state = GENERATION_STATE[job.state]
    if (state === 'queued') reopenGeneration.run(job.id)
    else if (state !== undefined) endGeneration.run({ id: job.id, state, at, error: JSON.stringify(job.error ?? STOPPED) })
  }

  function firstOf(row: unknown): Job | null {
    return row === undefined ? null : readRow(RowSchema, row, 'job')
  }

  function finish(job: Job, outcome: JobOutcome, now: number): Job | null {
    const { state, note, error } = outcome
    const waits = state === 'queued' || state === 'deferred'
    // A wish to cancel that came while the handler was giving up must not be forgotten by putting the job back.
    if (waits && job.cancelRequested) return move(job, 'stop', now, { ...FREE, endedAt: now, note: 'cancelled', error: null })
    const isFree = state === 'deferred' || (state === 'queued' && error === null)
    const timing = waits ? { runAt: outcome.retryAt } : { endedAt: now }
    const attempt = isFree ? job.attempt - 1 : job.attempt
    const progress = state === 'succeeded' ? 1 : job.progress
    return move(job, EVENT_OF_OUTCOME[state], now, { ...FREE, ...timing, attempt, progress, note, error })
  }

  /** What the owner left: cancelled if somebody had asked for that, dead when its attempts are used up, else queued again. */
  function takeBack(job: Job, now: number): Job | null {
    if (job.cancelRequested) return move(job, 'stop', now, { ...FREE, endedAt: now, note: 'cancelled' })
    if (job.attempt < job.maxAttempts)
      return move(job, 'requeue', now, { ...FREE, runAt: now, note: 'taken back from a process that ended' })
    const error = { code: 'INTERNAL', message: 'The application ended each time while it worked on this. Retry it to go on.' } as const
    return move(job, 'die', now, { ...FREE, endedAt: now, note: error.message, error })
  }
}

function clamp(progress: number): number {
  return Number.isFinite(progress) ? Math.min(1, Math.max(0, progress)) : 0
}
