import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Job } from '#contracts/jobs.ts'
import { type OpenedStorage, openStorage } from '../storage/index.ts'
import { sampleGeneration, sampleJob } from '../storage/storage-samples.ts'
import { systemClock } from '../system-platform.ts'
import { silentLog } from '../telemetry/index.ts'
import { createJobEngine } from './job-engine.ts'
import type { JobEngine } from './types.ts'

let dataDir: string
let storage: OpenedStorage
let engine: JobEngine | null = null
let child: ChildProcess | null = null

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-crash-'))
  storage = await openStorage({ dataDir, mode: 'inline', log: silentLog })
})
afterEach(async () => {
  child?.kill('SIGKILL')
  await engine?.dispose()
  await storage.dispose()
  rmSync(dataDir, { recursive: true, force: true })
})

function spawnWorker(): ChildProcessByStdio<null, Readable, null> {
  const started = spawn(process.execPath, [join(import.meta.dirname, 'fixtures/hold-a-lease.ts'), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child = started
  return started
}

/** Starts a process that takes the jobs, and resolves once it is at work on `count` of them. */
async function workerOn(count: number): Promise<ChildProcess> {
  const started = spawnWorker()
  const taken = new Set<string>()
  for await (const line of createInterface({ input: started.stdout })) {
    taken.add(line)
    if (taken.size === count) return started
  }
  throw new Error('the worker ended early')
}

async function kill(worker: ChildProcess): Promise<void> {
  const gone = once(worker, 'exit')
  worker.kill('SIGKILL')
  await gone
}

describe('after kill -9', () => {
  it('takes up at once what the dead process was working on, and loses nothing', async () => {
    const now = Date.now()
    for (let index = 0; index < 5; index += 1) {
      const ids = { jobId: `job_${index}`, id: `gen_${index}` }
      await storage.generations.create(
        sampleGeneration({ ...ids, createdAt: now }),
        sampleJob({ id: ids.jobId, subject: ids.id, runAt: now }),
      )
    }
    const worker = await workerOn(3)
    expect(await storage.jobs.owners()).toHaveLength(1)
    await vi.waitFor(async () => expect((await storage.jobs.counts()).running).toBe(3), 10_000)
    await kill(worker)

    const runs: string[] = []
    const allDone = Promise.withResolvers<void>()
    const begun = performance.now()
    engine = createJobEngine({ storage: storage.jobs, clock: systemClock, log: silentLog, concurrency: 2, random: Math.random })
    engine.register('generate', async (job) => {
      runs.push(job.id)
      return { status: 'succeeded' }
    })
    engine.onChange((job) => {
      if (job.state === 'succeeded' && runs.length === 5) allDone.resolve()
    })
    await engine.start()
    await allDone.promise
    // The dead process's leases had 15 s to go: nothing waited for them.
    expect(performance.now() - begun).toBeLessThan(5_000)
    expect([...runs].sort()).toEqual(['job_0', 'job_1', 'job_2', 'job_3', 'job_4'])
    const counts = await Promise.all(['job_0', 'job_1', 'job_2', 'job_3', 'job_4'].map(async (id) => (await storage.jobs.get(id))?.attempt))
    expect(counts).toEqual([2, 2, 2, 1, 1])
    expect((await storage.generations.get('gen_0'))?.prompt).toBe(sampleGeneration().prompt)
  })

  it('has used no try of a job that was only claimed ahead, and begins it though it may be tried once', async () => {
    const now = Date.now()
    const add = (id: string, subject: string) => storage.jobs.enqueue(sampleJob({ id, subject, maxAttempts: 1, runAt: now }))
    // What is claimed ahead grows while jobs are short; then three that are not keep all places.
    for (let n = 0; n < 60; n += 1) await add(`quick_${n}`, 'quick')
    for (let n = 0; n < 3; n += 1) await add(`long_${n}`, 'long')
    for (let n = 0; n < 5; n += 1) await add(`ahead_${n}`, 'long')
    const worker = await workerOn(3)
    await vi.waitFor(async () => expect(await storage.jobs.counts()).toMatchObject({ running: 3, leased: 5 }), 10_000)
    await kill(worker)

    const runs: Job[] = []
    engine = createJobEngine({ storage: storage.jobs, clock: systemClock, log: silentLog, concurrency: 8, random: Math.random })
    engine.register('generate', async (job) => {
      runs.push(job)
      return { status: 'succeeded' }
    })
    await engine.start()
    await vi.waitFor(async () => expect(await storage.jobs.counts()).toMatchObject({ succeeded: 65, dead: 3 }), 10_000)
    expect(runs.map(({ id, attempt, fence }) => `${id} ${attempt} ${fence}`).sort()).toEqual([0, 1, 2, 3, 4].map((n) => `ahead_${n} 1 2`))
    expect((await storage.jobs.transitions('ahead_0')).map(({ from, to }) => `${from} ${to}`)).toEqual([
      ...['null queued', 'queued leased', 'leased queued', 'queued leased', 'leased running', 'running succeeded'],
    ])
  })

  it('gives up a job that kills its process before its start could be written, after its tries', {
    tags: ['long'],
    timeout: 60_000,
  }, async () => {
    await storage.jobs.enqueue(sampleJob({ subject: 'poison', maxAttempts: 2, runAt: Date.now() }))
    let deaths = 0
    for (let job = await storage.jobs.get('job_1'); job?.state !== 'dead'; job = await storage.jobs.get('job_1')) {
      const worker = spawnWorker()
      const [, signal] = await Promise.race([
        once(worker, 'exit'),
        vi.waitUntil(async () => ((await storage.jobs.get('job_1'))?.state === 'dead' ? [0, 'done'] : null), 20_000),
      ])
      if (signal === 'SIGKILL') deaths += 1
      else await kill(worker)
    }
    // The first death may come before its start is on record; after that every one counts.
    expect(deaths).toBeLessThanOrEqual(3)
    expect(await storage.jobs.get('job_1')).toMatchObject({ attempt: 2, crashes: 2 })
  })

  it('leaves a living process its jobs', async () => {
    await storage.jobs.enqueue(sampleJob({ runAt: Date.now() }))
    await workerOn(1)
    engine = createJobEngine({ storage: storage.jobs, clock: systemClock, log: silentLog, concurrency: 2, random: Math.random })
    engine.register('generate', async () => ({ status: 'succeeded' }))
    await engine.start()
    await vi.waitFor(async () => expect(await storage.jobs.get('job_1')).toMatchObject({ state: 'running', attempt: 1 }), 10_000)
  })
})
