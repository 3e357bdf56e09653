import { join } from 'node:path'
import Database from 'better-sqlite3'
import { call, fieldOf, loadModule, versionOf } from '../../load.ts'
import type { OpenOptions, Queue } from '../adapter.ts'
import { payloadOf } from '../payload.ts'

/** By default a worker looks for jobs once a second; its README has no figure for those who want them sooner. */
const LATENCY_POLL_MS = 10
/** A lease is looked after so often, where it is a short one. */
const MAINTENANCE_MS = 500

const silent = { error: ignore, warn: ignore, info: ignore, debug: ignore }
function ignore(): void {}

/** plainjob: a table of SQLite, polled. Eight workers in one process, as it has no other way to run eight jobs at a time. */
export async function open({ folder, durability, concurrency, profile, leaseSeconds }: OpenOptions): Promise<Queue> {
  const plainjob = await loadModule('plainjob')
  const database = new Database(join(folder, 'plainjob.db'))
  const pollMs = profile === 'latency' ? LATENCY_POLL_MS : null
  const lease = profile === 'short-lease' ? { timeout: leaseSeconds * 1_000, maintenanceInterval: MAINTENANCE_MS } : {}
  const queue = call(plainjob, 'defineQueue', { connection: call(plainjob, 'better', database), logger: silent, ...lease })
  // It sets NORMAL itself and has no setting of its own; the connection is its user's, who may.
  if (durability === 'full') database.pragma('synchronous = FULL')
  const version = String(database.prepare('select sqlite_version()').pluck().get())
  const count = database.prepare('select count(*) from plainjob_jobs where status in (0, 1)').pluck()
  return {
    settings: [
      `plainjob ${versionOf('plainjob')}`,
      `SQLite ${version} WAL`,
      `synchronous ${durability.toUpperCase()}`,
      `${concurrency} workers in one process`,
      pollMs === null ? 'polls every 1 s when idle (default)' : `polls every ${pollMs} ms`,
      profile === 'short-lease' ? `timeout ${leaseSeconds} s, maintenance every ${MAINTENANCE_MS} ms` : 'timeout 30 min (default)',
    ].join(', '),
    enqueueOne: async (payload) => {
      call(queue, 'add', 'bench', payload)
    },
    enqueueMany: async (payloads) => {
      call(queue, 'addMany', 'bench', payloads)
    },
    process: async (wanted, handler) => {
      let done = 0
      const finished = Promise.withResolvers<void>()
      const run = (job: unknown): Promise<void> => handler(payloadOf(JSON.parse(String(fieldOf(job, 'data')))))
      const onCompleted = (): void => {
        done += 1
        if (done === wanted) finished.resolve()
      }
      const options = { queue, logger: silent, onCompleted, ...(pollMs === null ? {} : { pollIntervall: pollMs }) }
      const workers = Array.from({ length: concurrency }, () => call(plainjob, 'defineWorker', 'bench', run, options))
      const loops = workers.map((worker) => Promise.resolve(call(worker, 'start')))
      await Promise.race([finished.promise, ...loops])
      await Promise.all(workers.map((worker) => call(worker, 'stop')))
      await Promise.all(loops)
    },
    remaining: async () => Number(count.get()),
    close: async () => {
      call(queue, 'close')
    },
  }
}
