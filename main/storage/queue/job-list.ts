import { z } from 'zod'
import { type JobGrouping, JobLineSchema, JobSectionSchema } from '#contracts/job-list.ts'
import { JOB_STATES, JobStateSchema } from '#contracts/jobs.ts'
import type { Connection } from '../connection.ts'
import { booleanColumn, errorColumn, readRows } from '../row.ts'
import { titleOf } from '../title.ts'
import { READY } from './job-rows.ts'
import { type Condition, conditionOf } from './list-filter.ts'
import type { JobListStore, JobListView } from './types.ts'

/** Enough characters of a prompt to find a title in. */
const TITLE_WINDOW = 400
const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

const COLUMNS = `seq, id, kind, subject, state, priority, run_at AS runAt, attempt, max_attempts AS maxAttempts, progress, note,
  cancel_requested AS cancelRequested, created_at AS createdAt, started_at AS startedAt, ended_at AS endedAt, error_json AS error, workspace, label,
  waits_for AS waitsFor, crashes, timeout_ms AS timeoutMs, ready = ${READY.aside} AS isBehindLock,
  CASE kind
    WHEN 'generate' THEN (SELECT substr(prompt, 1, ${TITLE_WINDOW}) FROM generation_prompts WHERE generation_id = subject)
    WHEN 'index-source' THEN (SELECT name FROM sources WHERE sources.id = subject)
    WHEN 'sync-folder' THEN (SELECT path FROM source_folders WHERE source_folders.id = subject)
  END AS title`

const LineRowSchema = JobLineSchema.extend({
  cancelRequested: booleanColumn,
  isBehindLock: booleanColumn,
  error: errorColumn,
})

const ORDER = {
  newest: 'created_at DESC, seq DESC',
  next: `ready <> ${READY.yes}, CASE WHEN ready = ${READY.yes} THEN rank ELSE run_at END, seq`,
} as const

const KEY: Readonly<Record<JobGrouping, string>> = {
  none: "''",
  state: 'state',
  kind: 'kind',
  workspace: 'workspace',
  day: `CAST((created_at + CAST(:offset AS INTEGER)) / ${DAY_MS} AS TEXT)`,
}
const KEY_ORDER: Readonly<Record<JobGrouping, string>> = {
  none: 'key',
  state: 'key',
  kind: 'key',
  workspace: 'key',
  day: 'CAST(key AS INTEGER) DESC',
}

const CountedSchema = z.object({ state: JobStateSchema, count: z.number().int() })

/** See {@link JobListStore}. Statements are kept by the shape of their filter; there are few shapes. */
export function createJobList(db: Connection): JobListView {
  const prepared = new Map<string, ReturnType<Connection['prepare']>>()
  const statement = (sql: string): ReturnType<Connection['prepare']> => {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    const made = db.prepare(sql)
    prepared.set(sql, made)
    return made
  }

  /** By state, each part over the index that has it: one over the whole table would read every row. */
  function byState(filter: Parameters<JobListStore['overview']>[0]['filter']): Map<string, number> {
    const { scope, ...others } = filter
    const counts = new Map<string, number>()
    for (const part of ['working', 'waiting', 'failed', 'succeeded', 'cancelled'] as const) {
      if (scope !== undefined && scope !== part) continue
      const { sql, values } = conditionOf({ ...others, scope: part })
      const rows = statement(`SELECT state, count(*) AS count FROM jobs WHERE ${sql} GROUP BY state`).all(values)
      for (const { state, count } of readRows(CountedSchema, rows, 'job count')) counts.set(state, count)
    }
    return counts
  }

  function sectionsOf(by: Exclude<JobGrouping, 'state'>, { sql, values }: Condition, utcOffsetMin: number) {
    const days = by === 'day' ? { offset: utcOffsetMin * MINUTE_MS } : {}
    const rows = statement(`SELECT ${KEY[by]} AS key, count(*) AS count FROM jobs WHERE ${sql} GROUP BY key ORDER BY ${KEY_ORDER[by]}`).all(
      { ...values, ...days },
    )
    return readRows(JobSectionSchema, rows, 'job count')
  }

  return {
    overview({ filter, by, utcOffsetMin }) {
      const { scope, ...others } = filter
      const all = byState(others)
      const sum = (...states: readonly string[]): number => states.reduce((total, state) => total + (all.get(state) ?? 0), 0)
      const scopes = {
        working: sum('leased', 'running'),
        waiting: sum('queued', 'waiting', 'deferred'),
        failed: sum('failed', 'dead'),
        succeeded: sum('succeeded'),
        cancelled: sum('cancelled'),
      }
      if (by === 'none') {
        const count = scope === undefined ? sum(...JOB_STATES) : scopes[scope]
        return { scopes, sections: count === 0 ? [] : [{ key: '', count }] }
      }
      if (by === 'state') {
        const counted = scope === undefined ? all : byState(filter)
        return { scopes, sections: JOB_STATES.flatMap((key) => (counted.has(key) ? [{ key, count: counted.get(key) ?? 0 }] : [])) }
      }
      return { scopes, sections: sectionsOf(by, conditionOf(filter), utcOffsetMin) }
    },
    lines({ filter, state, order, offset, limit }) {
      const { sql, values } = conditionOf(filter)
      const where = state === undefined ? sql : `${sql} AND state = :state`
      const rows = statement(
        `SELECT ${COLUMNS} FROM jobs WHERE seq IN (SELECT seq FROM jobs WHERE ${where} ORDER BY ${ORDER[order]} LIMIT :limit OFFSET :offset)
         ORDER BY ${ORDER[order]}`,
      ).all({ ...values, ...(state === undefined ? {} : { state }), limit, offset })
      return readRows(LineRowSchema, rows, 'job').map((line) => ({ ...line, title: headingOf(line) }))
    },
    matching({ filter, can, after, limit }) {
      const { sql, values } = conditionOf(filter)
      const able =
        can === 'stop' ? 'ended_at IS NULL AND cancel_requested = 0' : "ended_at IS NOT NULL AND state IN ('failed', 'dead', 'cancelled')"
      const rows = statement(`SELECT seq, id FROM jobs WHERE ${sql} AND ${able} AND seq > :after ORDER BY seq LIMIT :limit`).all({
        ...values,
        after,
        limit,
      })
      return readRows(z.object({ seq: z.number().int(), id: z.string() }), rows, 'job')
    },
  }
}

/** A request by the first line that says something, a folder by its own name. */
function headingOf({ kind, title }: { readonly kind: string; readonly title: string | null }): string | null {
  if (title === null) return null
  return kind === 'sync-folder' ? (title.split(/[\\/]/).findLast((part) => part !== '') ?? title) : titleOf(title)
}
