import { z } from 'zod'
import { type JobRollup, JobRollupSchema, type JobState } from '#contracts/jobs.ts'
import type { Connection } from '../connection.ts'
import { readRows } from '../row.ts'

const DAY_MS = 86_400_000

/** What the figures of a day need of a job that has ended. */
export interface Ended {
  readonly kind: string
  readonly state: JobState
  readonly runAt: number
  readonly startedAt: number | null
}

export interface Rollups {
  count(job: Ended, endedAt: number): void
  /** Many at once of one kind that succeeded. */
  addSucceeded(kind: string, endedAt: number, jobs: number, waitedMs: number, workedMs: number): void
  /** A write under an old fence was refused. */
  countStale(now: number): void
  since(time: number): { days: readonly JobRollup[]; stale: number }
}

/** Figures by day and kind, so that they outlive the jobs that they are of. */
export function createRollups(db: Connection): Rollups {
  const add = db.prepare(
    `INSERT INTO job_rollups (day, kind, state, jobs, waited_ms, worked_ms) VALUES (:day, :kind, :state, :jobs, :waitedMs, :workedMs)
     ON CONFLICT DO UPDATE SET jobs = jobs + excluded.jobs, waited_ms = waited_ms + excluded.waited_ms, worked_ms = worked_ms + excluded.worked_ms`,
  )
  const stale = db.prepare('INSERT INTO job_refusals (day, stale) VALUES (?, 1) ON CONFLICT DO UPDATE SET stale = stale + 1')
  const days = db.prepare(
    'SELECT day, kind, state, jobs, waited_ms AS waitedMs, worked_ms AS workedMs FROM job_rollups WHERE day >= ? ORDER BY day DESC, kind, state',
  )
  const refusals = db.prepare('SELECT coalesce(sum(stale), 0) AS stale FROM job_refusals WHERE day >= ?')
  const dayOf = (time: number): number => Math.floor(time / DAY_MS) * DAY_MS
  const put = (row: JobRollup): void => {
    add.run(row)
  }
  const RollupState = JobRollupSchema.shape.state
  return {
    count({ kind, state, runAt, startedAt }, endedAt) {
      const began = startedAt ?? endedAt
      const waitedMs = Math.max(0, began - runAt)
      put({ day: dayOf(endedAt), kind, state: RollupState.parse(state), jobs: 1, waitedMs, workedMs: Math.max(0, endedAt - began) })
    },
    addSucceeded(kind, endedAt, jobs, waitedMs, workedMs) {
      put({ day: dayOf(endedAt), kind, state: 'succeeded', jobs, waitedMs: Math.round(waitedMs), workedMs: Math.round(workedMs) })
    },
    countStale(now) {
      stale.run(dayOf(now))
    },
    since: (time) => ({
      days: readRows(JobRollupSchema, days.all(dayOf(time)), 'job rollup'),
      stale: z.object({ stale: z.number().int() }).parse(refusals.get(dayOf(time))).stale,
    }),
  }
}
