import { z } from 'zod'
import {
  JOB_SCOPES,
  type JobFilter,
  type JobGrouping,
  JobLineSchema,
  JobOverviewSchema,
  type JobScope,
  type JobSection,
} from '#contracts/job-list.ts'
import { JOB_STATES, type JobState, JobStateSchema } from '#contracts/jobs.ts'
import type { Connection } from '../connection.ts'
import { booleanColumn, errorColumn, readRows } from '../row.ts'
import { titleOf } from '../title.ts'
import { READY } from './job-rows.ts'
import { type Condition, conditionOf as conditionFor, createFinder } from './list-filter.ts'
import type { JobListView } from './types.ts'

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

const DAY_OF = `(created_at + CAST(:offset AS INTEGER)) / ${DAY_MS}`
const KEY: Readonly<Record<JobGrouping, string>> = { none: "''", state: 'state', kind: 'kind', workspace: 'workspace', day: DAY_OF }

const STATES_OF: Readonly<Record<JobScope, readonly JobState[]>> = {
  working: ['leased', 'running'],
  waiting: ['queued', 'waiting', 'deferred'],
  failed: ['failed', 'dead'],
  succeeded: ['succeeded'],
  cancelled: ['cancelled'],
}

const CountedSchema = z.object({ state: JobStateSchema, count: z.number().int() })
const SectionRowSchema = z.object({ key: z.coerce.string(), count: z.number().int() })
const CellSchema = CountedSchema.extend({ key: z.coerce.string() })
type Cell = z.infer<typeof CellSchema>

/** See {@link JobListStore}. Statements are kept by the shape of their filter; there are few shapes. */
export function createJobList(db: Connection): JobListView {
  const find = createFinder(db)
  const conditionOf = (filter: JobFilter): Condition => conditionFor(filter, find)
  const prepared = new Map<string, ReturnType<Connection['prepare']>>()
  const statement = (sql: string): ReturnType<Connection['prepare']> => {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    const made = db.prepare(sql)
    prepared.set(sql, made)
    return made
  }

  /** By state, each part over the index that has it: one over the whole table would read every row. */
  function byState(filter: JobFilter): Cell[] {
    return JOB_SCOPES.flatMap((scope) => {
      const { sql, values } = conditionOf({ ...filter, scope })
      const rows = statement(`SELECT state, count(*) AS count FROM jobs WHERE ${sql} GROUP BY state`).all(values)
      return readRows(CountedSchema, rows, 'job count').map((counted) => ({ ...counted, key: '' }))
    })
  }

  /** What a text finds is looked up once, and counted by state and group in one go. */
  function ofFound(filter: JobFilter, by: JobGrouping, offset: number): Cell[] {
    const { sql, values } = conditionOf(filter)
    const groups = by === 'none' ? 'state' : 'state, key'
    const rows = statement(`SELECT state, ${KEY[by]} AS key, count(*) AS count FROM jobs WHERE ${sql} GROUP BY ${groups}`).all({
      ...values,
      ...(by === 'day' ? { offset } : {}),
    })
    return readRows(CellSchema, rows, 'job count')
  }

  /** Day by day along the index of times, newest first: to group by a computed day would sort all of them. */
  function byDay(filter: JobFilter, offset: number): JobSection[] {
    const sections: JobSection[] = []
    const { sql } = conditionOf({ from: 0, ...filter, to: 0 })
    const newest = statement(`SELECT max(created_at) FROM jobs WHERE ${sql}`).pluck()
    const many = statement(`SELECT count(*) FROM jobs WHERE ${sql}`).pluck()
    for (let to = filter.to ?? Number.MAX_SAFE_INTEGER; ; ) {
      const { values } = conditionOf({ from: Number.MIN_SAFE_INTEGER, ...filter, to })
      const last = newest.get(values)
      if (typeof last !== 'number') return sections
      const day = Math.floor((last + offset) / DAY_MS)
      const from = Math.max(day * DAY_MS - offset, filter.from ?? Number.MIN_SAFE_INTEGER)
      sections.push({ key: String(day), count: Number(many.get({ ...values, from })) })
      to = from
    }
  }

  function sectionsOf(filter: JobFilter, by: 'kind' | 'workspace'): JobSection[] {
    const { sql, values } = conditionOf(filter)
    const rows = statement(
      `SELECT ${KEY[by]} AS key, count(*) AS count FROM jobs WHERE ${sql} GROUP BY ${KEY[by]} ORDER BY ${KEY[by]}`,
    ).all(values)
    return readRows(SectionRowSchema, rows, 'job count')
  }

  return {
    overview({ filter, by, utcOffsetMin }) {
      const { scope, ...others } = filter
      const offset = utcOffsetMin * MINUTE_MS
      const isSearch = (filter.text ?? '').trim() !== ''
      const isCut = find(filter.text ?? '')?.isCut ?? false
      const cells = isSearch ? ofFound(others, by, offset) : byState(others)
      const scopes = JobOverviewSchema.shape.scopes.parse(
        Object.fromEntries(JOB_SCOPES.map((one) => [one, sumOf(cells, (cell) => STATES_OF[one].includes(cell.state))])),
      )
      const meant = cells.filter(({ state }) => scope === undefined || STATES_OF[scope].includes(state))
      if (by === 'none' || by === 'state') {
        const keys = by === 'state' ? JOB_STATES : [null]
        const counts = keys.map((key) => ({ key: key ?? '', count: sumOf(meant, ({ state }) => key === null || state === key) }))
        return { scopes, sections: counts.filter(({ count }) => count > 0), isCut }
      }
      if (!isSearch) return { scopes, sections: by === 'day' ? byDay(filter, offset) : sectionsOf(filter, by), isCut }
      const keys = [...new Set(meant.map(({ key }) => key))].sort((a, b) => (by === 'day' ? Number(b) - Number(a) : a < b ? -1 : 1))
      return { scopes, sections: keys.map((key) => ({ key, count: sumOf(meant, (cell) => cell.key === key) })), isCut }
    },
    lines({ filter, state, order, offset, limit }) {
      const { sql, values } = conditionFor(filter, find, order === 'newest')
      const where = state === undefined ? sql : `${sql} AND state = :state`
      const rows = statement(
        `SELECT ${COLUMNS} FROM jobs WHERE seq IN (SELECT seq FROM jobs WHERE ${where} ORDER BY ${ORDER[order]} LIMIT :limit OFFSET :offset)
         ORDER BY ${ORDER[order]}`,
      ).all({ ...values, ...(state === undefined ? {} : { state }), limit, offset })
      return readRows(LineRowSchema, rows, 'job').map((line) => ({ ...line, title: headingOf(line) }))
    },
    matching({ filter, can, after, limit }) {
      const { sql, values } = conditionOf(filter)
      // What somebody stopped is tried again only where the filter asks for it.
      const ended = filter.scope === 'cancelled' ? "'cancelled'" : "'failed', 'dead'"
      const able = can === 'stop' ? 'ended_at IS NULL AND cancel_requested = 0' : `ended_at IS NOT NULL AND state IN (${ended})`
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

function sumOf(cells: readonly Cell[], which: (cell: Cell) => boolean): number {
  return cells.reduce((total, cell) => total + (which(cell) ? cell.count : 0), 0)
}
