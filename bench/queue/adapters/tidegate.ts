import { readFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { createJobEngine } from '../../../main/coordinator/index.ts'
import type { NewJob } from '../../../main/storage/index.ts'
import { openStorage } from '../../../main/storage/index.ts'
import { systemClock } from '../../../main/system-platform.ts'
import { silentLog } from '../../../main/telemetry/index.ts'
import type { OpenOptions, Payload, Queue } from '../adapter.ts'
import { payloadOf } from '../payload.ts'

const KIND = 'bench'
const VERSION = String(JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')).version)
/** Limits that are looked at for every claim, and never reached: what they cost belongs to the figures. */
const RATE = { count: 1_000_000_000, perMs: 1_000, per: 'workspace' } as const

/** Ours as the app runs it: storage in a thread, the record of every step, limits, figures by day, and a listener for every change. */
export async function open({ folder, durability, concurrency, profile, leaseSeconds }: OpenOptions): Promise<Queue> {
  const storage = await openStorage({ dataDir: folder, mode: 'thread', log: silentLog })
  const short = profile === 'short-lease' ? { leaseMs: leaseSeconds * 1_000, heartbeatMs: (leaseSeconds * 1_000) / 3 } : {}
  const engine = createJobEngine({
    storage: storage.jobs,
    clock: systemClock,
    log: silentLog,
    concurrency,
    random: Math.random,
    perWorkspace: 1_000_000,
    ...short,
  })
  const options = { durability: durability === 'full' ? 'synced' : 'fast', rate: RATE, atOnce: 1_000_000 } as const
  // One store is used by several processes after each other, and each counts from zero.
  const origin = `${process.pid}.${Date.now()}`
  const jobOf = (payload: Payload): NewJob => {
    const now = Date.now()
    return {
      id: `job_${origin}.${payload.n}`,
      kind: KIND,
      subject: '',
      priority: 0,
      runAt: now,
      createdAt: now,
      maxAttempts: 3,
      payload,
      label: 'public',
    }
  }
  return {
    settings: [
      `Tidegate ${VERSION}, SQLite ${sqliteVersion()} WAL in its own thread`,
      `synchronous ${durability.toUpperCase()}`,
      'record of every step, limits at once and by rate, figures by day, one listener',
      profile === 'short-lease' ? `lease ${leaseSeconds} s` : 'lease 15 s (default)',
    ].join(', '),
    enqueueOne: async (payload) => {
      await engine.add([jobOf(payload)])
    },
    enqueueMany: async (payloads) => {
      await engine.add(payloads.map(jobOf))
    },
    process: async (wanted, handler) => {
      let done = 0
      const finished = Promise.withResolvers<void>()
      const stop = engine.onChange(({ state }) => {
        if (state !== 'succeeded') return
        done += 1
        if (done === wanted) finished.resolve()
      })
      engine.register(
        KIND,
        async (job) => {
          await handler(payloadOf(job.payload))
          return { status: 'succeeded' }
        },
        options,
      )
      await engine.start()
      await finished.promise
      stop()
      await engine.dispose()
    },
    remaining: async () => {
      const { queued = 0, leased = 0, running = 0, deferred = 0, waiting = 0 } = await storage.jobs.counts()
      return queued + leased + running + deferred + waiting
    },
    close: async () => {
      await engine.dispose()
      await storage.dispose()
    },
  }
}

function sqliteVersion(): string {
  const db = new Database(':memory:')
  try {
    return String(db.prepare('SELECT sqlite_version()').pluck().get())
  } finally {
    db.close()
  }
}
