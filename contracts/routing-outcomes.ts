import { z } from 'zod'
import { RouteSchema } from './privacy.ts'

/**
 * One figure, expected and measured, over `n` requests. `bias` is the mean of measured minus expected with its 95 % interval, null below two
 * requests; `typicalError` is the median of the distance between the two. All in the unit of the figure.
 */
export const ComparedFigureSchema = z.object({
  n: z.number().int().positive(),
  expected: z.number(),
  measured: z.number(),
  bias: z.object({ mean: z.number(), low: z.number(), high: z.number() }).nullable(),
  typicalError: z.number().nonnegative(),
})
export type ComparedFigure = z.infer<typeof ComparedFigureSchema>

/** Time in ms and cost in US dollars of drafts that came to their end; quality is the chance of being good enough beside the share that was. */
export const ProviderOutcomesSchema = z.object({
  provider: z.string(),
  time: ComparedFigureSchema.nullable(),
  cost: ComparedFigureSchema.nullable(),
  quality: ComparedFigureSchema.nullable(),
})
export type ProviderOutcomes = z.infer<typeof ProviderOutcomesSchema>

export const OutcomePointSchema = z.object({
  /** Of the decision. */
  id: z.string(),
  provider: z.string(),
  route: RouteSchema,
  at: z.number().int(),
  expectedMs: z.number(),
  measuredMs: z.number(),
  expectedUsd: z.number(),
  measuredUsd: z.number(),
})
export type OutcomePoint = z.infer<typeof OutcomePointSchema>

export const OutcomeReportSchema = z.object({
  /** Requests that were looked at: those that ran to their end. */
  considered: z.number().int().nonnegative(),
  /** By how often they were asked, most first. */
  providers: z.array(ProviderOutcomesSchema),
  /** The newest of them, newest first, at most 400. */
  points: z.array(OutcomePointSchema),
})
export type OutcomeReport = z.infer<typeof OutcomeReportSchema>
