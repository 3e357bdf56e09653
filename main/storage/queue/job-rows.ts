import { z } from 'zod'
import { type Job, JobSchema } from '#contracts/jobs.ts'
import type { Connection } from '../connection.ts'
import { booleanColumn, errorColumn, jsonColumn, readRow, readRows } from '../row.ts'
import { rankOf } from './rank.ts'

/**
 * What hangs on a job beside its own row, as bits of `links`: a job without any can be ended together with others in one statement. `startFirst`: a
 * process died that had it, so its next start is to be on record before its work begins.
 */
export const LINKS = { generation: 1, dependants: 2, locks: 4, startFirst: 8 } as const

/** Values of `ready`. `aside`: it waits for a lock, or is on its way into another queue. */
export const READY = { no: 0, yes: 1, aside: 2 } as const

export const COLUMNS = `seq, id, kind, subject, state, priority, run_at AS runAt, attempt, max_attempts AS maxAttempts, fence, owner,
  lease_until AS leaseUntil, progress, note, cancel_requested AS cancelRequested, created_at AS createdAt,
  started_at AS startedAt, ended_at AS endedAt, error_json AS error, workspace, label, payload_json AS payload,
  result_json AS result, waits_for AS waitsFor, crashes, timeout_ms AS timeoutMs, ready, links, unique_key AS uniqueKey`

const jsonOrNull = z.union([z.null(), jsonColumn(z.unknown())])

const RowSchema = JobSchema.extend({
  cancelRequested: booleanColumn,
  error: errorColumn,
  payload: jsonOrNull,
  result: jsonOrNull,
  seq: z.number().int(),
  ready: z.number().int(),
  links: z.number().int(),
  uniqueKey: z.string().nullable(),
})

/** A job with what only the table knows of it. */
export type JobRow = Job & z.infer<typeof RowSchema>

export function toJobRow(row: unknown): JobRow {
  return readRow(RowSchema, row, 'job')
}

export function toJobRows(rows: readonly unknown[]): JobRow[] {
  return readRows(RowSchema, rows, 'job')
}

/** The job as the contract has it, without the table's own columns. */
export function toJob(row: JobRow): Job {
  const { seq: _seq, ready: _ready, links: _links, uniqueKey: _key, ...job } = row
  return job
}

export interface JobRows {
  find(id: string): JobRow | null
  at(seq: number): JobRow | null
  /** No other job that has not ended has the unique key of this one. */
  isKeyFree(row: JobRow): boolean
  /** Writes everything that can change. */
  save(row: JobRow): void
}

export function createJobRows(db: Connection): JobRows {
  const byId = db.prepare(`SELECT ${COLUMNS} FROM jobs WHERE id = ?`)
  const bySeq = db.prepare(`SELECT ${COLUMNS} FROM jobs WHERE seq = ?`)
  const keyHolder = db.prepare('SELECT 1 FROM jobs WHERE unique_key = ? AND ended_at IS NULL AND seq <> ?')
  const saved = db.prepare(
    `UPDATE jobs SET state = :state, priority = :priority, run_at = :runAt, attempt = :attempt, fence = :fence, owner = :owner,
     lease_until = :leaseUntil, progress = :progress, note = :note, cancel_requested = :cancelRequested, started_at = :startedAt,
     ended_at = :endedAt, error_json = :error, result_json = :result, waits_for = :waitsFor, crashes = :crashes, ready = :ready,
     links = :links, rank = :rank WHERE seq = :seq`,
  )
  const one = (row: unknown): JobRow | null => (row === undefined ? null : toJobRow(row))
  return {
    find: (id) => one(byId.get(id)),
    isKeyFree: ({ uniqueKey, seq }) => uniqueKey === null || keyHolder.get(uniqueKey, seq) === undefined,
    at: (seq) => one(bySeq.get(seq)),
    save(row) {
      const { id: _i, kind: _k, subject: _s, maxAttempts: _m, createdAt: _c, workspace: _w, ...changing } = row
      const { label: _l, payload: _p, timeoutMs: _t, uniqueKey: _u, ...columns } = changing
      saved.run({
        ...columns,
        rank: rankOf(row),
        cancelRequested: row.cancelRequested ? 1 : 0,
        error: row.error === null ? null : JSON.stringify(row.error),
        result: row.result === null || row.result === undefined ? null : JSON.stringify(row.result),
      })
    },
  }
}
