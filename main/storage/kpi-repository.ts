import { z } from 'zod'
import type { Connection } from './connection.ts'
import type { Synchronous } from './operations.ts'
import { readRows } from './row.ts'
import type { KpiStore } from './types.ts'

const SummarySchema = z.object({ name: z.string(), count: z.number(), mean: z.number(), p50: z.number(), p95: z.number() })

export function createKpiRepository(db: Connection): Synchronous<KpiStore> {
  const insert = db.prepare('INSERT INTO kpis (name, value, at) VALUES (?, ?, ?)')
  // Percentiles by nearest rank: the smallest value with at least that share of the values at or below it.
  const summary = db.prepare(
    `WITH ranked AS (
       SELECT name, value, row_number() OVER (PARTITION BY name ORDER BY value) AS rank, count(*) OVER (PARTITION BY name) AS n
       FROM kpis WHERE at >= ?
     )
     SELECT name, n AS count, avg(value) AS mean,
       min(CASE WHEN rank * 100 >= n * 50 THEN value END) AS p50, min(CASE WHEN rank * 100 >= n * 95 THEN value END) AS p95
     FROM ranked GROUP BY name ORDER BY name`,
  )
  return {
    record(name, value, at) {
      insert.run(name, value, at)
    },
    summary: (since) => readRows(SummarySchema, summary.all(since), 'measurement'),
  }
}
