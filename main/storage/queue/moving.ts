import { z } from 'zod'
import type { Connection } from '../connection.ts'
import { readRows } from '../row.ts'
import { type JobRow, type JobRows, LINKS, READY, toJob } from './job-rows.ts'
import type { Moves } from './moves.ts'
import type { MovableJob, MovingJob } from './types.ts'

const SeqSchema = z.object({ seq: z.number().int() })
const OnTheWaySchema = z.object({ seq: z.number().int(), destination: z.string() })

/** Takes jobs out of this queue into another one: set aside first, forgotten only when they are known to be there. */
export interface Moving {
  movable(after: number, limit: number): readonly MovableJob[]
  setAside(seqs: readonly number[], destination: string, now: number): void
  moving(): readonly MovingJob[]
  moved(seq: number, now: number): boolean
  stays(seq: number, now: number): void
}

export function createMoving(db: Connection, rows: JobRows, moves: Moves): Moving {
  const queued = db.prepare(
    `SELECT seq FROM jobs WHERE state = 'queued' AND seq > ? AND seq NOT IN (SELECT job FROM job_moves) ORDER BY seq LIMIT ?`,
  )
  const hasParents = db.prepare('SELECT 1 FROM job_dependencies WHERE job = ? AND met = 0 LIMIT 1').pluck()
  const begin = db.prepare('INSERT OR IGNORE INTO job_moves (job, destination, since) VALUES (?, ?, ?)')
  const end = db.prepare('DELETE FROM job_moves WHERE job = ?')
  const onTheWay = db.prepare('SELECT job AS seq, destination FROM job_moves ORDER BY job')

  function problemOf(row: JobRow): MovableJob['problem'] {
    if ((row.links & LINKS.locks) !== 0) return 'locks'
    if ((row.links & LINKS.dependants) !== 0 || hasParents.get(row.seq) !== undefined) return 'dependencies'
    return null
  }
  const isAside = (row: JobRow): boolean => row.state === 'queued' && row.ready === READY.aside

  return {
    movable(after, limit) {
      return readRows(SeqSchema, queued.all(after, limit), 'queued job').flatMap(({ seq }) => {
        const row = rows.at(seq)
        return row === null ? [] : [{ seq, job: toJob(row), uniqueKey: row.uniqueKey, problem: problemOf(row) }]
      })
    },
    setAside(seqs, destination, now) {
      for (const seq of seqs) {
        const row = rows.at(seq)
        // It may have been taken since it was looked at.
        if (row === null || row.state !== 'queued' || problemOf(row) !== null) continue
        rows.save({ ...row, ready: READY.aside })
        begin.run(seq, destination, now)
      }
    },
    moving() {
      return readRows(OnTheWaySchema, onTheWay.all(), 'moving job').flatMap(({ seq, destination }) => {
        const row = rows.at(seq)
        // One that a person cancelled, or set going again, meanwhile is not to be there.
        return row === null ? [] : [{ seq, job: toJob(row), uniqueKey: row.uniqueKey, destination, isWanted: isAside(row) }]
      })
    },
    moved(seq, now) {
      const row = rows.at(seq)
      const gone = row !== null && isAside(row) ? moves.moveAway(row, now) : null
      if (gone !== null) end.run(seq)
      return gone !== null
    },
    stays(seq, now) {
      const row = rows.at(seq)
      if (row !== null && isAside(row)) rows.save({ ...row, ready: row.runAt <= now ? READY.yes : READY.no })
      end.run(seq)
    },
  }
}
