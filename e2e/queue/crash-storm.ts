import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type OpenedStorage, openStorage } from '../../main/storage/index.ts'
import { silentLog } from '../../main/telemetry/index.ts'
import { type EffectServer, startEffectServer } from './effect-server.ts'
import { seededRandom } from './seeded-random.ts'
import { spawnWorker, type WorkerProcess } from './worker-process.ts'

/**
 * What a storm of kills has shown. Resuming is measured until the last job that had been at work is at work again, in ms: from the start of the
 * engine, and with the opening of the database before it, from when a loaded process is told to begin. Loading Node and the code is in neither.
 */
export interface StormReport {
  readonly kills: number
  readonly seed: number
  readonly jobs: number
  /** Never ended well although nobody gave them up. */
  readonly lost: number
  /** Whose effect happened more than once. */
  readonly doubled: number
  /** Requests that the server had seen before, and answered without doing anything. */
  readonly repeated: number
  /** At work at the moment of a kill. */
  readonly inFlight: number
  /** Hit so often that the queue gave them up, and brought back by hand. */
  readonly givenUp: number
  readonly brokenRecords: number
  readonly resumeMsP50: number
  readonly resumeMsP95: number
  readonly withOpeningMsP50: number
  readonly withOpeningMsP95: number
}

const JOBS_PER_KILL = 8
const CONCURRENCY = 4
/** Killed while it opens the database or takes back what the last one left, about. */
const EARLY_SHARE = 0.25
const OPENING_MS = 700
const SLOWEST_EFFECT_MS = 12

export async function crashStorm({ kills, seed }: { kills: number; seed: number }): Promise<StormReport> {
  const random = seededRandom(seed)
  const dataDir = mkdtempSync(join(tmpdir(), 'tidegate-storm-'))
  const storage = await openStorage({ dataDir, mode: 'inline', log: silentLog })
  const server = await startEffectServer(() => random() * SLOWEST_EFFECT_MS)
  const living = new Set<WorkerProcess>()
  const spare = (): WorkerProcess => {
    const worker = spawnWorker({ dataDir, port: server.port, leaseMs: 15_000, heartbeatMs: 5_000, concurrency: CONCURRENCY })
    living.add(worker)
    void worker.exited.then(() => living.delete(worker))
    return worker
  }
  try {
    return await storm(storage, server, spare, { kills, seed, random })
  } finally {
    for (const { child } of living) child.kill('SIGKILL')
    await storage.dispose()
    await server.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function storm(
  storage: OpenedStorage,
  server: EffectServer,
  spare: () => WorkerProcess,
  { kills, seed, random }: { kills: number; seed: number; random: () => number },
): Promise<StormReport> {
  const ids: string[] = []
  const resumeMs: number[] = []
  const withOpeningMs: number[] = []
  let [inFlight, givenUp] = [0, 0]
  let held: readonly string[] = []
  let next = spare()
  for (let kill = 0; kill <= kills; kill += 1) {
    const worker = next
    ids.push(...(await addJobs(storage, ids.length, kill === kills ? 0 : JOBS_PER_KILL)))
    await worker.ready
    if (kill < kills) next = spare()
    worker.begin()
    const back = (await storage.jobs.list({ limit: 1_000, state: 'dead' })).map(({ id }) => id)
    for (const id of back) if (await storage.jobs.retry(id, Date.now())) givenUp += 1
    const resumed = held.filter((id) => !back.includes(id))
    const isEarly = kill < kills && random() < EARLY_SHARE
    if (!isEarly)
      await worker.until(
        (started) => resumed.every((id) => started.some(({ job }) => job === id)) && (started.length > 0 || kill === kills),
      )
    if (!isEarly && resumed.length > 0) {
      const again = worker.started.filter(({ job }) => resumed.includes(job))
      resumeMs.push(Math.max(...again.map(({ afterMs, openMs }) => afterMs - openMs)))
      withOpeningMs.push(Math.max(...again.map(({ afterMs }) => afterMs)))
    }
    if (kill === kills) await untilEnded(storage)
    // The moment of the kill is the experiment; nothing is waited for.
    else await pause(random() * (isEarly ? OPENING_MS : 90))
    worker.child.kill('SIGKILL')
    await worker.exited
    const atWork = [
      ...(await storage.jobs.list({ limit: 1_000, state: 'running' })),
      ...(await storage.jobs.list({ limit: 1_000, state: 'leased' })),
    ]
    // The last try of a job that was hit too often is given up by the next process, not started again.
    held = atWork.filter(({ state, crashes }) => state !== 'running' || crashes < 2).map(({ id }) => id)
    inFlight += atWork.length
  }
  const jobs = await Promise.all(ids.map((id) => storage.jobs.get(id)))
  const records = await Promise.all(ids.map((id) => storage.jobs.transitions(id)))
  return {
    ...{ kills, seed, jobs: ids.length, inFlight, givenUp },
    lost: jobs.filter((job) => job?.state !== 'succeeded').length,
    doubled: ids.filter((id) => server.effects.get(id) !== 1).length,
    repeated: server.requests - server.effects.size,
    brokenRecords: records.filter((steps) =>
      steps.some(({ from, seq }, n) => n > 0 && (from !== steps[n - 1]?.to || seq <= (steps[n - 1]?.seq ?? seq))),
    ).length,
    resumeMsP50: quantile(resumeMs, 0.5),
    resumeMsP95: quantile(resumeMs, 0.95),
    withOpeningMsP50: quantile(withOpeningMs, 0.5),
    withOpeningMsP95: quantile(withOpeningMs, 0.95),
  }
}

function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

async function addJobs(storage: OpenedStorage, from: number, count: number): Promise<string[]> {
  const now = Date.now()
  const ids = Array.from({ length: count }, (_, n) => `job-${from + n}`)
  for (const id of ids) {
    await storage.jobs.enqueue({ id, kind: 'effect', subject: id, priority: 0, runAt: now, maxAttempts: 1_000, createdAt: now })
  }
  return ids
}

async function untilEnded(storage: OpenedStorage): Promise<void> {
  for (;;) {
    const { queued = 0, leased = 0, running = 0, dead = 0 } = await storage.jobs.counts()
    if (queued + leased + running + dead === 0) return
    for (const { id } of dead > 0 ? await storage.jobs.list({ limit: 1_000, state: 'dead' }) : []) await storage.jobs.retry(id, Date.now())
    await pause(10)
  }
}
