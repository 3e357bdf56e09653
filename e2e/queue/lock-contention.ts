import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { TidegateError } from '../../contracts/errors.ts'
import { createJobEngine } from '../../main/coordinator/index.ts'
import type { JobContext } from '../../main/coordinator/types.ts'
import { openStorage } from '../../main/storage/index.ts'
import { systemClock } from '../../main/system-platform.ts'
import { silentLog } from '../../main/telemetry/index.ts'
import { seededRandom } from './seeded-random.ts'

export interface ContentionReport {
  readonly contenders: number
  readonly locks: number
  readonly seconds: number
  readonly grants: number
  readonly waits: number
  /** A lock that two had at once, one of them alone. */
  readonly doubleGrants: number
  readonly timeouts: number
  /** Waits that went on past their time, beyond what a late timer explains. */
  readonly overdue: number
  readonly crashes: number
  /** Grants of the contender that got most, over those of the one that got least. */
  readonly unfairness: number
  readonly waitMsP50: number
  readonly waitMsP99: number
}

const CONTENDERS = 64
const LOCKS = 16
const TIMEOUT_MS = 5_000
/** How late a timer may be on a busy machine (ms). */
const LATE_MS = 1_000
const CRASH_SHARE = 0.02

/** Contenders that want a lock, have it for a moment and want the next, until the time is over. Now and then one dies with it. */
export async function contend({ seconds, seed }: { seconds: number; seed: number }): Promise<ContentionReport> {
  const random = seededRandom(seed)
  const dataDir = mkdtempSync(join(tmpdir(), 'tidegate-contention-'))
  const storage = await openStorage({ dataDir, mode: 'thread', log: silentLog })
  const engine = createJobEngine({
    ...{ storage: storage.jobs, clock: systemClock, log: silentLog, random, concurrency: CONTENDERS },
    backoff: { baseMs: 1, capMs: 2 },
  })
  const until = performance.now() + seconds * 1_000
  const grants = new Map<string, number>()
  const holders = new Map<string, { alone: number; together: number }>()
  const waits: number[] = []
  let [doubleGrants, timeouts, overdue, crashes] = [0, 0, 0, 0]

  function enter(name: string, mode: 'shared' | 'exclusive'): () => void {
    const now = holders.get(name) ?? { alone: 0, together: 0 }
    holders.set(name, now)
    if (now.alone > 0 || (mode === 'exclusive' && now.together > 0)) doubleGrants += 1
    const which = mode === 'exclusive' ? 'alone' : 'together'
    now[which] += 1
    return () => {
      now[which] -= 1
    }
  }

  async function once(id: string, context: JobContext): Promise<void> {
    const name = `lock-${Math.floor(random() * LOCKS)}`
    const mode = random() < 0.25 ? 'shared' : 'exclusive'
    const asked = performance.now()
    const letGo = await context.lock(name, { mode, timeoutMs: TIMEOUT_MS }).finally(() => {
      const waited = performance.now() - asked
      waits.push(waited)
      if (waited > TIMEOUT_MS + LATE_MS) overdue += 1
    })
    const leave = enter(name, mode)
    grants.set(id, (grants.get(id) ?? 0) + 1)
    await pause(random() * 4)
    leave()
    if (random() < CRASH_SHARE) {
      crashes += 1
      throw new TidegateError('INTERNAL', 'It fell over with the lock in its hand.')
    }
    await letGo()
  }

  engine.register('contend', async (job, context) => {
    while (performance.now() < until) {
      try {
        await once(job.id, context)
      } catch (error) {
        if (!(error instanceof TidegateError) || error.code !== 'LOCK_TIMEOUT') throw error
        timeouts += 1
      }
    }
    return { status: 'succeeded' }
  })
  try {
    const now = Date.now()
    const ended = new Promise<void>((resolve) => {
      let left = CONTENDERS
      engine.onChange((job) => {
        if (job.state === 'succeeded' && --left === 0) resolve()
      })
    })
    await engine.start()
    await engine.add(
      Array.from({ length: CONTENDERS }, (_, n) => {
        return { id: `job-${n}`, kind: 'contend', subject: '-', priority: 0, runAt: now, maxAttempts: 1_000_000, createdAt: now }
      }),
    )
    await ended
    const left = await storage.jobs.locks()
    if (left.length > 0) throw new Error(`${left.length} locks are held by nobody that works`)
  } finally {
    await engine.dispose()
    await storage.dispose()
    rmSync(dataDir, { recursive: true, force: true })
  }
  const counts = [...grants.values()]
  const sorted = waits.sort((a, b) => a - b)
  const at = (share: number): number => Math.round((sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN) * 10) / 10
  return {
    ...{ contenders: CONTENDERS, locks: LOCKS, seconds, waits: waits.length, doubleGrants, timeouts, overdue, crashes },
    grants: counts.reduce((sum, count) => sum + count, 0),
    unfairness: counts.length < CONTENDERS ? Number.POSITIVE_INFINITY : Math.max(...counts) / Math.min(...counts),
    waitMsP50: at(0.5),
    waitMsP99: at(0.99),
  }
}
