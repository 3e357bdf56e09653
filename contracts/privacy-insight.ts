import { oc } from '@orpc/contract'
import { z } from 'zod'
import { JudgedFindingSchema, LabelSchema, PolicySchema, RouteSchema } from './privacy.ts'
import { DECISION_STATUSES } from './routing.ts'

export const INSIGHT_LIMITS = { trialChars: 100_000, days: 366, simulated: 500, idsShown: 20 } as const

/** What the gate makes of a text that is only tried out: nothing of it is stored, and nothing is sent. */
export const TextTrialSchema = z.object({
  label: LabelSchema,
  findings: z.array(JudgedFindingSchema),
  allowedRoutes: z.array(RouteSchema),
  /** The text as a hosted service would see it where only masked text may leave; null where that route is not allowed. */
  masked: z.string().nullable(),
  /** Places that are masked in it. */
  maskedCount: z.number().int().nonnegative(),
  elapsedMs: z.number().nonnegative(),
})
export type TextTrial = z.infer<typeof TextTrialSchema>

const Found = z.number().int().positive()

/** What was found in what was asked for since a time (ms since the epoch). Counts only: no value, and no place in a text. */
export const FindingStatisticsSchema = z.object({
  since: z.number().int(),
  requests: z.number().int().nonnegative(),
  types: z.array(z.object({ type: z.string(), count: Found, requests: Found })),
  /** By day of the person's calendar (`YYYY-MM-DD`) and type, newest day first; days without any are left out. */
  days: z.array(z.object({ day: z.string(), type: z.string(), count: Found })),
  recognizers: z.array(z.object({ recognizer: z.string(), count: Found, requests: Found })),
  /** By where the request ran: what was found on `local` stayed, on `hybrid` it was masked; null is what did not run. */
  routes: z.array(z.object({ route: RouteSchema.nullable(), count: Found, requests: Found })),
})
export type FindingStatistics = z.infer<typeof FindingStatisticsSchema>

/** Recent requests that another policy would judge otherwise, put together by what they were and what would become of them. */
export const PolicySimulationSchema = z.object({
  /** Requests looked at, newest first, at most {@link INSIGHT_LIMITS}`.simulated`. */
  considered: z.number().int().nonnegative(),
  changed: z.array(
    z.object({
      label: LabelSchema,
      status: z.enum(DECISION_STATUSES),
      route: RouteSchema.nullable(),
      /** `forbidden`: it ran, or would have run, where it no longer may. `allowed`: it was blocked and would no longer be. */
      becomes: z.enum(['forbidden', 'allowed']),
      count: z.number().int().positive(),
      generationIds: z.array(z.string()),
    }),
  ),
})
export type PolicySimulation = z.infer<typeof PolicySimulationSchema>

export const privacyInsightContract = {
  tryOut: oc
    .route({ method: 'POST', path: '/privacy-trial' })
    .input(z.object({ text: z.string().max(INSIGHT_LIMITS.trialChars) }))
    .output(TextTrialSchema),
  statistics: oc
    .route({ method: 'GET', path: '/privacy-statistics' })
    .input(z.object({ days: z.coerce.number().int().min(1).max(INSIGHT_LIMITS.days).default(30) }).prefault({}))
    .output(FindingStatisticsSchema),
  /** Judges stored decisions again by another policy: labels, routes and counts, no text. */
  simulate: oc.route({ method: 'POST', path: '/policy-simulation' }).input(PolicySchema).output(PolicySimulationSchema),
}
