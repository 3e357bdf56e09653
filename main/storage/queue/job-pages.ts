import type { Job } from '#contracts/jobs.ts'
import type { Connection } from '../connection.ts'
import { COLUMNS, toJob, toJobRows } from './job-rows.ts'
import type { JobPage } from './types.ts'

/** So many queued jobs are sorted; of more than that, the newest are near the end of the table. */
const FEW = 2_000

/** Pages of jobs, newest first. */
export function createJobPages(db: Connection): (page: JobPage) => readonly Job[] {
  const ofKind = '(:kind IS NULL OR kind = :kind)'
  const order = 'ORDER BY created_at DESC, seq DESC LIMIT :limit'
  const all = db.prepare(`SELECT ${COLUMNS} FROM jobs WHERE created_at < :before AND ${ofKind} ${order}`)
  const pageOf = (which: string) =>
    db.prepare(`SELECT ${COLUMNS} FROM jobs WHERE ${which} AND state = :state AND created_at < :before AND ${ofKind} ${order}`)
  const ended = pageOf('ended_at IS NOT NULL')
  const setAside = pageOf("state IN ('waiting', 'deferred')")
  const atWork = pageOf("state IN ('leased', 'running')")
  // No index has the queued ones by time: it would have to be written for every job that ends.
  const manyQueued = pageOf('ended_at IS NULL')
  const fewQueued = db.prepare(
    `SELECT ${COLUMNS} FROM jobs WHERE state = 'queued' AND created_at < :before AND ${ofKind} AND seq IN (
       SELECT seq FROM jobs WHERE ready = 1
       UNION ALL SELECT seq FROM jobs WHERE ready = 0 AND state IN ('queued', 'deferred')
       UNION ALL SELECT job FROM job_lock_waiters WHERE fence = 0) ${order}`,
  )
  const enough = db.prepare(
    `SELECT count(*) FROM (SELECT 1 FROM jobs WHERE ready = 1 UNION ALL SELECT 1 FROM jobs WHERE ready = 0 AND state IN ('queued', 'deferred') LIMIT ${FEW + 1})`,
  )
  const queued = () => (Number(enough.pluck().get()) > FEW ? manyQueued : fewQueued)

  return ({ limit, before = Number.MAX_SAFE_INTEGER, state, kind = null }) => {
    switch (state) {
      case undefined:
        return toJobRows(all.all({ limit, before, kind })).map(toJob)
      case 'queued':
        return toJobRows(queued().all({ limit, before, state, kind })).map(toJob)
      case 'waiting':
      case 'deferred':
        return toJobRows(setAside.all({ limit, before, state, kind })).map(toJob)
      case 'leased':
      case 'running':
        return toJobRows(atWork.all({ limit, before, state, kind })).map(toJob)
      case 'succeeded':
      case 'failed':
      case 'cancelled':
      case 'dead':
        return toJobRows(ended.all({ limit, before, state, kind })).map(toJob)
    }
  }
}
