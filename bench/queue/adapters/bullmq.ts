import { call, construct, fieldOf, loadModule, versionOf } from '../../load.ts'
import type { OpenOptions, Queue } from '../adapter.ts'
import { payloadOf } from '../payload.ts'

/** BullMQ on Redis with an append-only file. */
export async function open({ server, durability, concurrency, profile, leaseSeconds }: OpenOptions): Promise<Queue> {
  if (server === null) throw new Error('BullMQ needs a Redis server.')
  const bullmq = await loadModule('bullmq')
  const connection = { host: '127.0.0.1', port: server.port, maxRetriesPerRequest: null }
  const queue = construct(bullmq, 'Queue', 'bench', { connection })
  const failure = Promise.withResolvers<never>()
  // `process` hears of it; a run that only fills has nobody who waits for it.
  failure.promise.catch(() => {})
  call(queue, 'on', 'error', failure.reject)
  await call(queue, 'waitUntilReady')
  const lease = profile === 'short-lease' ? { lockDuration: leaseSeconds * 1_000, stalledInterval: leaseSeconds * 1_000 } : {}
  return {
    settings: [
      `BullMQ ${versionOf('bullmq')}`,
      `Redis ${server.version} AOF ${durability === 'full' ? 'always' : 'everysec'}`,
      `one worker, concurrency ${concurrency}`,
      profile === 'short-lease' ? `lockDuration and stalledInterval ${leaseSeconds} s` : 'lock 30 s (default)',
    ].join(', '),
    enqueueOne: async (payload) => {
      await call(queue, 'add', 'bench', payload)
    },
    enqueueMany: async (payloads) => {
      await call(
        queue,
        'addBulk',
        payloads.map((data) => ({ name: 'bench', data })),
      )
    },
    process: async (wanted, handler) => {
      let done = 0
      const finished = Promise.withResolvers<void>()
      const run = (job: unknown): Promise<void> => handler(payloadOf(fieldOf(job, 'data')))
      const worker = construct(bullmq, 'Worker', 'bench', run, { connection, concurrency, ...lease })
      // A lock that is lost while all stood still is an error event of the worker; it goes on, and so does the measure.
      call(worker, 'on', 'error', () => {})
      call(worker, 'on', 'completed', () => {
        done += 1
        if (done === wanted) finished.resolve()
      })
      await Promise.race([finished.promise, failure.promise])
      await call(worker, 'close')
    },
    remaining: async () => {
      const counts = await call(queue, 'getJobCounts', 'waiting', 'active', 'delayed', 'prioritized', 'failed')
      return Object.values(typeof counts === 'object' && counts !== null ? counts : {}).reduce((sum: number, n) => sum + Number(n), 0)
    },
    close: async () => {
      await call(queue, 'close')
    },
  }
}
