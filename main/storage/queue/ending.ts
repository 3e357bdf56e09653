import type { Connection } from '../connection.ts'
import { STEP, STEPS } from './audit.ts'
import type { Rollups } from './rollups.ts'
import { endedRunsOf, type RunsAlike, readRuns } from './succeeded-runs.ts'
import type { EndedRun, SucceededRuns } from './types.ts'

/** Ends many runs at once. */
export interface Ending {
  /** Returns those that could not be ended with the others: something hangs on them, or they are not ours any more. */
  together(succeeded: SucceededRuns): readonly EndedRun[]
}

/**
 * Runs that began and ended in the same millisecond are written by one statement each for their rows and for their record, over a list of numbers: a
 * statement for each run costs twice as much, and so does one that reads the times of each from its list.
 */
export function createEnding(db: Connection, rollups: Rollups): Ending {
  // Casts, because SQLite would plan the statement anew for every other value that it compares; see `claim.ts`.
  const end = db.prepare(
    `UPDATE jobs SET state = 'succeeded', owner = NULL, lease_until = NULL, started_at = :startedAt, ended_at = :endedAt, progress = 1, crashes = 0
     WHERE seq IN (SELECT value FROM json_each(:seqs)) AND fence = CAST(:fence AS INTEGER) AND links = 0 AND state = CAST(:before AS TEXT)`,
  )
  // One that had ended so before has its end on record.
  const endedNow = db
    .prepare(
      `SELECT seq FROM jobs WHERE seq IN (SELECT value FROM json_each(:seqs)) AND fence = :fence AND links = 0 AND state = 'succeeded'
       AND started_at = :startedAt AND ended_at = :endedAt AND NOT EXISTS (SELECT 1 FROM job_audit WHERE job = jobs.seq AND n = :n)`,
    )
    .pluck()
  // The start that was not told before is in the row of the job, which never changes again: it has no step of its own here.
  const record = db.prepare(
    `INSERT INTO job_audit (job, n, at, from_state, to_state, fence, note)
     SELECT value, :n, :endedAt, :before, 'succeeded', :fence, '' FROM json_each(:seqs)`,
  )

  /** Places in the table of those that are ended now. */
  function endAlike({ seqs, fence, startedAt, endedAt, isTold }: RunsAlike): readonly number[] {
    const list = JSON.stringify(seqs)
    const before = isTold ? 'running' : 'leased'
    const n = fence * STEPS + STEP.ended
    const { changes } = end.run({ seqs: list, fence, startedAt, endedAt, before })
    if (changes === 0) return []
    const done = changes === seqs.length ? seqs : endedNow.all({ seqs: list, fence, startedAt, endedAt, n }).map(Number)
    record.run({ seqs: done === seqs ? list : JSON.stringify(done), n, fence, endedAt, before })
    return done
  }

  return {
    together(succeeded) {
      const left: EndedRun[] = []
      const figures = new Map<string, { endedAt: number; jobs: number; waited: number; worked: number }>()
      for (const alike of readRuns(succeeded)) {
        const done = endAlike(alike)
        const isDone = done.length === alike.seqs.length ? null : new Set(done)
        if (isDone !== null) left.push(...endedRunsOf(alike, (seq) => !isDone.has(seq)))
        const { startedAt, endedAt } = alike
        for (const [at, seq] of alike.seqs.entries()) {
          if (isDone?.has(seq) === false) continue
          const kind = alike.kinds[at] ?? ''
          const sum = figures.get(kind) ?? { endedAt, jobs: 0, waited: 0, worked: 0 }
          figures.set(kind, sum)
          sum.jobs += 1
          sum.waited += Math.max(0, startedAt - (alike.dueAt[at] ?? startedAt))
          sum.worked += Math.max(0, endedAt - startedAt)
        }
      }
      // A row for each kind and turn instead of one for each job.
      for (const [kind, { endedAt, jobs, waited, worked }] of figures) rollups.addSucceeded(kind, endedAt, jobs, waited, worked)
      return left
    },
  }
}
