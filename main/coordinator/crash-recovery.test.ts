import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
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

/** Starts a process that takes the jobs, and resolves once it is at work on `count` of them. */
async function workerOn(count: number): Promise<ChildProcess> {
  const started = spawn(process.execPath, [join(import.meta.dirname, 'fixtures/hold-a-lease.ts'), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child = started
  const taken = new Set<string>()
  for await (const line of createInterface({ input: started.stdout })) {
    taken.add(line)
    if (taken.size === count) return started
  }
  throw new Error('the worker ended early')
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
    const gone = once(worker, 'exit')
    worker.kill('SIGKILL')
    await gone

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

  it('leaves a living process its jobs', async () => {
    await storage.jobs.enqueue(sampleJob({ runAt: Date.now() }))
    await workerOn(1)
    engine = createJobEngine({ storage: storage.jobs, clock: systemClock, log: silentLog, concurrency: 2, random: Math.random })
    engine.register('generate', async () => ({ status: 'succeeded' }))
    await engine.start()
    await vi.waitFor(async () => expect(await storage.jobs.get('job_1')).toMatchObject({ state: 'running', attempt: 1 }), 10_000)
  })
})
