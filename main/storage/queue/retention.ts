import type { Connection } from '../connection.ts'
import type { Audit } from './audit.ts'
import { LINKS } from './job-rows.ts'
import type { Retention } from './types.ts'

/** Forgets ended jobs with their record and log. One that a draft belongs to stays as long as the draft; one that others wait for, as long as they do. */
export function createPruning(db: Connection, audit: Audit): (retention: Retention, limit: number) => number {
  const open = `links & ${LINKS.generation} = 0 AND NOT EXISTS (
    SELECT 1 FROM job_dependencies d JOIN jobs waiting ON waiting.seq = d.job WHERE d.on_job = jobs.seq AND waiting.ended_at IS NULL)`
  const old = db
    .prepare(
      `SELECT seq FROM jobs WHERE ended_at IS NOT NULL AND state = :state AND created_at < :before AND ended_at < :before AND ${open}
       ORDER BY created_at, seq LIMIT :limit`,
    )
    .pluck()
  const surplus = db
    .prepare(
      `SELECT seq FROM jobs WHERE ended_at IS NOT NULL AND state = 'succeeded' AND ${open} AND (created_at, seq) <=
         (SELECT created_at, seq FROM jobs WHERE ended_at IS NOT NULL AND state = 'succeeded' ORDER BY created_at DESC, seq DESC LIMIT 1 OFFSET :keep)
       ORDER BY created_at, seq LIMIT :limit`,
    )
    .pluck()
  const gone = ['job_log WHERE job', 'jobs WHERE seq'].map((table) =>
    db.prepare(`DELETE FROM ${table} IN (SELECT value FROM json_each(?))`),
  )
  return ({ succeededBefore, otherBefore, keepSucceeded }, limit) => {
    const found = new Set<number>()
    const left = (): number => limit - found.size
    for (const seq of old.all({ state: 'succeeded', before: succeededBefore, limit })) found.add(Number(seq))
    for (const state of ['failed', 'cancelled', 'dead']) {
      if (left() > 0) for (const seq of old.all({ state, before: otherBefore, limit: left() })) found.add(Number(seq))
    }
    if (left() > 0) for (const seq of surplus.all({ keep: keepSucceeded, limit: left() })) found.add(Number(seq))
    audit.forget(found)
    if (found.size > 0) for (const statement of gone) statement.run(JSON.stringify([...found]))
    return found.size
  }
}
