import { call, construct, fieldOf, loadModule, versionOf } from '../../load.ts'
import type { Handler, OpenOptions, Queue } from '../adapter.ts'
import { payloadOf } from '../payload.ts'

const BATCH = 100
/** Its shortest. */
const POLL_SECONDS = 0.5

/** pg-boss on PostgreSQL: batches that follow each other at once while they are full, and woken by NOTIFY. */
export async function open({ server, durability, concurrency, profile, leaseSeconds }: OpenOptions): Promise<Queue> {
  if (server === null) throw new Error('pg-boss needs a PostgreSQL server.')
  const fast = profile === 'throughput' || profile === 'latency'
  const short = profile === 'short-lease'
  const boss = construct(await loadModule('pg-boss'), 'PgBoss', {
    host: '127.0.0.1',
    port: server.port,
    user: 'tidegate',
    database: 'postgres',
    max: concurrency + 2,
    useListenNotify: fast,
    ...(short ? { monitorIntervalSeconds: 1, superviseIntervalSeconds: 1 } : {}),
  })
  const failure = Promise.withResolvers<never>()
  // `process` hears of it; a run that only fills has nobody who waits for it.
  failure.promise.catch(() => {})
  // Errors of its clocks while all stood still are reported and it goes on; those of a measure that waits would be waited for in vain.
  call(boss, 'on', 'error', (error: unknown) => {
    if (!short) failure.reject(error)
  })
  await call(boss, 'start')
  await call(boss, 'createQueue', 'bench', { ...(fast ? { notify: true } : {}), ...(short ? { heartbeatSeconds: leaseSeconds } : {}) })
  const work = fast
    ? { batchSize: BATCH, localConcurrency: concurrency, burstWhenBatchFull: true, pollingIntervalSeconds: POLL_SECONDS }
    : { localConcurrency: concurrency }
  return {
    settings: [
      `pg-boss ${versionOf('pg-boss')}`,
      `PostgreSQL ${server.version} synchronous_commit ${durability === 'full' ? 'on' : 'off'}`,
      fast
        ? `localConcurrency ${concurrency}, batchSize ${BATCH}, burstWhenBatchFull, LISTEN/NOTIFY, poll ${POLL_SECONDS} s`
        : `localConcurrency ${concurrency}`,
      short ? `heartbeat ${leaseSeconds} s, monitor 1 s` : 'expires after 15 min (default)',
    ].join(', '),
    enqueueOne: async (payload) => {
      await call(boss, 'send', 'bench', payload)
    },
    enqueueMany: async (payloads) => {
      await call(
        boss,
        'insert',
        'bench',
        payloads.map((data) => ({ data })),
      )
    },
    process: async (wanted, handler) => {
      let done = 0
      const finished = Promise.withResolvers<void>()
      const counted: Handler = async (payload) => {
        await handler(payload)
        done += 1
        if (done === wanted) finished.resolve()
      }
      await call(boss, 'work', 'bench', work, (jobs: unknown) => runBatch(jobs, counted))
      await Promise.race([finished.promise, failure.promise])
      // Waits for the statement that completes the last batch.
      await call(boss, 'offWork', 'bench', { wait: true })
    },
    remaining: async () => {
      const found = await call(
        call(boss, 'getDb'),
        'executeSql',
        "select count(*) from pgboss.job where name = 'bench' and state <> 'completed'",
      )
      const rows = fieldOf(found, 'rows')
      return Number(fieldOf(Array.isArray(rows) ? rows[0] : null, 'count'))
    },
    close: async () => {
      await call(boss, 'stop', { graceful: false })
    },
  }
}

/** One after the other: there are as many batches in work as jobs may run at a time. */
async function runBatch(jobs: unknown, handler: Handler): Promise<void> {
  for (const job of Array.isArray(jobs) ? jobs : []) await handler(payloadOf(fieldOf(job, 'data')))
}
