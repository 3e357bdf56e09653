import type { JobWithMetadata } from 'pg-boss'
import { z } from 'zod'
import { type ErrorValue, ErrorValueSchema, TidegateError } from '#contracts/errors.ts'
import { type Job, JobKindSchema, type JobState } from '#contracts/jobs.ts'
import type { JobOutcome, NewJob } from '../../storage/types.ts'
import { TEAM_LABELS, type TeamLabel, type TeamQueue, uuidOf } from './queues.ts'
import { open, seal, type TeamKey } from './sealing.ts'

/** A job as it lies in the team's database. `sealed` holds subject and payload of a confidential one, which then stand nowhere else. */
export const JobDataSchema = z.strictObject({
  v: z.literal(1),
  id: z.string().min(1),
  kind: JobKindSchema,
  label: z.enum(TEAM_LABELS),
  workspace: z.string(),
  createdAt: z.number().int(),
  maxAttempts: z.number().int().positive(),
  timeoutMs: z.number().int().positive().nullable(),
  subject: z.string(),
  payload: z.unknown(),
  sealed: z.string().optional(),
  /** On its way into another queue, and when it is due there: nobody takes it here. */
  movedRunAt: z.number().int().optional(),
})
export type JobData = z.infer<typeof JobDataSchema>

const SecretSchema = z.strictObject({ subject: z.string(), payload: z.unknown() })

/** What a run left on its job. Notes and results of a confidential one are sealed as well. */
const OutputSchema = z.strictObject({
  state: z.enum(['succeeded', 'failed', 'cancelled', 'dead', 'queued', 'deferred']),
  note: z.string(),
  error: ErrorValueSchema.nullable(),
  result: z.unknown(),
  sealed: z.string().optional(),
})
type Output = z.infer<typeof OutputSchema>
const SecretOutputSchema = OutputSchema.pick({ note: true, error: true, result: true })

/** Why a row cannot be used by this worker. Another one may be able to. */
export type Unreadable = 'malformed' | 'no-key' | 'wrong-key' | 'tampered'

/** What is read of a row of pg-boss. */
export type Row = Pick<
  JobWithMetadata,
  | 'id'
  | 'state'
  | 'priority'
  | 'retryLimit'
  | 'retryCount'
  | 'startAfter'
  | 'startedOn'
  | 'completedOn'
  | 'blocked'
  | 'blocking'
  | 'pendingDependencies'
> & { readonly data: unknown; readonly output: unknown }

export function dataOf(job: NewJob, label: TeamLabel, key: TeamKey | null): JobData {
  const base = {
    ...{ v: 1 as const, id: job.id, kind: job.kind, label, workspace: job.workspace ?? '' },
    ...{ createdAt: job.createdAt, maxAttempts: job.maxAttempts, timeoutMs: job.timeoutMs ?? null },
  }
  const secret = { subject: job.subject, payload: job.payload ?? null }
  if (label !== 'confidential') return { ...base, ...secret }
  if (key === null)
    throw new TidegateError('BAD_INPUT', 'A confidential job needs the key of the team. Store it with: tidegate config key team')
  return { ...base, subject: '', payload: null, sealed: seal(JSON.stringify(secret), contextOf(base, 'payload'), key) }
}

/** What the row says, with what was sealed in it; never throws. `expected`: the queue that it lay in. */
export function readData(
  row: Pick<Row, 'id' | 'data'>,
  expected: TeamQueue,
  key: TeamKey | null,
): { readonly ok: true; readonly data: JobData } | { readonly ok: false; readonly reason: Unreadable } {
  const parsed = JobDataSchema.safeParse(row.data)
  // A row that is another's than its data, or lies in another queue, was put there by somebody else's hand: a copy would run a second time.
  if (!parsed.success || !isItself(parsed.data, row, expected)) return { ok: false, reason: 'malformed' }
  if (expected.label !== 'confidential')
    return parsed.data.sealed === undefined ? { ok: true, data: parsed.data } : { ok: false, reason: 'malformed' }
  if (parsed.data.sealed === undefined) return { ok: false, reason: 'malformed' }
  if (key === null) return { ok: false, reason: 'no-key' }
  const opened = open(parsed.data.sealed, contextOf(parsed.data, 'payload'), key)
  if (!opened.ok) return opened
  const secret = SecretSchema.safeParse(JSON.parse(opened.text))
  return secret.success ? { ok: true, data: { ...parsed.data, ...secret.data } } : { ok: false, reason: 'malformed' }
}

