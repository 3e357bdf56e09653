import { z } from 'zod'
import { RouteSchema } from '#contracts/privacy.ts'
import type { FindingStatistics } from '#contracts/privacy-insight.ts'
import type { Connection } from './connection.ts'

const LATEST = 'NOT EXISTS (SELECT 1 FROM decisions later WHERE later.generation_id = d.generation_id AND later.seq > d.seq)'
/** Of one kind in one request: the request's number, its day and route, type and recogniser, and how many there were. */
const Row = z.tuple([z.number().int(), z.string(), RouteSchema.nullable(), z.string(), z.string(), z.number().int().positive()])

/** How often something was found, and in how many requests. */
interface Sum {
  count: number
  readonly requests: Set<number>
}

/**
 * Counts findings since a time, in one walk over them: each question by itself would take as long. Of a request that was decided several times the
 * last decision counts.
 */
export function createFindingCounts(db: Connection): (since: number) => Omit<FindingStatistics, 'since'> {
  const decided = db.prepare(`SELECT count(*) FROM decisions d WHERE d.at >= :since AND ${LATEST}`).pluck()
  const found = db
    .prepare(
      `SELECT d.seq, date(d.at / 1000, 'unixepoch', 'localtime'), d.route, f.type, f.recognizer, count(*)
       FROM decisions d JOIN findings f ON f.decision_id = d.id WHERE d.at >= :since AND ${LATEST} GROUP BY d.seq, f.type, f.recognizer`,
    )
    .raw()
  return (since) => {
    const types = new Map<string, Sum>()
    const recognizers = new Map<string, Sum>()
    const routes = new Map<FindingStatistics['routes'][number]['route'], Sum>()
    const days = new Map<string, { day: string; type: string; count: number }>()
    for (const row of found.iterate({ since })) {
      const [request, day, route, type, recognizer, count] = Row.parse(row)
      add(types, type, request, count)
      add(recognizers, recognizer, request, count)
      add(routes, route, request, count)
      const key = `${day} ${type}`
      days.set(key, { day, type, count: (days.get(key)?.count ?? 0) + count })
    }
    return {
      requests: Number(decided.get({ since })),
      types: mostFirst(types).map(([type, sum]) => ({ type, ...sum })),
      days: [...days.values()].sort((a, b) => b.day.localeCompare(a.day) || b.count - a.count || a.type.localeCompare(b.type)),
      recognizers: mostFirst(recognizers).map(([recognizer, sum]) => ({ recognizer, ...sum })),
      routes: mostFirst(routes).map(([route, sum]) => ({ route, ...sum })),
    }
  }
}

function add<K>(sums: Map<K, Sum>, key: K, request: number, count: number): void {
  const sum = sums.get(key) ?? { count: 0, requests: new Set() }
  sum.count += count
  sum.requests.add(request)
  sums.set(key, sum)
}

function mostFirst<K>(sums: ReadonlyMap<K, Sum>): Array<readonly [K, { count: number; requests: number }]> {
  return [...sums]
    .sort(([a, { count: first }], [b, { count: second }]) => second - first || String(a).localeCompare(String(b)))
    .map(([key, { count, requests }]) => [key, { count, requests: requests.size }] as const)
}
