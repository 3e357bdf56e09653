import { TidegateError } from '#contracts/errors.ts'
import { JOB_STATES, type JobState } from '#contracts/jobs.ts'
import { LABELS, type Label } from '#contracts/privacy.ts'
import { LINKS } from './job-rows.ts'
import { rankOf } from './rank.ts'
import type { ClaimedJob, NewJob } from './types.ts'

/** Columns of a job that can be taken, in the order that is read here. By hand: a schema would cost as much as all the rest of taking a job. */
export const CANDIDATE_COLUMNS = `seq, id, kind, subject, priority, run_at, attempt, max_attempts, fence, created_at, workspace, label,
  payload_json, timeout_ms, crashes, links, state`

/** The place of `payload_json` among them. */
const PAYLOAD = 12

export interface Candidate {
  readonly columns: readonly unknown[]
  readonly seq: number
  /** As it will be once it is taken. */
  readonly fence: number
  readonly rank: number
  readonly links: number
  readonly state: JobState
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
    state: stateOf(text(columns, 16), 16),
  }
}

/** A job that is taken as it is added, as it would have been read before that. */
export function newCandidate(job: NewJob, { seq, links, payload }: { seq: number; links: number; payload: string | null }): Candidate {
  const { id, kind, subject, priority, runAt, maxAttempts, createdAt, workspace = '', label = 'restricted', timeoutMs } = job
  const [attempt, fence, crashes] = [0, 0, 0]
  const described = [seq, id, kind, subject, priority, runAt, attempt, maxAttempts, fence, createdAt, workspace, label]
  return toCandidate([...described, payload, timeoutMs ?? null, crashes, links, 'queued'])
}

/**
 * The jobs of a claim as they travel; {@link readClaims} reads them. Column by column, because most of them are the same for all jobs of a claim and
 * are then said once, and the payloads as the JSON that they are.
 */
export function writeClaims(taken: readonly Candidate[]): string {
  const [first] = taken
  if (first === undefined) return ''
  const columns = first.columns.map((value, at) =>
    at === PAYLOAD || taken.every((one) => one.columns[at] === value) ? [value] : taken.map((one) => one.columns[at]),
  )
  columns[PAYLOAD] = []
  return `${JSON.stringify(columns)}\n[${taken.map((one) => one.columns[PAYLOAD] ?? 'null').join(',')}]`
}

/** Reads what {@link writeClaims} wrote: the jobs as they are now that they are taken. Throws DATABASE_DAMAGED. */
export function readClaims(claims: string): ClaimedJob[] {
  if (claims === '') return []
  const end = claims.indexOf('\n')
  const columns: unknown = JSON.parse(claims.slice(0, end))
  const payloads = payloadsOf(claims.slice(end + 1))
  if (!Array.isArray(columns)) return damaged(0)
  const seqs: unknown = columns[0]
  if (!Array.isArray(seqs) || seqs.length !== payloads.length) return damaged(PAYLOAD)
  const values: unknown[] = []
  return payloads.map((payload, row) => {
    for (const [at, column] of columns.entries()) values[at] = Array.isArray(column) ? column[column.length === 1 ? 0 : row] : undefined
    return toClaimedJob(values, payload)
  })
}

function toClaimedJob(columns: readonly unknown[], payload: unknown): ClaimedJob {
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
    payload,
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

function stateOf(value: string, at: number): JobState {
  return JOB_STATES.find((state) => state === value) ?? damaged(at)
}

function payloadsOf(text: string): readonly unknown[] {
  try {
    const payloads: unknown = JSON.parse(text)
    return Array.isArray(payloads) ? payloads : damaged(PAYLOAD)
  } catch {
    return damaged(PAYLOAD)
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
