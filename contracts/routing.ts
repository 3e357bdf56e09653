import { z } from 'zod'
import { FindingSchema, LabelSchema, PrivacyModeSchema, RouteSchema } from './privacy.ts'
import { ResourceSnapshotSchema } from './resources.ts'
import { CalibrationSchema, PreferenceSchema, WeightSetSchema } from './routing-rules.ts'

export const REASON_CODES = [
  // privacy
  'LABEL_FROM_FINDINGS',
  'LABEL_FROM_MARKER',
  'LABEL_RAISED_BY_USER',
  'PRIVATE_IN_CONVERSATION',
  'CLASSIFICATION_FAILED',
  'POLICY_LIMITS_ROUTES',
  'POLICY_FORBIDS_ROUTE',
  'LOCAL_ONLY_MODE',
  'PINNED_ROUTE',
  // hosted feasibility
  'HOSTED_NOT_CONFIGURED',
  'HOSTED_OFFLINE',
  'HOSTED_CIRCUIT_OPEN',
  'HOSTED_BUDGET_EXHAUSTED',
  'HOSTED_COST_ABOVE_LIMIT',
  'HOSTED_CONTEXT_TOO_SMALL',
  'HOSTED_LATENCY_ABOVE_LIMIT',
  // local feasibility
  'LOCAL_UNHEALTHY',
  'LOCAL_MEMORY_INSUFFICIENT',
  'LOCAL_GPU_MEMORY_INSUFFICIENT',
  'LOCAL_CONTEXT_TOO_SMALL',
  'LOCAL_CPU_SATURATED',
  'LOCAL_BATTERY_LOW',
  'LOCAL_HOT',
  'LOCAL_LATENCY_ABOVE_LIMIT',
  // utility
  'LOCAL_GOOD_ENOUGH',
  'HOSTED_MUCH_BETTER',
  'HYBRID_KEEPS_DATA',
  'ONLY_FEASIBLE_ROUTE',
  'TIE_GOES_LOCAL',
  'STAYS_WITH_MODEL',
  'LEAVES_MODEL',
  'NOT_YET_RECOVERED',
  'WITHOUT_MODEL',
  'NO_ALLOWED_ROUTE',
] as const
export const ReasonCodeSchema = z.enum(REASON_CODES)
export type ReasonCode = z.infer<typeof ReasonCodeSchema>

/**
 * How the hybrid route is executed. `mask`: the request leaves with stand-ins. `split`: parts with something private are answered here, the
 * others by the hosted service. `refine`: written here, and only the draft leaves, with stand-ins, to be improved.
 */
export const HYBRID_STRATEGIES = ['mask', 'split', 'refine'] as const
export const HybridStrategySchema = z.enum(HYBRID_STRATEGIES)
export type HybridStrategy = z.infer<typeof HybridStrategySchema>

/** Options of a request that bear on routing. `route` is a pin, `label` can raise but never lower. */
export const RouteOptionsSchema = z.object({
  route: RouteSchema.optional(),
  privacyMode: PrivacyModeSchema.optional(),
  label: LabelSchema.optional(),
  maxCostUsd: z.number().nonnegative().optional(),
  /** Until the whole answer stands, ms. */
  maxLatencyMs: z.number().positive().optional(),
  prefer: PreferenceSchema.optional(),
  /** How the hybrid route is to be executed, where it can be; chosen by what the text holds when absent. */
  strategy: HybridStrategySchema.optional(),
  /** Requests of one conversation stay with one model, as long as nothing speaks against it. */
  conversation: z.string().min(1).max(64).optional(),
  /** The provider that is to be taken where the route that is chosen is of its locality; the preferred one without it. */
  provider: z.string().min(1).max(200).optional(),
  /** Tokens that the answer has at most, in place of an estimate. */
  maxOutputTokens: z.number().int().positive().max(1_000_000).optional(),
})
export type RouteOptions = z.infer<typeof RouteOptionsSchema>

/** What was measured of a provider's model, for contexts of about the size at hand; absent where nothing was. */
const MEASURED = {
  /** From sending to the first token, ms. */
  firstTokenMs: z.number().nonnegative().optional(),
  /** Share of attempts that fail, 0 to 1. */
  failureRate: z.number().min(0).max(1).optional(),
  /** Length of its answers next to what a prompt lets expect: 0.5 for half as long. */
  lengthRatio: z.number().positive().optional(),
  /** Attempts that these figures rest on, the older ones counted for less. */
  samples: z.number().nonnegative().optional(),
}

/** State of the local model. `usesGpu` absent means unknown, and then GPU memory is not held against it. */
export const LocalStateSchema = z.object({
  healthy: z.boolean(),
  model: z.string().nullable(),
  needsMemoryMb: z.number().nonnegative(),
  needsVramMb: z.number().nonnegative().optional(),
  contextTokens: z.number().nonnegative(),
  tokensPerSecond: z.number().nonnegative(),
  quality: z.number().min(0).max(1),
  /** Runs without a model: a saturated CPU or a low battery is no reason against it. */
  lightweight: z.boolean().optional(),
  /** Of sources that do not fit it is given the nearest passages, these at least, tokens; absent, it has to read the whole of them. */
  leastSourceTokens: z.number().nonnegative().optional(),
  /** Stands in for a model that this keeps from ever running here: it would wait in vain. */
  insteadOf: ReasonCodeSchema.optional(),
  ...MEASURED,
})
export type LocalState = z.infer<typeof LocalStateSchema>

