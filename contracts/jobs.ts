import { z } from 'zod'
import { ErrorValueSchema } from './errors.ts'
import { LabelSchema } from './privacy.ts'

export const JOB_STATES = ['queued', 'waiting', 'deferred', 'leased', 'running', 'succeeded', 'failed', 'cancelled', 'dead'] as const
export const JobStateSchema = z.enum(JOB_STATES)
export type JobState = z.infer<typeof JobStateSchema>

export const TERMINAL_STATES: ReadonlySet<JobState> = new Set<JobState>(['succeeded', 'failed', 'cancelled', 'dead'])

/** A kind of work, as its handler registered it. The ones of the application are {@link JOB_KINDS}. */
export const JobKindSchema = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/)
export type JobKind = z.infer<typeof JobKindSchema>
export const JOB_KINDS = [
  'generate',
  'index-source',
  'sync-folder',
  'label-sources',
  'embed-sources',
  'test-run',
] as const satisfies readonly JobKind[]

/**
 * A durable unit of background work. Higher `priority` runs first, and a minute of waiting counts as much as one level; `runAt` (ms since
 * the epoch) delays. `attempt` counts the tries so far, with that of a lease whose work has not begun yet; `fence` grows with each lease, and a write with an older fence is refused.
 * `subject` is the id of what the job works on (a generation, a source). Between `workspaces` work is shared out evenly. `label` is that of
 * the payload, which holds no user text on this machine. `waitsFor` counts the jobs that must end first; `crashes` the processes that died
 * while they worked on it.
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
  workspace: z.string(),
  label: LabelSchema,
  payload: z.unknown(),
  result: z.unknown(),
  waitsFor: z.number().int().nonnegative(),
  crashes: z.number().int().nonnegative(),
  timeoutMs: z.number().int().positive().nullable(),
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

/** One line that a handler wrote about its work: an event and figures, never text of a user. */
export const JobLogLineSchema = z.object({
  n: z.number().int(),
  at: z.number().int(),
  fence: z.number().int(),
  event: z.string(),
  fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})
export type JobLogLine = z.infer<typeof JobLogLineSchema>

export const LockModeSchema = z.enum(['shared', 'exclusive'])
export type LockMode = z.infer<typeof LockModeSchema>

/** A lock by name: who holds it since when, and who waits for it, first come first. */
export const ResourceLockSchema = z.object({
  name: z.string(),
  holders: z.array(z.object({ jobId: z.string(), mode: LockModeSchema, owner: z.string(), since: z.number().int() })),
  waiters: z.array(z.object({ jobId: z.string(), mode: LockModeSchema, since: z.number().int(), deadline: z.number().int().nullable() })),
})
export type ResourceLock = z.infer<typeof ResourceLockSchema>

/** Jobs of one kind that ended on one day (UTC midnight, ms since the epoch). Mean times are the sums over `jobs`, ms. */
export const JobRollupSchema = z.object({
  day: z.number().int(),
  kind: JobKindSchema,
  state: z.enum(['succeeded', 'failed', 'cancelled', 'dead']),
  jobs: z.number().int(),
  waitedMs: z.number().int(),
  workedMs: z.number().int(),
})
export type JobRollup = z.infer<typeof JobRollupSchema>

/** What happens with the times that passed while nothing ran: `once` makes up for all of them with one job, `all` with one each (at most 100). */
export const MissedRunSchema = z.enum(['skip', 'once', 'all'])
export const JobScheduleSchema = z.object({
  id: z.string(),
  kind: JobKindSchema,
  workspace: z.string(),
  subject: z.string(),
  priority: z.number().int(),
  payload: z.unknown(),
  /** Five or six fields as in crontab(5), read in `timeZone` (IANA). */
  cron: z.string(),
  timeZone: z.string(),
  missed: MissedRunSchema,
  /** Null where it never comes again, or is switched off. */
  nextAt: z.number().int().nullable(),
  lastAt: z.number().int().nullable(),
  createdAt: z.number().int(),
})
export type JobSchedule = z.infer<typeof JobScheduleSchema>
