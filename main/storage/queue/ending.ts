import type { Connection } from '../connection.ts'
import { STEP, STEPS } from './audit.ts'
import { integer, text } from './claimed-job.ts'
import type { Rollups } from './rollups.ts'
import { RUN_NUMBERS } from './succeeded-runs.ts'
import type { EndedRun, SucceededRuns } from './types.ts'

/** Ends many runs at once. */
export interface Ending {
  /** Returns those that could not be ended with the others: something hangs on them, or they are not ours any more. */
  together(succeeded: SucceededRuns): readonly EndedRun[]
}

export function createEnding(db: Connection, rollups: Rollups): Ending {
  const end = db
    .prepare(
      `UPDATE jobs SET state = 'succeeded', owner = NULL, lease_until = NULL, started_at = run.started, ended_at = run.ended, progress = 1, crashes = 0
     FROM (SELECT value ->> 0 AS seq, value ->> 1 AS fence, value ->> 2 AS started, value ->> 3 AS ended, value ->> 4 AS told FROM json_each(:runs)) AS run
     WHERE jobs.seq = run.seq AND jobs.fence = run.fence AND jobs.links = 0 AND jobs.state = iif(run.told, 'running', 'leased')
     RETURNING jobs.seq, jobs.kind, jobs.run_at`,
    )
    .raw()
  const record = db.prepare(
    `INSERT INTO job_audit (job, n, at, from_state, to_state, fence, note)
     SELECT value ->> 0, (value ->> 1) * ${STEPS} + step.n, iif(step.n = ${STEP.started}, value ->> 2, value ->> 3), step.before, step.after, value ->> 1, ''
     FROM json_each(:runs),
       (SELECT ${STEP.started} AS n, 'leased' AS before, 'running' AS after UNION ALL SELECT ${STEP.ended}, 'running', 'succeeded') AS step
     WHERE step.n = ${STEP.ended} OR NOT (value ->> 4)`,
  )

  /** The figures of the day, a row for each kind and day instead of one for each job. */
  function count(runs: ReadonlyMap<number, Run>, rows: readonly EndedRow[]): void {
    const sums = new Map<string, { endedAt: number; jobs: number; waited: number; worked: number }>()
    for (const [seq, kind, runAt] of rows) {
      const run = runs.get(seq)
      if (run === undefined) continue
      const [, , startedAt, endedAt] = run
      const sum = sums.get(kind) ?? { endedAt, jobs: 0, waited: 0, worked: 0 }
      sum.jobs += 1
      sum.waited += Math.max(0, startedAt - runAt)
      sum.worked += Math.max(0, endedAt - startedAt)
      sums.set(kind, sum)
    }
    for (const [kind, { endedAt, jobs, waited, worked }] of sums) rollups.addSucceeded(kind, endedAt, jobs, waited, worked)
  }

  return {
    together(succeeded) {
      if (succeeded.length === 0) return []
      const all = runsOf(succeeded)
      const told = JSON.stringify(all)
      const done = end.all({ runs: told }).map(toEndedRow)
      const runs = new Map(all.map((run) => [run[0], run]))
      if (done.length === all.length) record.run({ runs: told })
      else if (done.length > 0) record.run({ runs: JSON.stringify(done.map(([seq]) => runs.get(seq))) })
      count(runs, done)
      if (done.length === all.length) return []
      for (const [seq] of done) runs.delete(seq)
      return [...runs.values()].map(([seq, fence, startedAt, endedAt, told]) => {
        return { seq, fence, startedAt, endedAt, wasStarted: told === 1, outcome: { state: 'succeeded', note: '', error: null } }
      })
    },
  }
}

type EndedRow = readonly [seq: number, kind: string, runAt: number]

/** By hand, as in {@link toCandidate}. */
function toEndedRow(row: unknown): EndedRow {
  const columns: readonly unknown[] = Array.isArray(row) ? row : []
  return [integer(columns, 0), text(columns, 1), integer(columns, 2)]
}

type Run = readonly [seq: number, fence: number, startedAt: number, endedAt: number, told: number]

function runsOf(succeeded: SucceededRuns): Run[] {
  const runs: Run[] = []
  const [at, n] = [succeeded, RUN_NUMBERS]
  for (let i = 0; i + n <= at.length; i += n) runs.push([at[i] ?? 0, at[i + 1] ?? 0, at[i + 2] ?? 0, at[i + 3] ?? 0, at[i + 4] ?? 0])
  return runs
}
