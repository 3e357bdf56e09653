import type { Config, ProviderConfig } from '#contracts/config.ts'
import type { BudgetState, CostReport, CostRow } from '#contracts/cost.ts'
import type { Clock } from '../platform.ts'
import type { GenerationStore } from '../storage/types.ts'
import { type BudgetKeeper, createBudgetKeeper } from './budget-keeper.ts'
import { periodsAt } from './periods.ts'
import { costAt, type Price, type PriceTable } from './price-table.ts'

/** What calls cost, what they may cost, and what was saved by running here. */
export interface Costs extends BudgetKeeper, Pick<PriceTable, 'priceOf' | 'runsOf'> {
  /** The last `days` days, today included. */
  report(days: number): Promise<CostReport>
}

export interface CostsDeps {
  readonly clock: Clock
  readonly prices: PriceTable
  readonly config: { get(): Config }
  readonly store: Pick<GenerationStore, 'spentUsd' | 'runUnits' | 'costRows'>
  /** The hosted provider that a request would go to now. */
  readonly preferred: () => Promise<ProviderConfig | null>
  readonly onLevel: (state: BudgetState) => void
}

export function createCosts(deps: CostsDeps): Costs {
  const { prices, store, config } = deps

  async function runs(month: number): Promise<{ runsThisMonth: number; includedRuns: number | null; extraUsd: number }> {
    const includedRuns = config.get().costs.langbaseRunsPerMonth ?? null
    const runsThisMonth = await store.runUnits(month)
    const extraUsd = includedRuns === null ? 0 : Math.max(0, runsThisMonth - includedRuns) * prices.usdPerRun
    return { runsThisMonth, includedRuns, extraUsd }
  }

  const keeper = createBudgetKeeper({
    clock: deps.clock,
    settings: () => config.get(),
    spentUsd: (since) => store.spentUsd(since),
    extraUsd: async (month) => (await runs(month)).extraUsd,
    onLevel: deps.onLevel,
  })

  return {
    ...keeper,
    priceOf: prices.priceOf,
    runsOf: prices.runsOf,
    async report(days) {
      const now = deps.clock.now()
      const periods = periodsAt(now)
      const first = new Date(periods.day)
      first.setDate(first.getDate() - (days - 1))
      const [rows, budgets, langbase, preferred] = await Promise.all([
        store.costRows(first.getTime()),
        keeper.states(),
        runs(periods.month),
        deps.preferred(),
      ])
      const price = preferred === null ? null : prices.priceOf(preferred)
      const local = rows.filter(({ locality }) => locality === 'local')
      const hosted = rows.filter(({ locality }) => locality === 'hosted')
      return {
        days,
        rows: [...rows],
        totalUsd: hosted.reduce((sum, { costUsd }) => sum + costUsd, 0),
        budgets: [...budgets],
        savedUsd: price === null ? null : local.reduce((sum, row) => sum + costAt(price, row), 0),
        savedByDay: price === null ? [] : savedByDay(local, price),
        comparedWith: price === null ? null : (preferred?.id ?? null),
        unpriced: [...new Set(hosted.filter((row) => row.costUsd === 0 && row.outputTokens > 0).map(({ provider }) => provider))],
        langbase,
        pricesAsOf: prices.asOf,
      }
    },
  }
}

function savedByDay(local: readonly CostRow[], price: Price): CostReport['savedByDay'] {
  const days = new Map<string, number>()
  for (const row of local) days.set(row.day, (days.get(row.day) ?? 0) + costAt(price, row))
  return [...days].map(([day, usd]) => ({ day, usd }))
}
