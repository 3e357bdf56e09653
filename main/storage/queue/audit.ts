import { z } from 'zod'
import { type JobState, type JobTransition, JobTransitionSchema } from '#contracts/jobs.ts'
import type { Connection } from '../connection.ts'
import { readRow, readRows } from '../row.ts'
import { isInRanges, readRanges, writeRanges } from './ranges.ts'

/** Numbers that each value of a fence has for the steps under it: it was taken, it started, it ended, and one for what happens to it afterwards. */
export const STEPS = 4
export const STEP = { taken: 0, started: 1, ended: 2, moved: 3 } as const

/** Jobs that share a row of the record are at most so far apart in the table, so that the rows of a job are found by its place. */
const SPAN = 1_024

const OwnerSchema = z.object({ jobId: z.string(), startedAt: z.number().nullable() })
const StepSchema = JobTransitionSchema.omit({ jobId: true }).extend({ jobs: z.string().nullable() })
const TogetherSchema = z.object({ first: z.number(), n: z.number(), jobs: z.string() })

export interface Step {
  readonly at: number
  readonly from: JobState | null
  readonly to: JobState
  readonly fence: number
  readonly note: string
}

/** What several jobs do at the same moment has no note. */
export type SharedStep = Omit<Step, 'note'>

export interface Audit {
  write(job: number, step: Step, which: keyof typeof STEP): void
  /** The same step of several jobs. */
  writeTogether(jobs: readonly number[], step: SharedStep, which: keyof typeof STEP): void
  has(job: number, fence: number, which: keyof typeof STEP): boolean
  of(job: number): readonly JobTransition[]
  /** These jobs are gone. */
  forget(jobs: ReadonlySet<number>): void
}

/**
 * The record of every change of state: append-only, forgotten with the job. It is kept in the order of jobs, and of their fences; what several jobs did
 * together is one row. A run that simply succeeded before its start was told has one step for both, from `leased` to `succeeded`; the start is in
 * the row of the job.
 */
export function createAudit(db: Connection): Audit {
  // By place: to look up each value by its name takes a third of the time of the whole statement.
  const insert = db.prepare('INSERT INTO job_audit (job, n, at, from_state, to_state, fence, note) VALUES (?, ?, ?, ?, ?, ?, ?)')
  const insertTogether = db.prepare(
    'INSERT INTO job_audit_together (first, n, jobs, at, from_state, to_state, fence) VALUES (:first, :n, :jobs, :at, :from, :to, :fence)',
  )
  const around = 'job_audit_together WHERE first BETWEEN :from AND :to'
  const step = 'n AS seq, at, from_state AS "from", to_state AS "to", fence'
  const history = db.prepare(
    `SELECT ${step}, note, NULL AS jobs FROM job_audit WHERE job = :to UNION ALL SELECT ${step}, '' AS note, jobs FROM ${around} ORDER BY seq`,
  )
  const jobOf = db.prepare('SELECT id AS jobId, started_at AS startedAt FROM jobs WHERE seq = ?')
  const drop = db.prepare('DELETE FROM job_audit WHERE job IN (SELECT value FROM json_each(?))')
  const groups = db.prepare(`SELECT first, n, jobs FROM ${around}`)
  const dropTogether = db.prepare('DELETE FROM job_audit_together WHERE first = :first AND n = :n')
  const moveTogether = db.prepare('UPDATE job_audit_together SET first = :to, jobs = :jobs WHERE first = :first AND n = :n')

  function stepsOf(job: number) {
    const rows = readRows(StepSchema, history.all({ from: job - SPAN + 1, to: job }), 'job transition')
    return rows.filter(({ jobs }) => jobs === null || isInRanges(jobs, job))
  }

  function write(job: number, { at, from, to, fence, note }: Step, which: keyof typeof STEP): void {
    insert.run(job, fence * STEPS + STEP[which], at, from, to, fence, note)
  }

  return {
    write,
    writeTogether(jobs, step, which) {
      for (const group of groupsOf(jobs)) {
        const [first = 0] = group
        if (group.length === 1) write(first, { ...step, note: '' }, which)
        else insertTogether.run({ ...step, first, jobs: writeRanges(group), n: step.fence * STEPS + STEP[which] })
      }
    },
    has: (job, fence, which) => stepsOf(job).some(({ seq }) => seq === fence * STEPS + STEP[which]),
    of(job) {
      const { jobId, startedAt } = readRow(OwnerSchema, jobOf.get(job), 'job')
      return stepsOf(job).flatMap(({ jobs: _jobs, ...own }) => {
        const step = { ...own, jobId }
        if (step.from !== 'leased' || step.to !== 'succeeded' || startedAt === null) return [step]
        const seq = step.seq - STEP.ended + STEP.started
        return [
          { ...step, seq, at: startedAt, to: 'running' as const },
          { ...step, from: 'running' as const },
        ]
      })
    },
    forget(jobs) {
      if (jobs.size === 0) return
      drop.run(JSON.stringify([...jobs]))
      const range = { from: Math.min(...jobs) - SPAN + 1, to: Math.max(...jobs) }
      for (const { first, n, jobs: text } of readRows(TogetherSchema, groups.all(range), 'job transition')) {
        const all = readRanges(text)
        const left = all.filter((job) => !jobs.has(job))
        const [to] = left
        if (to === undefined) dropTogether.run({ first, n })
        else if (left.length < all.length) moveTogether.run({ first, n, to, jobs: writeRanges(left) })
      }
    },
  }
}

/** In their order, and parted where they are too far from the first of their row. */
function groupsOf(jobs: readonly number[]): number[][] {
  const groups: number[][] = []
  for (const job of jobs.toSorted((a, b) => a - b)) {
    const last = groups.at(-1)
    if (last?.[0] !== undefined && job - last[0] < SPAN) last.push(job)
    else groups.push([job])
  }
  return groups
}
