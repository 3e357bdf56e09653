import type { CostReport, CostRow } from '#contracts/cost.ts'
import type { CalendarDay } from '../../ui/last-days.ts'

/** Providers that have a colour of their own in a chart; the others are drawn together. */
const NAMED = 3

export interface ProviderDays {
  /** Null for all that have no colour of their own. */
  readonly provider: string | null
  /** US dollars, one for each day. */
  readonly usd: readonly number[]
}

/** What each hosted provider cost on each of the days, dearest provider first. */
export function costByDay(rows: readonly CostRow[], days: readonly CalendarDay[]): ProviderDays[] {
  const hosted = rows.filter(({ locality, costUsd }) => locality === 'hosted' && costUsd > 0)
  const totals = new Map<string, number>()
  for (const { provider, costUsd } of hosted) totals.set(provider, (totals.get(provider) ?? 0) + costUsd)
  const named = [...totals].sort(([, a], [, b]) => b - a).map(([provider]) => provider)
  const own = named.length > NAMED + 1 ? named.slice(0, NAMED) : named
  const parts: Array<string | null> = own.length < named.length ? [...own, null] : own
  return parts.map((part) => ({
    provider: part,
    usd: days.map(({ day }) =>
      hosted
        .filter((row) => row.day === day && (part === null ? !own.includes(row.provider) : row.provider === part))
        .reduce((sum, { costUsd }) => sum + costUsd, 0),
    ),
  }))
}

/** What was spent and what was saved on each of the days: together, what all of it would have cost at the hosted service. */
export function savingsByDay(
  { rows, savedByDay }: Pick<CostReport, 'rows' | 'savedByDay'>,
  days: readonly CalendarDay[],
): { readonly spent: number[]; readonly saved: number[] } {
  const sumOf = (list: ReadonlyArray<{ day: string; usd: number }>): number[] =>
    days.map(({ day }) => list.filter((one) => one.day === day).reduce((sum, { usd }) => sum + usd, 0))
  return { spent: sumOf(rows.map(({ day, costUsd }) => ({ day, usd: costUsd }))), saved: sumOf(savedByDay) }
}

/**
 * Where the axis of a chart of costs ends so that a budget is in it: at the budget once a fifth of it is spent on some day; before that the bars
 * would be too low to be seen, and the budget is told in words.
 */
export function axisWithBudget(highest: number, budget: number | null): number | undefined {
  return budget !== null && highest >= budget / 5 && highest < budget ? budget * 1.05 : undefined
}

export type ModelCost = Omit<CostRow, 'day'>

/** The rows of all days by provider and model, dearest first. */
export function costByModel(rows: readonly CostRow[]): ModelCost[] {
  const models = new Map<string, ModelCost>()
  for (const { day: _day, ...row } of rows) {
    const key = JSON.stringify([row.provider, row.model, row.locality])
    const known = models.get(key)
    models.set(
      key,
      known === undefined
        ? row
        : {
            ...row,
            attempts: known.attempts + row.attempts,
            inputTokens: known.inputTokens + row.inputTokens,
            outputTokens: known.outputTokens + row.outputTokens,
            costUsd: known.costUsd + row.costUsd,
            estimatedUsd: known.estimatedUsd + row.estimatedUsd,
            uncertainUsd: known.uncertainUsd + row.uncertainUsd,
            runs: known.runs + row.runs,
          },
    )
  }
  return [...models.values()].sort((a, b) => b.costUsd - a.costUsd || b.attempts - a.attempts)
}
