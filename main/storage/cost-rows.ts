import { type CostRow, CostRowSchema } from '#contracts/cost.ts'
import type { Connection } from './connection.ts'
import { readRows } from './row.ts'

/** What was spent by local day and model, newest day first. The extractive engine has no tokens and no price, and is not listed. */
export function createCostRows(db: Connection): (since: number) => CostRow[] {
  const rows = db.prepare(
    `SELECT date(started_at / 1000, 'unixepoch', 'localtime') AS day, provider, model, locality, count(*) AS attempts,
       sum(input_tokens) AS inputTokens, sum(output_tokens) AS outputTokens, sum(cost_usd) AS costUsd,
       sum(CASE WHEN counted = 'provider' THEN 0 ELSE cost_usd END) AS estimatedUsd,
       sum(CASE WHEN may_be_charged THEN cost_usd ELSE 0 END) AS uncertainUsd, coalesce(sum(run_units), 0) AS runs
     FROM attempts WHERE started_at >= ? AND provider <> 'extractive' AND state <> 'started'
     GROUP BY day, provider, model, locality ORDER BY day DESC, costUsd DESC, provider, model`,
  )
  return (since) => readRows(CostRowSchema, rows.all(since), 'cost')
}
