import { z } from 'zod'

/**
 * Why a build is not known to be good. `failed-later` and the like are of runs after the one that is judged, or of all where none can be.
 */
export const GUARD_REASONS = [
  'failed',
  'needs-review',
  'disagreements',
  'failed-later',
  'no-run',
  'incomplete',
  'too-few',
  'too-old',
] as const
export const GuardReasonSchema = z.enum(GUARD_REASONS)
export type GuardReason = z.infer<typeof GuardReasonSchema>

/** What the runs of a build say to a rollout: go on only on `pass`. */
export const GuardSignalSchema = z.object({
  status: z.enum(['pass', 'fail', 'unknown']),
  /** `count`: how many verdicts, scenarios or hours. */
  because: z.array(z.object({ reason: GuardReasonSchema, count: z.number().nonnegative(), words: z.string() })),
  /** The run that was judged; null where there is none that could be. */
  runId: z.string().nullable(),
  app: z.string(),
})
export type GuardSignal = z.infer<typeof GuardSignalSchema>

export const GuardWishSchema = z.object({
  /** The build in question, as runs name it. Default: this one. */
  app: z.string().min(1).max(200).optional(),
  /** A run that is older says nothing of today's machine. */
  maxAgeHours: z.coerce
    .number()
    .positive()
    .max(24 * 366)
    .default(48),
  /** A run of fewer scenarios is too small a sample; those in quarantine do not count. */
  minScenarios: z.coerce.number().int().min(1).max(1_000).default(10),
})
export type GuardWish = z.infer<typeof GuardWishSchema>
