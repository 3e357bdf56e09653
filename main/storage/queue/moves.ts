import type { ErrorValue } from '#contracts/errors.ts'
import type { GenerationState } from '#contracts/generation.ts'
import { type Job, type JobState, TERMINAL_STATES } from '#contracts/jobs.ts'
import { type JobEvent, transition } from '../../coordinator/job-machine.ts'
import type { Connection } from '../connection.ts'
import type { Audit, STEP } from './audit.ts'
import type { Dependencies } from './dependencies.ts'
import { type JobRow, type JobRows, LINKS, READY, toJob } from './job-rows.ts'
import type { LockRows } from './lock-rows.ts'
import type { Rollups } from './rollups.ts'
import type { JobOutcome, LockChanges } from './types.ts'

/** A job whose worker died with it this often is not given to another: it may be what kills them. */
const MOST_CRASHES = 3

/** By this a job is known that has left for a team's queue, and may come back. */
export const MOVED_NOTE = 'moved to the team’s queue'

const FREE = { owner: null, leaseUntil: null } as const

/** What a generation becomes with its job, where the handler has not said so itself. */
const GENERATION_STATE: Readonly<Partial<Record<JobState, GenerationState>>> = {
  queued: 'queued',
  cancelled: 'cancelled',
  failed: 'failed',
  dead: 'failed',
}
const STOPPED: ErrorValue = { code: 'CANCELLED', message: 'Stopped before it began. Nothing was lost; retry it to go on.' }
const INTERRUPTED: ErrorValue = {
  code: 'INTERNAL',
  message: 'The application ended each time while it worked on this. Retry it to go on.',
}

const EVENT_OF_OUTCOME = {
  succeeded: 'succeed',
  failed: 'fail',
  cancelled: 'stop',
  dead: 'die',
  queued: 'requeue',
  deferred: 'defer',
} as const satisfies Record<JobOutcome['state'], JobEvent>

/** What else a step has changed: other jobs as they are now, and locks that somebody was waiting for. */
export interface Consequences {
  readonly jobs: Job[]
  readonly granted: LockChanges['granted'][number][]
}

/** Each takes a job one step by the rule book, with all that hangs on it, inside the caller's transaction; null when the rules forbid it. */
export interface Moves {
  claim(row: JobRow, owner: string, leaseUntil: number, now: number): JobRow | null
  start(row: JobRow, at: number): JobRow | null
  finish(row: JobRow, outcome: JobOutcome, now: number, then: Consequences): JobRow | null
  cancel(row: JobRow, now: number, then: Consequences): JobRow | null
  retry(row: JobRow, now: number, then: Consequences): JobRow | null
  /** What its owner left: cancelled if somebody had asked for that, dead when its attempts are used up, else queued again. */
  takeBack(row: JobRow, now: number, then: Consequences): JobRow | null
  /** Makes way for another one with the same unique key; null when it is at work. */
  replace(row: JobRow, now: number, then: Consequences): JobRow | null
  /** Cancelled here because it goes on in another queue. */
  moveAway(row: JobRow, now: number): JobRow | null
  /** Cancelled because `because` did not succeed. */
  giveUp(row: JobRow, because: string, now: number, then: Consequences): void
}

