import { TidegateError } from '#contracts/errors.ts'
import { type CliContext, type CommonOptions, withApp } from '../context.ts'
import { print, table } from '../output.ts'

export interface ListOptions extends CommonOptions {
  readonly limit?: string
}

export function limitOf(options: ListOptions): number {
  const limit = Number(options.limit ?? 50)
  if (!Number.isInteger(limit) || limit < 1 || limit > 500)
    throw new TidegateError('BAD_INPUT', '--limit needs a whole number from 1 to 500.')
  return limit
}

const DAY_MS = 86_400_000

export async function kpi(context: CliContext, options: CommonOptions): Promise<void> {
  const rows = await withApp(context, options, (app) => app.storage.kpis.summary(app.platform.clock.now() - 30 * DAY_MS))
  const number = (value: number): string => value.toFixed(value < 10 ? 3 : 0)
  print(options.json, rows, () =>
    rows.length === 0
      ? ['Nothing measured in the last 30 days.']
      : table([
          ['KPI (30 days)', 'COUNT', 'MEAN', 'P50', 'P95'],
          ...rows.map(({ name, count, mean, p50, p95 }) => [name, String(count), number(mean), number(p50), number(p95)]),
        ]),
  )
}
