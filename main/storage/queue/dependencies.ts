import { z } from 'zod'
import { type JobLink, JobLinkSchema } from '#contracts/job-control.ts'
import type { JobState } from '#contracts/jobs.ts'
import { JobStateSchema } from '#contracts/jobs.ts'
import type { Connection } from '../connection.ts'
import { booleanColumn, jsonColumn, readRows } from '../row.ts'

const EdgeSchema = z.object({ seq: z.number().int(), condition: z.enum(['success', 'any']) })
const LinkSchema = JobLinkSchema.extend({ met: booleanColumn })
const ResultSchema = z.object({ id: z.string(), state: JobStateSchema, result: z.union([z.null(), jsonColumn(z.unknown())]) })

export interface Dependencies {
  /** A job has ended: who waited for it, and whether they may go on. */
  settle(on: number, succeeded: boolean): readonly { readonly seq: number; readonly goesOn: boolean }[]
  /** A job begins anew: who had its success or end behind them, or was given up because of it. */
  reopen(on: number): readonly number[]
  /** How many that a job waits for are still open. */
  open(job: number): number
  /** One of those has ended already, without the success that was asked for: waiting for it would be waiting for ever. */
  isHopeless(job: number): boolean
  results(job: number): Readonly<Record<string, { state: JobState; result: unknown }>>
  links(job: number): { dependencies: readonly JobLink[]; dependants: readonly JobLink[] }
}

export function createDependencies(db: Connection): Dependencies {
  const open = db.prepare('SELECT job AS seq, condition FROM job_dependencies WHERE on_job = ? AND met = 0 ORDER BY job')
  const meet = db.prepare('UPDATE job_dependencies SET met = 1 WHERE on_job = ? AND job = ?')
  const unmet = db.prepare("SELECT job FROM job_dependencies WHERE on_job = ? AND condition = 'success' AND met = 0 ORDER BY job").pluck()
  const count = db.prepare('SELECT count(*) FROM job_dependencies WHERE job = ? AND met = 0').pluck()
  const hopeless = db.prepare(
    'SELECT 1 FROM job_dependencies d JOIN jobs ON jobs.seq = d.on_job WHERE d.job = ? AND d.met = 0 AND jobs.ended_at IS NOT NULL LIMIT 1',
  )
  const results = db.prepare(
    `SELECT jobs.id, jobs.state, jobs.result_json AS result FROM job_dependencies d JOIN jobs ON jobs.seq = d.on_job WHERE d.job = ? ORDER BY jobs.seq`,
  )
  const link = 'j.id, j.kind, j.subject, j.state, d.condition AS "when", d.met'
  const before = db.prepare(`SELECT ${link} FROM job_dependencies d JOIN jobs j ON j.seq = d.on_job WHERE d.job = ? ORDER BY j.seq`)
  const after = db.prepare(`SELECT ${link} FROM job_dependencies d JOIN jobs j ON j.seq = d.job WHERE d.on_job = ? ORDER BY j.seq`)
  return {
    settle(on, succeeded) {
      return readRows(EdgeSchema, open.all(on), 'job dependency').map(({ seq, condition }) => {
        const goesOn = succeeded || condition === 'any'
        if (goesOn) meet.run(on, seq)
        return { seq, goesOn }
      })
    },
    reopen: (on) => unmet.all(on).map(Number),
    open: (job) => Number(count.get(job)),
    isHopeless: (job) => hopeless.get(job) !== undefined,
    links: (job) => ({
      dependencies: readRows(LinkSchema, before.all(job), 'job dependency'),
      dependants: readRows(LinkSchema, after.all(job), 'job dependency'),
    }),
    results(job) {
      const rows = readRows(ResultSchema, results.all(job), 'job result')
      return Object.fromEntries(rows.map(({ id, state, result }) => [id, { state, result }]))
    },
  }
}
