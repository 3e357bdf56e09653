import { z } from 'zod'
import type { JobFilter, JobScope } from '#contracts/job-list.ts'
import type { Connection } from '../connection.ts'
import { createHistoryIndex } from '../history-index.ts'
import { booleanColumn, readRow } from '../row.ts'
import { searchPhrase } from '../search-phrase.ts'

/** Of the jobs that are found in each way the newest so many, so that a frequent word costs no more than a rare one. */
const NEWEST = 1_000
/** One more tells that there are more. */
const LIMIT = NEWEST + 1

/** Rows that have not ended and wait. Each part has an index; all that have not ended together would need one that every ending job is written to. */
const WAITING = `seq IN (
  SELECT seq FROM jobs WHERE ready = 1
  UNION ALL SELECT seq FROM jobs WHERE ready = 0 AND state IN ('queued', 'deferred')
  UNION ALL SELECT seq FROM jobs WHERE state IN ('waiting', 'deferred')
  UNION ALL SELECT job FROM job_lock_waiters WHERE fence = 0
  UNION ALL SELECT job FROM job_moves)`

const OF_SCOPE: Readonly<Record<JobScope, string>> = {
  working: "state IN ('leased', 'running')",
  waiting: WAITING,
  failed: "ended_at IS NOT NULL AND state IN ('failed', 'dead')",
  succeeded: "ended_at IS NOT NULL AND state = 'succeeded'",
  cancelled: "ended_at IS NOT NULL AND state = 'cancelled'",
}

/**
 * Rows of jobs that a text is found for in each way. One that is found twice stays in it twice: to sort them out here takes longer than to find
 * them. Of the jobs of a file or a folder the newest are chosen out of the index, before any row is read; the sign before the column keeps SQLite from
 * going through all jobs in their order instead.
 */
const FOUND = {
  words: `SELECT 'words' AS way, jobs.seq FROM (
      SELECT e.ref FROM history_texts h JOIN history_entries e ON e.id = h.rowid
      WHERE history_texts MATCH :phrase AND e.kind = 'prompt' ORDER BY h.rowid DESC LIMIT ${LIMIT}) found
    JOIN generations g ON g.id = found.ref JOIN jobs ON jobs.id = g.job_id`,
  names: `SELECT 'names' AS way, seq FROM (SELECT seq FROM (
        SELECT jobs.seq AS seq FROM (SELECT id FROM sources WHERE name LIKE :like ESCAPE '\\') s
          CROSS JOIN jobs ON jobs.subject = s.id AND jobs.kind IN ('index-source', 'sync-folder')
        UNION ALL SELECT jobs.seq AS seq FROM (SELECT id FROM source_folders WHERE path LIKE :like ESCAPE '\\') f
          CROSS JOIN jobs ON jobs.subject = f.id AND jobs.kind IN ('index-source', 'sync-folder'))
      ORDER BY +seq DESC LIMIT ${LIMIT})
    UNION ALL SELECT 'id' AS way, seq FROM (
      SELECT seq FROM jobs WHERE id >= :text AND id < :text || char(1114111) ORDER BY +seq DESC LIMIT ${LIMIT})`,
} as const

/** To read the row of a job takes as long as to pass twenty in an index. */
const PASSED_PER_READ = 20

/** A filter as a condition over `jobs`, with its values. */
export interface Condition {
  readonly sql: string
  readonly values: Readonly<Record<string, string | number>>
}

/** The jobs that a text is found for. */
interface Found {
  /** A JSON array of rows, some of them twice. */
  readonly rows: string
  /** Whether there are more than these. */
  readonly isCut: boolean
  /** Whether they are so large a part of all jobs that to pass all of them in their order is no more work than to put these in order. */
  readonly isMany: boolean
}

const FoundSchema = z.object({ rows: z.string(), isCut: booleanColumn, isMany: booleanColumn })

/** Null for a text that asks for nothing. */
export type Finder = (text: string) => Found | null

/**
 * Remembers what the last text was found for as long as nothing is written: the counts and the first lines of a search are asked for one after
 * the other.
 */
export function createFinder(db: Connection): Finder {
  // By other connections, and by this one.
  const version = db.prepare("SELECT data_version || ':' || total_changes() FROM pragma_data_version").pluck()
  const collect = (found: string): ReturnType<Connection['prepare']> =>
    db.prepare(`SELECT json_group_array(seq) AS rows,
      max(total(way = 'words'), total(way = 'names'), total(way = 'id')) > ${NEWEST} AS isCut,
      count(*) * ${PASSED_PER_READ} > coalesce((SELECT max(seq) FROM jobs) - (SELECT min(seq) FROM jobs), 0) AS isMany FROM (${found})`)
  const words = collect(`${FOUND.words} UNION ALL ${FOUND.names}`)
  const names = collect(FOUND.names)
  const index = createHistoryIndex(db)
  let last: Found & { text: string; version: string } = { text: '', version: '', rows: '[]', isCut: false, isMany: false }
  return (typed) => {
    const text = typed.trim()
    if (text === '') return null
    index.catchUp()
    const now = String(version.get())
    if (last.text !== text || last.version !== now) {
      const phrase = searchPhrase(text)
      const like = `%${text.replace(/[\\%_]/g, '\\$&')}%`
      const found = phrase === null ? names.get({ text, like }) : words.get({ text, like, phrase })
      last = { text, version: now, ...readRow(FoundSchema, found, 'search') }
    }
    return last
  }
}

/**
 * Conditions are put together from fixed parts; what a person typed is only ever a value. Where only the first in order of time are wanted
 * (`isByTime`), many that were found are met on the way along that order, in the place of being read and put in order.
 */
export function conditionOf(filter: JobFilter, find: Finder, isByTime = false): Condition {
  const parts: string[] = []
  const values: Record<string, string | number> = {}
  const add = (sql: string, more: Record<string, string | number> = {}): void => {
    parts.push(sql)
    Object.assign(values, more)
  }
  if (filter.scope !== undefined) add(OF_SCOPE[filter.scope])
  if (filter.kind !== undefined) add('kind = :kind', { kind: filter.kind })
  if (filter.workspace !== undefined) add('workspace = :workspace', { workspace: filter.workspace })
  if (filter.from !== undefined) add('created_at >= :from', { from: filter.from })
  if (filter.to !== undefined) add('created_at < :to', { to: filter.to })
  const found = find(filter.text ?? '')
  // A sign before the column keeps SQLite from looking each of them up.
  if (found !== null) add(`${isByTime && found.isMany ? '+' : ''}seq IN (SELECT value FROM json_each(:found))`, { found: found.rows })
  const sql = parts.length === 0 ? '1' : parts.map((part) => `(${part})`).join(' AND ')
  return { sql, values }
}
