import type { CostReport, CostRow } from '#contracts/cost.ts'
import { TidegateError } from '#contracts/errors.ts'
import { type CliContext, type CommonOptions, withApp } from '../context.ts'
import { print, table } from '../output.ts'

const usd = (amount: number): string => `$${amount.toFixed(amount !== 0 && amount < 0.01 ? 6 : 2)}`

/** `tidegate costs`: what was spent by day and model, the budgets, and what was saved. */
export async function costs(context: CliContext, options: CommonOptions & { days?: string }): Promise<void> {
  const days = Number(options.days ?? 30)
  if (!Number.isInteger(days) || days < 1 || days > 366) throw new TidegateError('BAD_INPUT', '--days needs a whole number from 1 to 366.')
  const report = await withApp(context, options, (app) => app.costs.report(days))
  print(options.json, report, () => lines(report))
}

function lines(report: CostReport): string[] {
  const { rows, langbase } = report
  return [
    ...(rows.length === 0
      ? [`No model was asked in the last ${report.days} days.`]
      : table([['DAY', 'PROVIDER', 'MODEL', 'CALLS', 'IN', 'OUT', 'COST', 'ESTIMATED', 'RUNS'], ...rows.map(rowOf)])),
    ...report.budgets.map(({ period, spentUsd, reservedUsd, softUsd, hardUsd, level }) => {
      const stops = [softUsd === null ? '' : `warning at ${usd(softUsd)}`, hardUsd === null ? 'no limit' : `stop at ${usd(hardUsd)}`]
      const held = reservedUsd > 0 ? `, ${usd(reservedUsd)} held for running requests` : ''
      return `This ${period}: ${usd(spentUsd)}${held} (${stops.filter(Boolean).join(', ')})${level === 'ok' ? '' : ` — ${LEVEL[level]}`}`
    }),
    report.savedUsd === null
      ? 'Saved by running locally: not known, because the price of a hosted provider is not.'
      : `Saved by running locally: ${usd(report.savedUsd)}, at the price of ${report.comparedWith ?? ''}.`,
    ...(langbase.runsThisMonth === 0 ? [] : [runsLine(langbase)]),
    ...(report.unpriced.length === 0 ? [] : [`Not in these figures, because their price is not known: ${report.unpriced.join(', ')}.`]),
    `Prices as of ${report.pricesAsOf}, unless the settings name one.`,
  ]
}

const LEVEL = { soft: 'the warning is reached', hard: 'nothing more is sent' } as const

function rowOf(row: CostRow): string[] {
  const { day, provider, model, attempts, inputTokens, outputTokens, costUsd, estimatedUsd, runs } = row
  return [
    day,
    provider,
    model,
    String(attempts),
    String(inputTokens),
    String(outputTokens),
    usd(costUsd),
    usd(estimatedUsd),
    runs === 0 ? '' : String(runs),
  ]
}

function runsLine({ runsThisMonth, includedRuns, extraUsd }: CostReport['langbase']): string {
  const plan = includedRuns === null ? '' : ` of ${includedRuns} in the plan, ${usd(extraUsd)} beyond it`
  return `Langbase runs this month: ${runsThisMonth}${plan}.`
}
