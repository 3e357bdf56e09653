import { oc } from '@orpc/contract'
import { z } from 'zod'
import { LocalitySchema } from './generation.ts'

const Usd = z.number().nonnegative()

/** One day at one model. `day` is local, `2026-11-29`. */
export const CostRowSchema = z.object({
  day: z.string(),
  provider: z.string(),
  model: z.string(),
  locality: LocalitySchema,
  attempts: z.number().int().nonnegative(),
  inputTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
  costUsd: Usd,
  /** Part of the cost that rests on an estimate of the tokens. */
  estimatedUsd: Usd,
  /** Part of the cost of calls that failed and may have been charged. */
  uncertainUsd: Usd,
  /** Runs that Langbase counts; zero elsewhere. */
  runs: z.number().int().nonnegative(),
})
export type CostRow = z.infer<typeof CostRowSchema>

/** `ok` below the soft stop; `soft` from there on: a warning; `hard`: nothing more is sent. */
export const BUDGET_LEVELS = ['ok', 'soft', 'hard'] as const
export const BudgetStateSchema = z.object({
  period: z.enum(['day', 'month']),
  spentUsd: Usd,
  /** What running requests may still cost. */
  reservedUsd: Usd,
  softUsd: Usd.nullable(),
  hardUsd: Usd.nullable(),
  level: z.enum(BUDGET_LEVELS),
  /** When the next period begins, ms since the epoch. */
  renewsAt: z.number().int(),
})
export type BudgetState = z.infer<typeof BudgetStateSchema>

export const CostReportSchema = z.object({
  days: z.number().int().positive(),
  /** Newest day first. */
  rows: z.array(CostRowSchema),
  totalUsd: Usd,
  budgets: z.array(BudgetStateSchema),
  /**
   * What the tokens of local models would have cost at `comparedWith`, the hosted provider that would have been asked; null where there is
   * none, or its price is not known.
   */
  savedUsd: Usd.nullable(),
  /** The same by local day, newest first; empty where it is not known. */
  savedByDay: z.array(z.object({ day: z.string(), usd: Usd })),
  comparedWith: z.string().nullable(),
  /** Providers whose price nobody knows: what they cost is missing here. */
  unpriced: z.array(z.string()),
  langbase: z.object({
    runsThisMonth: z.number().int().nonnegative(),
    /** Of the plan, as the settings say; null where they do not. */
    includedRuns: z.number().int().nonnegative().nullable(),
    /** Price of the runs beyond those this month. */
    extraUsd: Usd,
  }),
  /** Day of the price table. */
  pricesAsOf: z.string(),
})
export type CostReport = z.infer<typeof CostReportSchema>

/** Day and month, in US dollars. The hard stop of a day is `budgetUsdPerDay`. */
export const BudgetSettingsSchema = z.strictObject({
  softUsdPerDay: Usd.optional(),
  softUsdPerMonth: Usd.optional(),
  usdPerMonth: Usd.optional(),
  /** Runs a month that the Langbase plan includes; those beyond it are charged. */
  langbaseRunsPerMonth: z.number().int().nonnegative().optional(),
})

export const costContract = {
  report: oc
    .route({ method: 'GET', path: '/costs' })
    .input(z.object({ days: z.coerce.number().int().min(1).max(366).default(30) }).prefault({}))
    .output(CostReportSchema),
}
