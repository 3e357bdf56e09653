import { call, construct, fieldOf, loadFunctions, loadModule, versionOf } from '../../load.ts'
import type { OpenOptions, Queue } from '../adapter.ts'
import { payloadOf } from '../payload.ts'

const LOCAL_QUEUE = 500

/** graphile-worker on PostgreSQL, woken by NOTIFY; fast with a local queue and completions in batches. */
export async function open({ server, durability, concurrency, profile }: OpenOptions): Promise<Queue> {
  if (server === null) throw new Error('graphile-worker needs a PostgreSQL server.')
  const { run, makeWorkerUtils } = await loadFunctions('graphile-worker', ['run', 'makeWorkerUtils'])
  const logger = construct(await loadModule('graphile-worker'), 'Logger', () => () => {})
  const connectionString = `postgres://tidegate@127.0.0.1:${server.port}/postgres`
  const utils = await makeWorkerUtils({ connectionString, logger })
  await call(utils, 'migrate')
  const fast = profile === 'throughput' || profile === 'latency'
  const worker = fast ? { localQueue: { size: LOCAL_QUEUE }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } : {}
  return {
    settings: [
      `graphile-worker ${versionOf('graphile-worker')}`,
      `PostgreSQL ${server.version} synchronous_commit ${durability === 'full' ? 'on' : 'off'}`,
      `concurrency ${concurrency}`,
      ...(fast ? [`localQueue ${LOCAL_QUEUE}, completeJobBatchDelay 0`] : []),
      'lock 4 h (fixed)',
    ].join(', '),
    enqueueOne: async (payload) => {
      await call(utils, 'addJob', 'bench', payload)
    },
    enqueueMany: async (payloads) => {
      await call(
        utils,
        'addJobs',
        payloads.map((payload) => ({ identifier: 'bench', payload })),
      )
    },
    process: async (wanted, handler) => {
      let done = 0
      const finished = Promise.withResolvers<void>()
      const bench = async (payload: unknown): Promise<void> => {
        await handler(payloadOf(payload))
        done += 1
        if (done === wanted) finished.resolve()
      }
      const runner = await run({
        connectionString,
        logger,
        concurrency,
        maxPoolSize: concurrency + 2,
        noHandleSignals: true,
        taskList: { bench },
        preset: { worker },
      })
      await Promise.race([finished.promise, fieldOf(runner, 'promise')])
      // Commits the last batch of completions and gives back what was fetched and not begun.
      await call(runner, 'stop')
    },
    remaining: async () => {
      const query = (client: unknown): unknown => call(client, 'query', 'select count(*) from graphile_worker._private_jobs')
      const rows = fieldOf(await call(utils, 'withPgClient', query), 'rows')
      return Number(fieldOf(Array.isArray(rows) ? rows[0] : null, 'count'))
    },
    close: async () => {
      await call(utils, 'release')
    },
  }
}
