import { TidegateError } from '#contracts/errors.ts'
import { LABELS, type Label } from '#contracts/privacy.ts'
import type { ClaimedJob } from './types.ts'

/** Columns of a job that can be taken, in the order that {@link toCandidate} reads them. */
export const CANDIDATE_COLUMNS = `seq, id, kind, subject, priority, run_at, attempt, max_attempts, fence, created_at, workspace, label,
  payload_json, timeout_ms, crashes, links, state`

export interface Candidate {
  /** As it will be once it is taken. */
  readonly job: ClaimedJob
  readonly links: number
  readonly state: string
}

/** Reads a row of {@link CANDIDATE_COLUMNS}. By hand: a schema would cost as much as all the rest of taking a job. */
export function toCandidate(row: unknown): Candidate {
  const columns: readonly unknown[] = Array.isArray(row) ? row : []
  let at = -1
  const next = (): unknown => columns[++at]
  const text = (): string => {
    const value = next()
    return typeof value === 'string' ? value : damaged(at)
  }
  const integer = (): number => {
    const value = next()
    return typeof value === 'number' ? value : damaged(at)
  }
  const job = {
    seq: integer(),
    id: text(),
    kind: text(),
    subject: text(),
    priority: integer(),
    runAt: integer(),
    attempt: integer() + 1,
    maxAttempts: integer(),
    fence: integer() + 1,
    createdAt: integer(),
    workspace: text(),
    label: labelOf(text(), at),
    payload: payloadOf(next(), at),
    timeoutMs: timeoutOf(next(), at),
    crashes: integer(),
  }
  return { job, links: integer(), state: text() }
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
