import { z } from 'zod'
import { FindingSchema, LabelSchema, PrivacyModeSchema, RouteSchema } from './privacy.ts'
import { ResourceSnapshotSchema } from './resources.ts'

export const REASON_CODES = [
  // privacy
  'LABEL_FROM_FINDINGS',
  'LABEL_FROM_MARKER',
  'LABEL_RAISED_BY_USER',
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
  // local feasibility
  'LOCAL_UNHEALTHY',
  'LOCAL_MEMORY_INSUFFICIENT',
  'LOCAL_GPU_MEMORY_INSUFFICIENT',
  'LOCAL_CONTEXT_TOO_SMALL',
  'LOCAL_CPU_SATURATED',
  'LOCAL_BATTERY_LOW',
  // utility
  'LOCAL_GOOD_ENOUGH',
  'HOSTED_MUCH_BETTER',
  'HYBRID_KEEPS_DATA',
  'ONLY_FEASIBLE_ROUTE',
  'TIE_GOES_LOCAL',
  'NO_ALLOWED_ROUTE',
] as const
export const ReasonCodeSchema = z.enum(REASON_CODES)
export type ReasonCode = z.infer<typeof ReasonCodeSchema>

/** Options of a request that bear on routing. `route` is a pin, `label` can raise but never lower. */
export const RouteOptionsSchema = z.object({
  route: RouteSchema.optional(),
  privacyMode: PrivacyModeSchema.optional(),
  label: LabelSchema.optional(),
  maxCostUsd: z.number().nonnegative().optional(),
})
export type RouteOptions = z.infer<typeof RouteOptionsSchema>

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
})
export type HostedState = z.infer<typeof HostedStateSchema>

export const ProviderStatesSchema = z.object({ local: LocalStateSchema, hosted: HostedStateSchema })
export type ProviderStates = z.infer<typeof ProviderStatesSchema>

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
  findings: z.array(FindingSchema.extend({ source: z.string().optional() })),
  snapshot: ResourceSnapshotSchema,
  providers: ProviderStatesSchema,
  options: RouteOptionsSchema,
  elapsedMs: z.number().nonnegative(),
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