export function createMoves(
  db: Connection,
  parts: { rows: JobRows; audit: Audit; dependencies: Dependencies; locks: LockRows; rollups: Rollups },
): Moves {
  const { rows, audit, dependencies, locks, rollups } = parts
  const reopenGeneration = db.prepare("UPDATE generations SET state = 'queued', ended_at = NULL WHERE job_id = ? AND state <> 'succeeded'")
  const endGeneration = db.prepare(
    `UPDATE generations SET state = :state, ended_at = :at, error_json = :error
     WHERE job_id = :id AND state IN ('queued', 'running', 'deferred')`,
  )

  /** Applies an event if the rules allow it. */
  function move(row: JobRow, event: JobEvent, at: number, which: keyof typeof STEP, patch: Partial<JobRow>): JobRow | null {
    const result = transition(row.state, event)
    if (!result.ok) return null
    const moved: JobRow = { ...row, ...patch, state: result.state }
    rows.save(moved)
    if (moved.state === row.state) return moved
    audit.write(row.seq, { at, from: row.state, to: moved.state, fence: moved.fence, note: moved.note }, which)
    if ((row.links & LINKS.generation) !== 0) followWithGeneration(moved, at)
    return moved
  }

  /** In the same transaction, so that no generation looks alive whose job has ended, or ended whose job will run again. */
  function followWithGeneration(job: Job, at: number): void {
    const state = GENERATION_STATE[job.state]
    if (state === 'queued') reopenGeneration.run(job.id)
    else if (state !== undefined) endGeneration.run({ id: job.id, state, at, error: JSON.stringify(job.error ?? STOPPED) })
  }

  /** What follows from the end of a job, or from its leaving the worker: its locks are free, and who waited for it goes on or is given up. */
  function settle(before: JobRow, after: JobRow, now: number, then: Consequences): JobRow {
    if ((after.links & LINKS.locks) !== 0) then.granted.push(...locks.releaseAll(after.seq, now))
    if (!TERMINAL_STATES.has(after.state)) return after
    rollups.count(after, now)
    if ((before.links & LINKS.dependants) === 0) return after
    for (const { seq, goesOn } of dependencies.settle(after.seq, after.state === 'succeeded')) {
      const dependant = rows.at(seq)
      if (dependant === null || dependant.state !== 'waiting') continue
      if (!goesOn) giveUp(dependant, after.id, now, then)
      else if (dependant.waitsFor <= 1) release(dependant, now, then)
      else {
        const closer = { ...dependant, waitsFor: dependant.waitsFor - 1 }
        rows.save(closer)
        then.jobs.push(toJob(closer))
      }
    }
    return after
  }

  function release(row: JobRow, now: number, then: Consequences): void {
    const runAt = Math.max(row.runAt, now)
    const patch = { waitsFor: 0, runAt, ready: runAt <= now ? READY.yes : READY.no, fence: row.fence + 1 }
    const released = move(row, 'release', now, 'moved', patch)
    if (released !== null) then.jobs.push(toJob(released))
  }

  function giveUp(row: JobRow, because: string, now: number, then: Consequences): void {
    const error: ErrorValue = {
      code: 'DEPENDENCY_FAILED',
      message: `It waited for job ${because}, which did not succeed. Retry that one to go on.`,
    }
    const patch = { endedAt: now, note: error.message, error, fence: row.fence + 1, ready: READY.no }
    const gone = move(row, 'cancel', now, 'moved', patch)
    if (gone !== null) then.jobs.push(toJob(settle(row, gone, now, then)))
  }

  /** Those that were given up because of a job that begins anew wait for it once more, and who was given up because of them in turn. */
  function reawaken(seq: number, fresh: Partial<JobRow>, now: number, then: Consequences): void {
    for (const next of dependencies.reopen(seq)) {
      const dependant = rows.at(next)
      if (dependant?.error?.code !== 'DEPENDENCY_FAILED' || !rows.isKeyFree(dependant) || dependencies.isHopeless(next)) continue
      const patch = { ...fresh, runAt: dependant.runAt, fence: dependant.fence + 1, waitsFor: dependencies.open(next), ready: READY.no }
      const back = move(dependant, 'await', now, 'moved', patch)
      if (back === null) continue
      then.jobs.push(toJob(back))
      reawaken(next, fresh, now, then)
    }
  }

  return {
    claim: (row, owner, leaseUntil, now) =>
      move(row, 'claim', now, 'taken', {
        ...{ owner, leaseUntil, fence: row.fence + 1, attempt: row.attempt + 1, ready: READY.no },
        ...{ progress: 0, note: '', endedAt: null, error: null },
      }),
    start: (row, at) => move(row, 'start', at, 'started', { startedAt: at }),
    finish(row, outcome, now, then) {
      const { state, note, error } = outcome
      const waits = state === 'queued' || state === 'deferred'
      // A wish to cancel that came while the handler was giving up must not be forgotten by putting the job back.
      if (waits && row.cancelRequested) {
        const stopped = move(row, 'stop', now, 'ended', { ...FREE, endedAt: now, note: 'cancelled', error: null })
        return stopped === null ? null : settle(row, stopped, now, then)
      }
      const isFree = state === 'deferred' || (state === 'queued' && error === null)
      const due = waits && outcome.retryAt <= now && state === 'queued'
      const timing = waits ? { runAt: outcome.retryAt, ready: due ? READY.yes : READY.no } : { endedAt: now }
      const moved = move(row, EVENT_OF_OUTCOME[state], now, 'ended', {
        ...FREE,
        ...timing,
        attempt: isFree ? row.attempt - 1 : row.attempt,
        progress: state === 'succeeded' ? 1 : row.progress,
        result: state === 'succeeded' ? (outcome.result ?? null) : row.result,
        // It ended by itself, so it does not kill its worker.
        crashes: 0,
        links: row.links & ~LINKS.startFirst,
        note,
        error,
      })
      return moved === null ? null : settle(row, moved, now, then)
    },
    cancel(row, now, then) {
      if (row.state === 'leased' || row.state === 'running') return move(row, 'cancel', now, 'moved', { cancelRequested: true })
      const patch = { cancelRequested: true, endedAt: now, note: 'cancelled', fence: row.fence + 1, ready: READY.no }
      const gone = move(row, 'cancel', now, 'moved', patch)
      return gone === null ? null : settle(row, gone, now, then)
    },
    retry(row, now, then) {
      // What was stopped before its time still has its time: whoever takes the stop back gets what there was.
      const runAt = row.state === 'cancelled' ? Math.max(now, row.runAt) : now
      const fresh = { runAt: now, attempt: 0, progress: 0, note: '', cancelRequested: false, endedAt: null, error: null, crashes: 0 }
      const open = dependencies.open(row.seq)
      if (TERMINAL_STATES.has(row.state) && (!rows.isKeyFree(row) || dependencies.isHopeless(row.seq))) return null
      const ready = open === 0 && runAt <= now ? READY.yes : READY.no
      const patch = { ...fresh, runAt, fence: row.fence + 1, waitsFor: open, ready }
      const again = move(row, open === 0 ? 'retry' : 'await', now, 'moved', patch)
      if (again === null || !TERMINAL_STATES.has(row.state)) return again
      reawaken(row.seq, fresh, now, then)
      return again
    },
    takeBack(row, now, then) {
      // A try counts from when its work has begun. Where it had and that was not on record yet, the next one is on record first.
      const tried =
        row.state === 'running' ? { attempt: row.attempt, crashes: row.crashes + 1 } : { attempt: row.attempt - 1, crashes: row.crashes }
      const patch = { ...FREE, ...tried, links: row.links | LINKS.startFirst }
      if (row.cancelRequested) {
        const stopped = move(row, 'stop', now, 'ended', { ...patch, endedAt: now, note: 'cancelled' })
        return stopped === null ? null : settle(row, stopped, now, then)
      }
      if (tried.attempt < row.maxAttempts && tried.crashes < MOST_CRASHES) {
        const note = 'taken back from a process that ended'
        const again = move(row, 'requeue', now, 'ended', { ...patch, runAt: now, ready: READY.yes, note })
        return again === null ? null : settle(row, again, now, then)
      }
      const dead = move(row, 'die', now, 'ended', { ...patch, endedAt: now, note: INTERRUPTED.message, error: INTERRUPTED })
      return dead === null ? null : settle(row, dead, now, then)
    },
    moveAway(row, now) {
      const patch = { endedAt: now, note: MOVED_NOTE, fence: row.fence + 1, ready: READY.no, error: null }
      return move(row, 'cancel', now, 'moved', patch)
    },
    replace(row, now, then) {
      if (row.state === 'leased' || row.state === 'running') return null
      const patch = { endedAt: now, note: 'replaced by a newer one', fence: row.fence + 1, ready: READY.no, error: null }
      const gone = move(row, 'cancel', now, 'moved', patch)
      return gone === null ? null : settle(row, gone, now, then)
    },
    giveUp,
  }
}
