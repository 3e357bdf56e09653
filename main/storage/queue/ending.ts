import type { Connection } from '../connection.ts'
import type { Audit } from './audit.ts'
import { prepareForJobs } from './for-jobs.ts'
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
export function createEnding(db: Connection, audit: Audit, rollups: Rollups): Ending {
  // Casts, because SQLite would plan the statement anew for every other value that it compares; see `claim.ts`.
  const end = prepareForJobs(
    db,
    (
      areThey,
    ) => `UPDATE jobs SET state = 'succeeded', owner = NULL, lease_until = NULL, started_at = :startedAt, ended_at = :endedAt, progress = 1, crashes = 0
     WHERE ${areThey} AND fence = CAST(:fence AS INTEGER) AND links = 0 AND state = CAST(:before AS TEXT)`,
  )
  const endedSo = db
    .prepare(
      `SELECT seq FROM jobs WHERE seq IN (SELECT value FROM json_each(:seqs)) AND fence = :fence AND links = 0 AND state = 'succeeded'
       AND started_at = :startedAt AND ended_at = :endedAt`,
    )
    .pluck()

  /** Places in the table of those that are ended now. */
  function endAlike({ seqs, fence, startedAt, endedAt, isTold }: RunsAlike): readonly number[] {
    const before = isTold ? 'running' : 'leased'
    const changes = end(seqs, { fence, startedAt, endedAt, before })
    if (changes === 0) return []
    // One that had ended so before has its end on record.
    const isNew = (seq: number): boolean => !audit.has(seq, fence, 'ended')
    const done =
      changes === seqs.length
        ? seqs
        : endedSo
            .all({ seqs: JSON.stringify(seqs), fence, startedAt, endedAt })
            .map(Number)
            .filter(isNew)
    // The start that was not told before is in the row of the job, which never changes again: it has no step of its own here.
    audit.writeTogether(done, { at: endedAt, from: before, to: 'succeeded', fence }, 'ended')
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
          let sum = figures.get(kind)
          if (sum === undefined) {
            sum = { endedAt, jobs: 0, waited: 0, worked: 0 }
            figures.set(kind, sum)
          }
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
