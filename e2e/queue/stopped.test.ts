import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isOwnerAlive } from '../../main/coordinator/index.ts'
import { type OpenedStorage, openStorage } from '../../main/storage/index.ts'
import { silentLog } from '../../main/telemetry/index.ts'
import { spawnWorker, type WorkerProcess } from './worker-process.ts'

const JOBS = 8
const LEASE_MS = 1_200

let dataDir: string
let storage: OpenedStorage
const workers: WorkerProcess[] = []

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-stopped-'))
  storage = await openStorage({ dataDir, mode: 'inline', log: silentLog })
  const now = Date.now()
  for (let n = 0; n < JOBS; n += 1) {
    await storage.jobs.enqueue({ id: `job-${n}`, kind: 'hold', subject: '-', priority: 0, runAt: now, maxAttempts: 5, createdAt: now })
  }
})
afterEach(async () => {
  for (const { child, exited } of workers.splice(0)) {
    child.kill('SIGKILL')
    await exited
  }
  await storage.dispose()
  rmSync(dataDir, { recursive: true, force: true })
})

async function worker(rival = ''): Promise<WorkerProcess> {
  const started = spawnWorker({ dataDir, port: 0, leaseMs: LEASE_MS, heartbeatMs: LEASE_MS / 4, concurrency: JOBS })
  workers.push(started)
  await started.ready
  started.begin(rival)
  await started.begun
  return started
}

/** A worker on all jobs, with the name under which it holds them. */
async function busyWorker(): Promise<{ busy: WorkerProcess; owner: string }> {
  const busy = await worker()
  await busy.until((started) => started.length === JOBS)
  await vi.waitFor(async () => expect(await storage.jobs.list({ state: 'running', limit: 20 })).toHaveLength(JOBS))
  const [owner = ''] = await storage.jobs.owners()
  return { busy, owner }
}

const newestLease = async (): Promise<number> =>
  Math.max(...(await storage.jobs.list({ state: 'running', limit: 20 })).map(({ leaseUntil }) => leaseUntil ?? 0))
const until = (check: () => Promise<void>): Promise<void> => vi.waitFor(check, { timeout: 30_000, interval: 20 })

describe.runIf(process.platform === 'linux')('processes that stand still past their leases', () => {
  it('one that hangs is ended first, and then its jobs begin elsewhere: none twice at the same time', async () => {
    const { busy, owner } = await busyWorker()
    const other = await worker(owner)
    busy.child.kill('SIGSTOP')
    await other.until((started) => started.length === JOBS)
    expect(await busy.exited).toBe('SIGKILL')
    expect(other.started.filter(({ rivalAlive }) => rivalAlive)).toEqual([])
    expect(new Set(other.started.map(({ job }) => job)).size).toBe(JOBS)
  })

  it('all of them (a laptop that slept) go on as they were: 0 of 8 jobs begin twice', { tags: ['long'] }, async () => {
    const { busy, owner } = await busyWorker()
    const other = await worker(owner)
    const all = [busy, other]
    for (const { child } of all) child.kill('SIGSTOP')
    // Long past every lease.
    await until(async () => expect(Date.now()).toBeGreaterThan((await newestLease()) + 3 * LEASE_MS))
    // Whoever does not hold the jobs wakes first.
    for (const { child } of all.toReversed()) child.kill('SIGCONT')
    const awake = Date.now()
    await until(async () => expect(await newestLease()).toBeGreaterThan(awake + 4 * LEASE_MS))
    expect(other.started).toEqual([])
    expect(busy.started).toHaveLength(JOBS)
    expect(isOwnerAlive(owner)).toBe(true)
  })
})
