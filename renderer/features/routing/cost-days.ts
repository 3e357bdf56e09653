import type { CostReport, CostRow } from '#contracts/cost.ts'

export interface CostDay {
  /** `2026-11-29` */
  readonly day: string
  readonly usd: number
}

/** Every day of the report, oldest first, also those on which nothing was spent. `today` is local, `2026-11-29`. */
export function costDays({ rows, days }: Pick<CostReport, 'rows' | 'days'>, today: string): CostDay[] {
  const spent = new Map<string, number>()
  for (const { day, costUsd } of rows) spent.set(day, (spent.get(day) ?? 0) + costUsd)
  const [year = 1970, month = 1, date = 1] = today.split('-').map(Number)
  return Array.from({ length: days }, (_, index) => {
    // Noon in UTC: no change of clocks moves it to another day.
    const day = new Date(Date.UTC(year, month - 1, date - (days - 1 - index), 12)).toISOString().slice(0, 10)
    return { day, usd: spent.get(day) ?? 0 }
  })
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

/** The day of a point in time, local, as the report names days. */
export function dayOf(at: number): string {
  const date = new Date(at)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
