import { z } from 'zod'
import { ErrorValueSchema } from './errors.ts'

export const JOB_STATES = ['queued', 'waiting', 'deferred', 'leased', 'running', 'succeeded', 'failed', 'cancelled', 'dead'] as const
export const JobStateSchema = z.enum(JOB_STATES)
export type JobState = z.infer<typeof JobStateSchema>

export const TERMINAL_STATES: ReadonlySet<JobState> = new Set<JobState>(['succeeded', 'failed', 'cancelled', 'dead'])

export const JOB_KINDS = ['generate', 'index-source', 'sync-folder', 'label-sources', 'embed-sources'] as const
export const JobKindSchema = z.enum(JOB_KINDS)
export type JobKind = z.infer<typeof JobKindSchema>

/**
 * A durable unit of background work. Higher `priority` runs first; `runAt` (ms since the epoch) delays. `attempt` counts the
 * leases taken so far; `fence` grows with each lease, and a write with an older fence is refused. `subject` is the id of what
 * the job works on (a generation, a source). `payload` holds no user text.
 */
export const JobSchema = z.object({
  id: z.string(),
  kind: JobKindSchema,
  subject: z.string(),
  state: JobStateSchema,
  priority: z.number().int(),
  runAt: z.number().int(),
  attempt: z.number().int().nonnegative(),
  maxAttempts: z.number().int().positive(),
  fence: z.number().int().nonnegative(),
  owner: z.string().nullable(),
  leaseUntil: z.number().int().nullable(),
  progress: z.number().min(0).max(1),
  /** Why it waits or what it is doing, for a person. */
  note: z.string(),
  cancelRequested: z.boolean(),
  createdAt: z.number().int(),
  startedAt: z.number().int().nullable(),
  endedAt: z.number().int().nullable(),
  error: ErrorValueSchema.nullable(),
})
export type Job = z.infer<typeof JobSchema>

export const JobTransitionSchema = z.object({
  seq: z.number().int(),
  jobId: z.string(),
  at: z.number().int(),
  from: JobStateSchema.nullable(),
  to: JobStateSchema,
  fence: z.number().int(),
  note: z.string(),
})
export type JobTransition = z.infer<typeof JobTransitionSchema>
