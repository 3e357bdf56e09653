import { oc } from '@orpc/contract'
import { z } from 'zod'
import { jobListContract } from './job-list.ts'
import {
  JobKindSchema,
  JobLogLineSchema,
  JobScheduleSchema,
  JobSchema,
  JobStateSchema,
  JobTransitionSchema,
  LockModeSchema,
  ResourceLockSchema,
} from './jobs.ts'

/** Why jobs wait for the machine. `MACHINE_NOT_SEEN_YET` lasts a second at most; `ITS_TURN`: nothing speaks against them any more. */
export const HELD_BACK_CODES = [
  'PROCESSOR_BUSY',
  'PROCESSOR_TAKEN',
  'MEMORY_PRESSED',
  'MEMORY_SHORT',
  'GPU_MEMORY_SHORT',
  'HOT',
  'WARM',
  'BATTERY_LOW',
  'MACHINE_UNKNOWN',
  'MACHINE_NOT_SEEN_YET',
  'CALMING',
  'INTERACTIVE_FIRST',
  'LONGER_WAITING',
  'OFFLINE',
  'SUSPENDED',
  'JUST_RESUMED',
  'ITS_TURN',
] as const
export type HeldBackCode = (typeof HELD_BACK_CODES)[number]

/** A kind that waits for the machine: since when its oldest job is ready (ms since the epoch), and why, as a code and in one sentence. */
export const HeldBackSchema = z.object({
  kind: JobKindSchema,
  since: z.number().int(),
  code: z.enum(HELD_BACK_CODES),
  reason: z.string(),
})
export type HeldBack = z.infer<typeof HeldBackSchema>

/**
 * How jobs of a kind are run. `durability`: a `synced` outcome is kept through a power cut; a `fast` one through a crash of the process, and a
 * power cut may have the job run once more. `atOnce`: null for as many as there are places. `timeoutMs`: null for none.
 */
export const JobKindInfoSchema = z.object({
  kind: JobKindSchema,
  durability: z.enum(['synced', 'fast']),
  atOnce: z.number().int().positive().nullable(),
  timeoutMs: z.number().int().positive().nullable(),
  /** Whether jobs of it can wait for the machine. */
  canBeHeldBack: z.boolean(),
})
export type JobKindInfo = z.infer<typeof JobKindInfoSchema>

/** A job that must end before this one, or that waits for it. */
export const JobLinkSchema = z.object({
  id: z.string(),
  kind: JobKindSchema,
  subject: z.string(),
  state: JobStateSchema,
  /** What of it is waited for: its success, or any end. */
  when: z.enum(['success', 'any']),
  met: z.boolean(),
})
export type JobLink = z.infer<typeof JobLinkSchema>

/** A lock that a job waits for, and which jobs it is behind: who holds it, and who is before it in line. */
export const WantedLockSchema = z.object({
  name: z.string(),
  mode: LockModeSchema,
  since: z.number().int(),
  deadline: z.number().int().nullable(),
  heldBy: z.array(z.string()),
})
export const HeldLockSchema = z.object({ name: z.string(), mode: LockModeSchema, since: z.number().int() })

/** One job with all that happened to it, and all that it waits for. */
export const JobDetailSchema = z.object({
  job: JobSchema,
  transitions: z.array(JobTransitionSchema),
  log: z.array(JobLogLineSchema),
  dependencies: z.array(JobLinkSchema),
  dependants: z.array(JobLinkSchema),
  locks: z.object({ held: z.array(HeldLockSchema), wanted: z.array(WantedLockSchema) }),
  /** Why the machine holds it back now, in one sentence; null where it does not. */
  heldBack: z.string().nullable(),
})
export type JobDetail = z.infer<typeof JobDetailSchema>

/**
 * Jobs that ended, by how. The rates are shares of all of them (0 to 1), null where there are none; `dead` ones count as failed. The mean times (ms) are of
 * those that were not cancelled: from when a job was due to its last start, and from there to its end.
 */
export const JobFiguresSchema = z.object({
  jobs: z.number().int().nonnegative(),
  succeeded: z.number().int().nonnegative(),
  failed: z.number().int().nonnegative(),
  cancelled: z.number().int().nonnegative(),
  completionRate: z.number().nullable(),
  failureRate: z.number().nullable(),
  meanWaitMs: z.number().nullable(),
  meanDurationMs: z.number().nullable(),
})
export type JobFigures = z.infer<typeof JobFiguresSchema>

