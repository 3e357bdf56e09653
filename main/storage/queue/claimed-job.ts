import { TidegateError } from '#contracts/errors.ts'
import { LABELS, type Label } from '#contracts/privacy.ts'
import { LINKS } from './job-rows.ts'
import { rankOf } from './rank.ts'
import type { ClaimedJob } from './types.ts'

/** Columns of a job that can be taken, in the order that is read here. By hand: a schema would cost as much as all the rest of taking a job. */
export const CANDIDATE_COLUMNS = `seq, id, kind, subject, priority, run_at, attempt, max_attempts, fence, created_at, workspace, label,
  payload_json, timeout_ms, crashes, links, state`

export interface Candidate {
  readonly columns: readonly unknown[]
  readonly seq: number
  /** As it will be once it is taken. */
  readonly fence: number
  readonly rank: number
  readonly links: number
  readonly state: string
}

/** What choosing needs of a row of {@link CANDIDATE_COLUMNS}. */
export function toCandidate(row: unknown): Candidate {
  const columns: readonly unknown[] = Array.isArray(row) ? row : []
  return {
    columns,
    seq: integer(columns, 0),
    fence: integer(columns, 8) + 1,
    rank: rankOf({ priority: integer(columns, 4), runAt: integer(columns, 5) }),
    links: integer(columns, 15),
    state: text(columns, 16),
  }
}

/** The jobs of a claim as they travel; {@link readClaims} reads them. */
export function writeClaims(taken: readonly Candidate[]): string {
  return taken.length === 0 ? '' : JSON.stringify(taken.map(({ columns }) => columns))
}

/** Reads what {@link writeClaims} wrote: the jobs as they are now that they are taken. */
export function readClaims(claims: string): ClaimedJob[] {
  if (claims === '') return []
  const rows: unknown = JSON.parse(claims)
  return Array.isArray(rows) ? rows.map(toClaimedJob) : []
}

function toClaimedJob(row: unknown): ClaimedJob {
  const columns: readonly unknown[] = Array.isArray(row) ? row : []
  return {
    seq: integer(columns, 0),
    id: text(columns, 1),
    kind: text(columns, 2),
    subject: text(columns, 3),
    priority: integer(columns, 4),
    runAt: integer(columns, 5),
    attempt: integer(columns, 6) + 1,
    maxAttempts: integer(columns, 7),
    fence: integer(columns, 8) + 1,
    createdAt: integer(columns, 9),
    workspace: text(columns, 10),
    label: labelOf(text(columns, 11), 11),
    payload: payloadOf(columns[12], 12),
    timeoutMs: timeoutOf(columns[13], 13),
    crashes: integer(columns, 14),
    startFirst: (integer(columns, 15) & LINKS.startFirst) !== 0,
  }
}

/** A column that must hold text. Throws DATABASE_DAMAGED. */
export function text(columns: readonly unknown[], at: number): string {
  const value = columns[at]
  return typeof value === 'string' ? value : damaged(at)
}

/** A column that must hold a number. Throws DATABASE_DAMAGED. */
export function integer(columns: readonly unknown[], at: number): number {
  const value = columns[at]
  return typeof value === 'number' ? value : damaged(at)
}

function labelOf(value: string, at: number): Label {
  return LABELS.find((label) => label === value) ?? damaged(at)
}

function payloadOf(value: unknown, at: number): unknown {
  if (value === null) return null
  if (typeof value !== 'string') return damaged(at)
  try {
    return JSON.parse(value)
  } catch {
    return damaged(at)
  }
}

function timeoutOf(value: unknown, at: number): number | null {
  return value === null || typeof value === 'number' ? value : damaged(at)
}

function damaged(column: number): never {
  throw new TidegateError(
    'DATABASE_DAMAGED',
    `A stored job cannot be read (column ${column}). Restore a backup from the data folder's "backups".`,
  )
}
