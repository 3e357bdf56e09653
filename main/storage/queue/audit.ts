import { type JobState, type JobTransition, JobTransitionSchema } from '#contracts/jobs.ts'
import type { Connection } from '../connection.ts'
import { readRows } from '../row.ts'

/** Numbers that each value of a fence has for the steps under it: it was taken, it started, it ended, and one for what happens to it afterwards. */
export const STEPS = 4
export const STEP = { taken: 0, started: 1, ended: 2, moved: 3 } as const

export interface Step {
  readonly at: number
  readonly from: JobState | null
  readonly to: JobState
  readonly fence: number
  readonly note: string
}

export interface Audit {
  write(job: number, step: Step, which: keyof typeof STEP): void
  of(job: number): readonly JobTransition[]
}

/**
 * The record of every change of state: append-only, forgotten with the job. It is kept in the order of jobs, and of their fences. A run that simply
 * succeeded before its start was told has one row for both steps, from `leased` to `succeeded`; the start is in the row of the job.
 */
export function createAudit(db: Connection): Audit {
  const insert = db.prepare(
    'INSERT INTO job_audit (job, n, at, from_state, to_state, fence, note) VALUES (:job, :n, :at, :from, :to, :fence, :note)',
  )
  const history = db.prepare(
    `SELECT a.n AS seq, jobs.id AS jobId, a.at, a.from_state AS "from", a.to_state AS "to", a.fence, a.note
     FROM job_audit a JOIN jobs ON jobs.seq = a.job WHERE a.job = ? ORDER BY a.n`,
  )
  const startOf = db.prepare('SELECT started_at FROM jobs WHERE seq = ?').pluck()
  return {
    write(job, step, which) {
      insert.run({ ...step, job, n: step.fence * STEPS + STEP[which] })
    },
    of(job) {
      const startedAt = startOf.get(job)
      return readRows(JobTransitionSchema, history.all(job), 'job transition').flatMap((step) => {
        if (step.from !== 'leased' || step.to !== 'succeeded' || typeof startedAt !== 'number') return [step]
        const seq = step.seq - STEP.ended + STEP.started
        return [
          { ...step, seq, at: startedAt, to: 'running' as const },
          { ...step, from: 'running' as const },
        ]
      })
    },
  }
}
