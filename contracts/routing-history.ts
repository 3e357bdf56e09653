import { oc } from '@orpc/contract'
import { z } from 'zod'
import { GenerationSummarySchema } from './generation.ts'
import { LabelSchema, PolicySchema, RouteSchema } from './privacy.ts'
import { RoutingDecisionSchema } from './routing.ts'
import {
  ExperimentReportSchema,
  ExperimentSchema,
  FeedbackSchema,
  RoutingChangeSchema,
  TrainedCalibrationSchema,
  TrainingResultSchema,
} from './routing-learning.ts'
import { OutcomeReportSchema } from './routing-outcomes.ts'
import { PerformanceStatsSchema } from './routing-performance.ts'
import { CalibrationSchema, WeightSetSchema } from './routing-rules.ts'

const Id = z.object({ id: z.string().min(1) })
const OUTCOMES = [...RouteSchema.options, 'deferred', 'blocked'] as const

/** The request that a decision was made for, as a list names it. */
export const DecidedRequestSchema = GenerationSummarySchema.pick({ title: true, state: true, costUsd: true }).extend({
  /** From the decision to the end, ms, without what it had waited before; null until it has ended. */
  totalMs: z.number().nonnegative().nullable(),
  /** Who wrote the draft, or was last asked to; null before anybody was. */
  provider: z.string().nullable(),
})
export type DecidedRequest = z.infer<typeof DecidedRequestSchema>

/** A decision of the past with its generation; without findings, which belong to the generation. */
export const StoredDecisionSchema = RoutingDecisionSchema.extend({ generationId: z.string(), request: DecidedRequestSchema })
export type StoredDecision = z.infer<typeof StoredDecisionSchema>

/** What is looked for; what is left out does not limit. Times in ms since the epoch, half-open. */
export const DecisionFilterSchema = z.object({
  outcome: z.enum(OUTCOMES).optional(),
  label: LabelSchema.optional(),
  provider: z.string().max(200).optional(),
  from: z.coerce.number().int().optional(),
  to: z.coerce.number().int().optional(),
  /** In the prompt, the sentence of the decision and its id; in any case. */
  text: z.string().max(200).optional(),
})
export type DecisionFilter = z.infer<typeof DecisionFilterSchema>

export const CounterfactualSchema = z.object({ change: z.string(), route: RouteSchema, sentence: z.string() })
export const ExplainedDecisionSchema = z.object({
  decision: RoutingDecisionSchema,
  /** How the chosen route compares with the next one; null where there was no choice. */
  comparison: z.string().nullable(),
  counterfactuals: z.array(CounterfactualSchema),
})

const RouteTotalsSchema = z.object({
  routes: z.object({ local: z.number(), hosted: z.number(), hybrid: z.number(), none: z.number() }),
  costUsd: z.number(),
  latencyMs: z.number().nullable(),
  success: z.number().nullable(),
})
/** What decisions would become under draft rules; costs, times and chances as they were estimated at the time. */
export const RoutingSimulationSchema = z.object({
  considered: z.number().int(),
  changed: z.number().int(),
  before: RouteTotalsSchema,
  after: RouteTotalsSchema,
  changes: z.array(
    z.object({ label: LabelSchema, from: z.enum(OUTCOMES), to: z.enum(OUTCOMES), count: z.number().int(), ids: z.array(z.string()) }),
  ),
})

export type ExplainedDecision = z.infer<typeof ExplainedDecisionSchema>
export type RoutingSimulation = z.infer<typeof RoutingSimulationSchema>

/** Rules to try out; what is left out is as it is. */
export const DraftRulesSchema = z.object({ policy: PolicySchema.optional(), weights: WeightSetSchema.optional() })
export type DraftRules = z.infer<typeof DraftRulesSchema>

/** The past of the router, what it learnt, and trying out other rules. */
export const routingHistoryContract = {
  decisions: oc
    .route({ method: 'GET', path: '/decisions' })
    .input(
      DecisionFilterSchema.extend({
        limit: z.coerce.number().int().min(1).max(500).default(100),
        before: z.coerce.number().int().optional(),
      }).prefault({}),
    )
    .output(z.array(StoredDecisionSchema)),
  /** Every provider that was ever asked, for the choice. */
  providersAsked: oc.route({ method: 'GET', path: '/providers-asked' }).output(z.array(z.string())),
  /** What was expected beside what came, by provider, over the newest requests that ran. */
  outcomes: oc
    .route({ method: 'GET', path: '/routing-outcomes' })
    .input(z.object({ limit: z.coerce.number().int().min(1).max(5_000).default(1_000) }).prefault({}))
    .output(OutcomeReportSchema),
  explain: oc.route({ method: 'GET', path: '/decisions/{id}' }).input(Id).output(ExplainedDecisionSchema),
  replay: oc
    .route({ method: 'POST', path: '/decisions/{id}/replay' })
    .input(Id.extend({ rules: DraftRulesSchema.default({}) }))
    .output(z.object({ before: RoutingDecisionSchema, after: RoutingDecisionSchema })),
  simulate: oc
    .route({ method: 'POST', path: '/routing-simulation' })
    .input(z.object({ rules: DraftRulesSchema, limit: z.number().int().min(1).max(2_000).default(500) }))
    .output(RoutingSimulationSchema),
  performance: oc.route({ method: 'GET', path: '/routing-performance' }).output(z.array(PerformanceStatsSchema)),
  rate: oc
    .route({ method: 'POST', path: '/generations/{id}/feedback' })
    .input(Id.extend({ verdict: FeedbackSchema.shape.verdict, editedShare: z.number().min(0).max(1).optional() }))
    .output(z.object({ recorded: z.literal(true) })),
  /** The verdicts on one draft, oldest first. */
  verdicts: oc.route({ method: 'GET', path: '/generations/{id}/feedback' }).input(Id).output(z.array(FeedbackSchema)),
  /** How many of the newest drafts tell whether they were good enough, and how many of those were. */
  rated: oc
    .route({ method: 'GET', path: '/routing-feedback' })
    .output(z.object({ rated: z.number().int().nonnegative(), good: z.number().int().nonnegative() })),
  train: oc.route({ method: 'POST', path: '/routing-training' }).output(TrainingResultSchema),
  corrections: oc.route({ method: 'GET', path: '/routing-training' }).output(z.array(TrainedCalibrationSchema)),
  rollback: oc
    .route({ method: 'POST', path: '/routing-training/rollback' })
    .input(z.object({ version: z.number().int().nonnegative().optional() }).prefault({}))
    .output(CalibrationSchema),
  experiments: {
    list: oc.route({ method: 'GET', path: '/experiments' }).output(z.array(ExperimentReportSchema)),
    start: oc
      .route({ method: 'POST', path: '/experiments' })
      .input(z.looseObject({ id: z.string() }))
      .output(ExperimentSchema),
    stop: oc.route({ method: 'POST', path: '/experiments/{id}/stop' }).input(Id).output(ExperimentSchema),
  },
  changes: oc
    .route({ method: 'GET', path: '/routing-changes' })
    .input(z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) }).prefault({}))
    .output(z.array(RoutingChangeSchema)),
  revert: oc
    .route({ method: 'POST', path: '/routing-changes/{seq}/revert' })
    .input(z.object({ seq: z.coerce.number().int().positive() }))
    .output(RoutingChangeSchema),
}
