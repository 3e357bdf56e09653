import { z } from 'zod'
import { RouteSchema } from './privacy.ts'
import { CalibrationSchema, WeightSetSchema } from './routing-rules.ts'

/** What a person did with a draft. `edited` carries how much was changed; a fallback counts as an answer that was not good enough. */
export const VERDICTS = ['accepted', 'edited', 'regenerated', 'liked', 'disliked', 'fell-back'] as const
export const FeedbackSchema = z.object({
  generationId: z.string(),
  at: z.number().int(),
  verdict: z.enum(VERDICTS),
  /** Share of the draft that was changed, 0 to 1: edit distance over length. Only for `edited`. */
  editedShare: z.number().min(0).max(1).nullable(),
})
export type Feedback = z.infer<typeof FeedbackSchema>
export type FeedbackVerdict = Feedback['verdict']

/** One learnt correction with the figures by which it was admitted; log losses on rows that it was not fitted on. */
export const TrainedCalibrationSchema = z.object({
  calibration: CalibrationSchema,
  trainedAt: z.number().int(),
  rows: z.number().int().nonnegative(),
  holdout: z.number().int().nonnegative(),
  lossBefore: z.number().nonnegative(),
  lossAfter: z.number().nonnegative(),
  active: z.boolean(),
})
export type TrainedCalibration = z.infer<typeof TrainedCalibrationSchema>

export const TrainingResultSchema = z.object({
  outcome: z.enum(['adopted', 'not-better', 'too-few-rows']),
  /** What it says to a person. */
  detail: z.string(),
  trained: TrainedCalibrationSchema.nullable(),
})
export type TrainingResult = z.infer<typeof TrainingResultSchema>

/** What experiments compare arms by. Higher is better but for latency, cost and the edited share. */
export const EXPERIMENT_METRICS = ['accepted', 'regenerated', 'edited-share', 'latency-ms', 'cost-usd', 'citation-coverage'] as const
export const ExperimentMetricSchema = z.enum(EXPERIMENT_METRICS)
export type ExperimentMetric = z.infer<typeof ExperimentMetricSchema>

export const ExperimentSchema = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and dashes, at most 40'),
  /** The first arm is what is compared with. */
  arms: z
    .array(z.object({ name: z.string().min(1).max(40), weights: WeightSetSchema, share: z.number().min(0).max(1) }))
    .min(2)
    .max(4),
  metric: ExperimentMetricSchema.default('accepted'),
  /** What keeps to its arm: one request's wording, or this installation. */
  unit: z.enum(['request', 'installation']).default('request'),
  /** A false alarm in at most so many experiments without a difference. */
  alpha: z.number().min(0.001).max(0.2).default(0.05),
  /** Outcomes an arm before anything is said. */
  minimum: z.number().int().min(10).default(50),
  /** Outcomes in all after which it stops undecided. */
  maximum: z.number().int().min(20).default(5_000),
  startedAt: z.number().int(),
  endedAt: z.number().int().nullable(),
  /** Why it ended, or null while it runs. */
  result: z.enum(['better', 'worse', 'undecided', 'stopped']).nullable(),
})
export type Experiment = z.infer<typeof ExperimentSchema>

/** What an arm came to. The interval is of its difference to the first arm and holds at every moment at once. */
export const ArmReportSchema = z.object({
  name: z.string(),
  count: z.number().int().nonnegative(),
  mean: z.number().nullable(),
  difference: z.object({ mean: z.number(), low: z.number(), high: z.number() }).nullable(),
  routes: z.record(RouteSchema, z.number()),
})
export const ExperimentReportSchema = z.object({ experiment: ExperimentSchema, arms: z.array(ArmReportSchema), sentence: z.string() })
export type ExperimentReport = z.infer<typeof ExperimentReportSchema>

export const AUDITED = ['policy', 'weights', 'calibration', 'experiment', 'flag', 'rollout'] as const
/** One change of what decides. `before` and `after` are the whole of it, as JSON, so that it can be compared and taken back. */
export const RoutingChangeSchema = z.object({
  seq: z.number().int().positive(),
  at: z.number().int(),
  what: z.enum(AUDITED),
  before: z.string(),
  after: z.string(),
  note: z.string(),
})
export type RoutingChange = z.infer<typeof RoutingChangeSchema>
