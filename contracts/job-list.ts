import { oc } from '@orpc/contract'
import { z } from 'zod'
import { JobKindSchema, JobSchema } from './jobs.ts'

/** What a person asks for by: `waiting` is queued, waiting or deferred; `working` is starting or running; `failed` is failed or given up. */
export const JOB_SCOPES = ['working', 'waiting', 'failed', 'succeeded', 'cancelled'] as const
export const JobScopeSchema = z.enum(JOB_SCOPES)
export type JobScope = z.infer<typeof JobScopeSchema>

/**
 * Which jobs are meant; what is left out does not limit. `text` is looked for in the words of the request, in names of sources and folders, and at the
 * beginning of the job's id; of very many that have a word, the newest are found. `from` (included) and `to` (not) are of the creation, ms since the epoch.
 */
export const JobFilterSchema = z.object({
  scope: JobScopeSchema.optional(),
  kind: JobKindSchema.optional(),
  workspace: z.string().max(200).optional(),
  text: z.string().max(200).optional(),
  from: z.number().int().optional(),
  to: z.number().int().optional(),
})
export type JobFilter = z.infer<typeof JobFilterSchema>

export const JOB_GROUPINGS = ['none', 'state', 'kind', 'workspace', 'day'] as const
export const JobGroupingSchema = z.enum(JOB_GROUPINGS)
export type JobGrouping = z.infer<typeof JobGroupingSchema>

/** A job as a list shows it. `title`: of what it works on, null where that is gone. `isBehindLock`: it is ready but for a lock that others hold. */
export const JobLineSchema = JobSchema.omit({ payload: true, result: true, owner: true, leaseUntil: true, fence: true }).extend({
  title: z.string().nullable(),
  isBehindLock: z.boolean(),
})
export type JobLine = z.infer<typeof JobLineSchema>

/** A group of jobs: its state, kind, workspace, or day (days since 1970 of local time, as a number in text); the empty key is all of them. */
export const JobSectionSchema = z.object({ key: z.string(), count: z.number().int().nonnegative() })
export type JobSection = z.infer<typeof JobSectionSchema>

/** How many jobs there are in each scope for a filter without its scope, and in each group with it. */
export const JobOverviewSchema = z.object({
  scopes: z.record(JobScopeSchema, z.number().int().nonnegative()),
  sections: z.array(JobSectionSchema),
  /** A search found more than are counted and listed: these are the newest of them. */
  isCut: z.boolean(),
})
export type JobOverview = z.infer<typeof JobOverviewSchema>

/** `next` is the order in which waiting jobs come up: those that are ready by their rank, then the others by their time. */
export const JobOrderSchema = z.enum(['newest', 'next'])
export type JobOrder = z.infer<typeof JobOrderSchema>

/** Where a ready job is put among the others that are ready. */
export const JobPlaceSchema = z.union([z.literal('first'), z.object({ before: z.string().min(1) }), z.object({ after: z.string().min(1) })])
export type JobPlace = z.infer<typeof JobPlaceSchema>

/** Jobs by their ids, or all that fit a filter at this moment. */
export const JobChoiceSchema = z.union([z.object({ ids: z.array(z.string().min(1)).max(5_000) }), z.object({ filter: JobFilterSchema })])
export type JobChoice = z.infer<typeof JobChoiceSchema>

/** How many it was done for, of how many that it could have been done for. */
export const ManyDoneSchema = z.object({ done: z.number().int().nonnegative(), asked: z.number().int().nonnegative() })
export type ManyDone = z.infer<typeof ManyDoneSchema>

/** A list of any length by parts: how long it is, a stretch of it, and what is done to many at once. */
export const jobListContract = {
  overview: oc
    .route({ method: 'POST', path: '/job-overview' })
    .input(
      z.object({
        filter: JobFilterSchema.default({}),
        by: JobGroupingSchema.default('none'),
        /** What local time is ahead of UTC, minutes; where days begin. */
        utcOffsetMin: z.number().int().min(-900).max(900).default(0),
      }),
    )
    .output(JobOverviewSchema),
  lines: oc
    .route({ method: 'POST', path: '/job-lines' })
    .input(
      z.object({
        filter: JobFilterSchema.default({}),
        /** Only jobs in this state; beside the scope of the filter. */
        state: JobSchema.shape.state.optional(),
        order: JobOrderSchema.default('newest'),
        offset: z.number().int().nonnegative().default(0),
        limit: z.number().int().min(1).max(500).default(100),
      }),
    )
    .output(z.array(JobLineSchema)),
  /** Moves a job that is ready; false where it, or the other, is not ready any more. */
  place: oc
    .route({ method: 'POST', path: '/jobs/{id}/place' })
    .input(z.object({ id: z.string().min(1), place: JobPlaceSchema }))
    .output(z.object({ placed: z.boolean() })),
  cancelMany: oc.route({ method: 'POST', path: '/jobs-cancel' }).input(JobChoiceSchema).output(ManyDoneSchema),
  retryMany: oc.route({ method: 'POST', path: '/jobs-retry' }).input(JobChoiceSchema).output(ManyDoneSchema),
}