export const HostedStateSchema = z.object({
  configured: z.boolean(),
  online: z.boolean(),
  circuit: z.enum(['closed', 'half-open', 'open']),
  budgetLeftUsd: z.number(),
  model: z.string().nullable(),
  contextTokens: z.number().nonnegative(),
  tokensPerSecond: z.number().nonnegative(),
  quality: z.number().min(0).max(1),
  usdPerMillionInput: z.number().nonnegative(),
  usdPerMillionOutput: z.number().nonnegative(),
  ...MEASURED,
})
export type HostedState = z.infer<typeof HostedStateSchema>

export const ProviderStatesSchema = z.object({ local: LocalStateSchema, hosted: HostedStateSchema })
export type ProviderStates = z.infer<typeof ProviderStatesSchema>

/**
 * How things stood at the decision before: what a decision needs to know so as not to flap. `localBlockers` is what kept the local model
 * from running then; `model` and `route` are those of the conversation.
 */
export const StandingSchema = z.object({
  localBlockers: z.array(ReasonCodeSchema),
  conversation: z.object({ route: RouteSchema, model: z.string().nullable() }).nullable(),
})
export type Standing = z.infer<typeof StandingSchema>

/** Expected wait before a provider starts on a request, ms: what is queued before it. */
export const QueueWaitSchema = z.object({ local: z.number().nonnegative().optional(), hosted: z.number().nonnegative().optional() })
export type QueueWait = z.infer<typeof QueueWaitSchema>

/** What a route would bring: quality 0 to 1, latency and first token in ms, cost in US dollars, utility (higher is better). */
export const RouteEstimateSchema = z.object({
  route: RouteSchema,
  allowed: z.boolean(),
  feasible: z.boolean(),
  blockers: z.array(ReasonCodeSchema),
  quality: z.number(),
  latencyMs: z.number(),
  costUsd: z.number(),
  utility: z.number(),
  /** Chance that the answer is good enough, 0 to 1; absent in decisions of the first release. */
  success: z.number().min(0).max(1).optional(),
  firstTokenMs: z.number().nonnegative().optional(),
})
export type RouteEstimate = z.infer<typeof RouteEstimateSchema>

export const DECISION_STATUSES = ['routed', 'deferred', 'blocked'] as const

/**
 * The outcome of the gate. `route` is null unless `status` is `routed`. `findings` of the prompt carry spans of the prompt;
 * those of sources carry `source`. No finding carries its value.
 */
export const RoutingDecisionSchema = z.object({
  id: z.string(),
  at: z.number().int(),
  status: z.enum(DECISION_STATUSES),
  route: RouteSchema.nullable(),
  label: LabelSchema,
  reasons: z.array(ReasonCodeSchema),
  /** One sentence for a person. */
  summary: z.string(),
  /** What would have to change, when deferred or blocked. */
  unblock: z.array(z.string()),
  allowedRoutes: z.array(RouteSchema),
  estimates: z.array(RouteEstimateSchema),
  difficulty: z.number().min(0).max(1),
  inputTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
  /** How many of `inputTokens` are those of the sources; absent in decisions of the first release. */
  sourceTokens: z.number().int().nonnegative().optional(),
  findings: z.array(FindingSchema.extend({ source: z.string().optional() })),
  snapshot: ResourceSnapshotSchema,
  providers: ProviderStatesSchema,
  options: RouteOptionsSchema,
  elapsedMs: z.number().nonnegative(),
  /** By which weights, what was learnt, and what stood before; absent in decisions of the first release. */
  weights: WeightSetSchema.optional(),
  calibration: CalibrationSchema.optional(),
  standing: StandingSchema.optional(),
  queueMs: QueueWaitSchema.optional(),
  /** How sure the difficulty is, 0 (certain) to 1 (a guess). */
  uncertainty: z.number().min(0).max(1).optional(),
  /** The arm of a running experiment that it was made in. */
  experiment: z.object({ id: z.string(), arm: z.string() }).optional(),
  /** The flags that it was made and is carried out with, and its cohort in each rollout that ran; absent in earlier decisions. */
  flags: z.record(z.string(), z.boolean()).optional(),
  cohorts: z.record(z.string(), z.enum(['canary', 'control'])).optional(),
})
export type RoutingDecision = z.infer<typeof RoutingDecisionSchema>

export const ScenarioSourceSchema = z.object({ name: z.string(), text: z.string() })

/** One row of a routing-scenario file. */
export const ScenarioSchema = z.object({
  id: z.string(),
  prompt: z.string(),
  sources: z.array(ScenarioSourceSchema).default([]),
  options: RouteOptionsSchema.default({}),
  resources: ResourceSnapshotSchema,
  providers: ProviderStatesSchema,
  expect: z
    .object({
      status: z.enum(DECISION_STATUSES),
      routes: z.array(RouteSchema).optional(),
      label: LabelSchema.optional(),
      reasons: z.array(z.string()).optional(),
    })
    .optional(),
  why: z.string().optional(),
})
export type Scenario = z.infer<typeof ScenarioSchema>
