import { z } from 'zod'
import { ENVIRONMENTS } from './config.ts'

/**
 * What can be switched without a new version. Each is on as shipped, and off is safe: what it does is left out. None has a say in what may
 * leave: a flag cannot loosen a policy, and nothing that keeps a text here is behind one.
 */
export const FLAG_KEYS = ['citation-repair', 'learned-difficulty', 'meaning-search', 'own-correction', 'second-request'] as const
export const FlagKeySchema = z.enum(FLAG_KEYS)
export type FlagKey = z.infer<typeof FlagKeySchema>

/** Every flag's value for one request. */
export type FlagValues = Readonly<Record<FlagKey, boolean>>

export const EnvironmentSchema = z.enum(ENVIRONMENTS)
export type Environment = z.infer<typeof EnvironmentSchema>

/** Shares of units that have the new value, percent. */
export const STAGES = [5, 10, 25, 50, 100] as const
export const StageSchema = z.union([z.literal(5), z.literal(10), z.literal(25), z.literal(50), z.literal(100)])
export type Stage = z.infer<typeof StageSchema>

/** `held`: the cohorts stay as they are until a person or better figures let it go on. The last two are ended. */
export const ROLLOUT_STATES = ['running', 'held', 'done', 'rolled-back'] as const

/** A new value of a flag that reaches more and more units. Times in ms since the epoch. */
export const RolloutSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/),
  flag: FlagKeySchema,
  /** The new value. */
  to: z.boolean(),
  environment: EnvironmentSchema,
  /** What keeps to its cohort: the wording of a request, or this installation. */
  unit: z.enum(['request', 'installation']),
  stage: StageSchema,
  state: z.enum(ROLLOUT_STATES),
  /** Units of each cohort that a stage needs before it can go on. */
  minimum: z.number().int().min(10).max(100_000),
  /** Least time on a stage, hours. */
  soakHours: z
    .number()
    .min(0)
    .max(24 * 90),
  /** A false alarm in at most so many rollouts without a difference. */
  alpha: z.number().min(0.001).max(0.2),
  startedAt: z.number().int(),
  stageSince: z.number().int(),
  endedAt: z.number().int().nullable(),
  /** Why it is where it is, one sentence. */
  because: z.string(),
})
export type Rollout = z.infer<typeof RolloutSchema>
export type RolloutState = Rollout['state']

/** A value for every environment, or for some of them. */
export const FlagSettingSchema = z.union([z.boolean(), z.partialRecord(EnvironmentSchema, z.boolean())])
export type FlagSetting = z.infer<typeof FlagSettingSchema>

/** The file of flags. What a newer version wrote about flags that this one does not have is kept and not read. */
export const FlagFileSchema = z.strictObject({
  flags: z.record(z.string(), z.unknown()).default({}),
  rollouts: z.array(z.looseObject({ flag: z.string() })).default([]),
})

/** Why a flag has its value: as shipped, set in the file, or by the cohort of a rollout. */
export const FLAG_REASONS = ['shipped', 'set', 'canary', 'control'] as const

export const FlagStateSchema = z.object({
  key: FlagKeySchema,
  /** For this installation; a rollout by requests can give another value to a single one. */
  value: z.boolean(),
  because: z.enum(FLAG_REASONS),
  rollout: RolloutSchema.nullable(),
})
export type FlagState = z.infer<typeof FlagStateSchema>

export const FlagReportSchema = z.object({
  environment: EnvironmentSchema,
  file: z.string(),
  flags: z.array(FlagStateSchema),
  /** What is wrong with the file, or what in it was not understood; one sentence each. */
  problems: z.array(z.string()),
})
export type FlagReport = z.infer<typeof FlagReportSchema>

/** What cohorts are compared by; of all but the share of cited sentences less is better. */
export const ROLLOUT_KPIS = ['failed', 'fell-back', 'not-good', 'log-time', 'cost-usd', 'cited'] as const
export type RolloutKpi = (typeof ROLLOUT_KPIS)[number]

/** A KPI of both cohorts. `harm` is how much worse the canary is, with an interval that holds at every look at once; null while it is too early. */
export const KpiComparisonSchema = z.object({
  kpi: z.enum(ROLLOUT_KPIS),
  canary: z.object({ count: z.number().int(), mean: z.number().nullable() }),
  control: z.object({ count: z.number().int(), mean: z.number().nullable() }),
  harm: z.object({ mean: z.number(), low: z.number(), high: z.number() }).nullable(),
  /** Harm of up to so much is tolerated. */
  tolerated: z.number(),
})
export type KpiComparison = z.infer<typeof KpiComparisonSchema>

export const RolloutReportSchema = z.object({
  rollout: RolloutSchema,
  /** How it stands at this moment, one sentence; as the figures null once it has ended. */
  now: z.string().nullable(),
  kpis: z.array(KpiComparisonSchema).nullable(),
})
export type RolloutReport = z.infer<typeof RolloutReportSchema>

export const RolloutWishSchema = z.object({
  flag: FlagKeySchema,
  to: z.boolean(),
  unit: RolloutSchema.shape.unit.default('request'),
  minimum: RolloutSchema.shape.minimum.default(50),
  soakHours: RolloutSchema.shape.soakHours.default(0),
  alpha: RolloutSchema.shape.alpha.default(0.05),
})
export type RolloutWish = z.input<typeof RolloutWishSchema>