function isItself({ id, kind, label }: JobData, row: Pick<Row, 'id'>, queue: TeamQueue): boolean {
  return row.id === uuidOf(id) && kind === queue.kind && label === queue.label
}

export function outputOf(data: JobData, outcome: JobOutcome, key: TeamKey | null): Output {
  const result = outcome.state === 'succeeded' ? (outcome.result ?? null) : null
  const said = { note: outcome.note, error: outcome.error, result }
  if (data.label !== 'confidential') return { state: outcome.state, ...said }
  if (key === null) throw new TidegateError('BAD_INPUT', 'The key of the team is gone. Store it again with: tidegate config key team')
  return { state: outcome.state, note: '', error: null, result: null, sealed: seal(JSON.stringify(said), contextOf(data, 'output'), key) }
}

/** A given-back lease raises the limit by one, so that it counts for nothing. */
export function attemptOf({ retryCount, retryLimit }: Pick<Row, 'retryCount' | 'retryLimit'>, maxAttempts: number): number {
  return Math.max(0, retryCount + 1 - Math.max(0, retryLimit + 1 - maxAttempts))
}

/** The job as the contract has it. A sealed part that cannot be opened here is left empty. */
export function jobOfRow(row: Row, queue: TeamQueue, key: TeamKey | null): Job | null {
  const read = readData(row, queue, key)
  const parsed = read.ok ? read.data : JobDataSchema.safeParse(row.data).data
  if (parsed === undefined) return null
  const output = readOutput(row.output, parsed, key)
  const state = stateOf(row, output)
  const ended = row.completedOn?.getTime() ?? null
  return {
    ...{ id: parsed.id, kind: parsed.kind, label: parsed.label, workspace: parsed.workspace, createdAt: parsed.createdAt },
    ...{ subject: parsed.subject, payload: parsed.payload, maxAttempts: parsed.maxAttempts, timeoutMs: parsed.timeoutMs },
    state,
    priority: row.priority,
    runAt: row.startAfter.getTime(),
    attempt: row.startedOn === null ? 0 : attemptOf(row, parsed.maxAttempts),
    fence: row.startedOn === null ? 0 : row.retryCount + 1,
    owner: null,
    leaseUntil: null,
    progress: state === 'succeeded' ? 1 : 0,
    note: output?.note ?? '',
    cancelRequested: state === 'cancelled',
    startedAt: row.startedOn?.getTime() ?? null,
    endedAt: ended,
    error: output?.error ?? (state === 'dead' ? SILENT : null),
    result: output?.result ?? null,
    waitsFor: row.blocked ? row.pendingDependencies : 0,
    crashes: 0,
  }
}

const SILENT: ErrorValue = {
  code: 'INTERNAL',
  message: 'Each machine that worked on this went silent, or took longer than it may. Retry it to go on.',
}

function readOutput(output: unknown, data: JobData, key: TeamKey | null): Output | null {
  const parsed = OutputSchema.safeParse(output).data
  if (parsed?.sealed === undefined) return parsed ?? null
  const opened = key === null ? null : open(parsed.sealed, contextOf(data, 'output'), key)
  const said = opened?.ok === true ? SecretOutputSchema.safeParse(JSON.parse(opened.text)).data : undefined
  return said === undefined ? parsed : { ...parsed, ...said }
}

function stateOf({ state, blocked }: Row, output: Output | null): JobState {
  switch (state) {
    case 'created':
      return blocked ? 'waiting' : 'queued'
    case 'retry':
      return output?.state === 'deferred' ? 'deferred' : 'queued'
    case 'active':
      return 'running'
    case 'completed':
      return 'succeeded'
    case 'cancelled':
      // What failed for good is taken out of the queue by cancelling it: pg-boss would try it again.
      return output?.state === 'failed' ? 'failed' : 'cancelled'
    case 'failed':
      return output?.state === 'failed' ? 'failed' : 'dead'
  }
}

function contextOf(
  { id, kind, label, workspace }: Pick<JobData, 'id' | 'kind' | 'label' | 'workspace'>,
  what: 'payload' | 'output',
): string {
  return JSON.stringify([what, id, kind, label, workspace])
}