/** The last `days` days (UTC), today included. */
export const JobKpisSchema = z.object({
  days: z.number().int(),
  /** First day with figures in the window (UTC midnight, ms since the epoch); from there utilisation is counted. */
  from: z.number().int(),
  concurrency: z.number().int(),
  /** Time worked, as a share of what all places could have worked since `from`, whether or not the app was open. */
  utilisation: z.number().nonnegative(),
  /** Writes of a holder that had lost its lease: each was refused. */
  staleWrites: z.number().int().nonnegative(),
  total: JobFiguresSchema,
  kinds: z.array(JobFiguresSchema.extend({ kind: JobKindSchema })),
  /** By day and kind, newest day first. */
  rows: z.array(JobFiguresSchema.extend({ day: z.number().int(), kind: JobKindSchema })),
})
export type JobKpis = z.infer<typeof JobKpisSchema>

/** How many jobs are in each state. */
export const JobCountsSchema = z.record(JobStateSchema, z.number().int().nonnegative())
export type JobCounts = z.infer<typeof JobCountsSchema>

/** Levels that a person may give; a minute of waiting counts as much as one. Requests have 100. */
export const PrioritySchema = z.number().int().min(-1_000).max(1_000)

export const NewScheduleSchema = JobScheduleSchema.pick({ kind: true }).extend({
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/i, 'An id has letters, digits, dots, dashes and underscores, at most 64.'),
  /** What the jobs work on: a folder or a source by its id. Jobs that look at all sources need none. */
  subject: z.string().max(200).default(''),
  cron: z.string().min(1).max(200),
  timeZone: z.string().min(1).max(100),
  missed: JobScheduleSchema.shape.missed.default('once'),
  priority: PrioritySchema.default(0),
  workspace: z.string().max(200).default(''),
  payload: z.json().default(null),
})
export type NewSchedule = z.infer<typeof NewScheduleSchema>

const Id = z.object({ id: z.string().min(1) })

export const jobsContract = {
  list: oc
    .route({ method: 'GET', path: '/jobs' })
    .input(
      z
        .object({
          limit: z.coerce.number().int().min(1).max(500).default(100),
          before: z.coerce.number().int().optional(),
          state: JobStateSchema.optional(),
          kind: JobKindSchema.optional(),
        })
        .prefault({}),
    )
    .output(z.array(JobSchema)),
  ...jobListContract,
  get: oc.route({ method: 'GET', path: '/jobs/{id}' }).input(Id).output(JobDetailSchema),
  log: oc.route({ method: 'GET', path: '/jobs/{id}/log' }).input(Id).output(z.array(JobLogLineSchema)),
  cancel: oc
    .route({ method: 'POST', path: '/jobs/{id}/cancel' })
    .input(Id)
    .output(z.object({ cancelled: z.boolean() })),
  retry: oc
    .route({ method: 'POST', path: '/jobs/{id}/retry' })
    .input(Id)
    .output(z.object({ retried: z.boolean() })),
  /** Another priority for a job that has not begun; false where it has. */
  reprioritize: oc
    .route({ method: 'POST', path: '/jobs/{id}/priority' })
    .input(Id.extend({ priority: PrioritySchema }))
    .output(z.object({ changed: z.boolean() })),
  counts: oc.route({ method: 'GET', path: '/job-counts' }).output(JobCountsSchema),
  kinds: oc.route({ method: 'GET', path: '/job-kinds' }).output(z.array(JobKindInfoSchema)),
  heldBack: oc.route({ method: 'GET', path: '/jobs-held-back' }).output(z.array(HeldBackSchema)),
  locks: oc.route({ method: 'GET', path: '/job-locks' }).output(z.array(ResourceLockSchema)),
  kpis: oc
    .route({ method: 'GET', path: '/job-kpis' })
    .input(z.object({ days: z.coerce.number().int().min(1).max(366).default(30) }).prefault({}))
    .output(JobKpisSchema),
  schedules: {
    list: oc.route({ method: 'GET', path: '/job-schedules' }).output(z.array(JobScheduleSchema)),
    /** Adds one, or changes the one of this id. */
    put: oc.route({ method: 'PUT', path: '/job-schedules/{id}' }).input(NewScheduleSchema).output(JobScheduleSchema),
    remove: oc
      .route({ method: 'DELETE', path: '/job-schedules/{id}' })
      .input(Id)
      .output(z.object({ removed: z.boolean() })),
  },
}
