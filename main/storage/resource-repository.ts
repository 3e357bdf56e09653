import { ResourceBucketSchema } from '#contracts/resources.ts'
import type { Connection } from './connection.ts'
import type { Synchronous } from './operations.ts'
import { readRows } from './row.ts'
import type { ResourceStore } from './types.ts'

/** Of a stretch the warmest state and the strictest throttle are told: what passed in two hours is what one looks for. */
const WORST = {
  thermal:
    "CASE max(CASE thermal WHEN 'hot' THEN 3 WHEN 'warm' THEN 2 WHEN 'nominal' THEN 1 ELSE 0 END) WHEN 3 THEN 'hot' WHEN 2 THEN 'warm' WHEN 1 THEN 'nominal' ELSE 'unknown' END",
  throttle:
    "CASE max(CASE throttle WHEN 'stop' THEN 2 WHEN 'slow' THEN 1 ELSE 0 END) WHEN 2 THEN 'stop' WHEN 1 THEN 'slow' ELSE 'free' END",
}

export function createResourceRepository(db: Connection): Synchronous<ResourceStore> {
  const put = db.prepare(
    `INSERT OR REPLACE INTO resource_minutes
       (at, cpu_pct, cpu_high_pct, own_cpu_pct, memory_pct, own_mb, model_mb, vram_pct, battery_pct, thermal, throttle, throttle_code)
     VALUES (:at, :cpuPct, :cpuHighPct, :ownCpuPct, :memoryPct, :ownMb, :modelMb, :vramPct, :batteryPct, :thermal, :throttle, :throttleCode)`,
  )
  const since = db.prepare(
    `SELECT min(at) / CAST(:bucketMs AS INTEGER) * CAST(:bucketMs AS INTEGER) AS at, avg(cpu_pct) AS cpuPct, max(cpu_high_pct) AS cpuHighPct,
       avg(own_cpu_pct) AS ownCpuPct, avg(memory_pct) AS memoryPct, avg(own_mb) AS ownMb, avg(model_mb) AS modelMb, avg(vram_pct) AS vramPct,
       avg(battery_pct) AS batteryPct, ${WORST.thermal} AS thermal, ${WORST.throttle} AS throttle, max(throttle_code) AS throttleCode
     FROM resource_minutes WHERE at >= :from GROUP BY at / CAST(:bucketMs AS INTEGER) ORDER BY 1`,
  )
  const forget = db.prepare('DELETE FROM resource_minutes WHERE at < ?')
  return {
    put(minute) {
      put.run({ ...minute, ownMb: Math.round(minute.ownMb), modelMb: minute.modelMb === null ? null : Math.round(minute.modelMb) })
    },
    since: (from, bucketMs) => readRows(ResourceBucketSchema, since.all({ from, bucketMs }), 'measurement'),
    forget(before) {
      forget.run(before)
    },
  }
}
