import { describe, expect, it, vi } from 'vitest'
import { TidegateError } from '#contracts/errors.ts'
import type { OpenedStorage } from '../storage/index.ts'
import { sampleJob } from '../storage/storage-samples.ts'
import type { JobStore, NewJob } from '../storage/types.ts'
import { type EngineUnderTest, engineUnderTest } from './engine-under-test.ts'
import { isHeld } from './job-machine.ts'
import type { JobContext, JobHandler } from './types.ts'

let storage: OpenedStorage
let engineWith: EngineUnderTest['engineWith']
let enqueue: EngineUnderTest['enqueue']

engineUnderTest((bench) => {
  ;({ storage, engineWith, enqueue } = bench)
})

describe('locks', () => {
  it('begins a job that waits for a lock as soon as another lets go of it in its middle', async () => {
    const isHeld = Promise.withResolvers<void>()
    const mayLetGo = Promise.withResolvers<void>()
    const mayEnd = Promise.withResolvers<void>()
    const engine = engineWith(async (job, context) => {
      if (job.id !== 'job_1') return { status: 'succeeded' }
      const letGo = await context.lock('disk', { mode: 'exclusive', timeoutMs: 1_000 })
      isHeld.resolve()
      await mayLetGo.promise
      await letGo()
      await mayEnd.promise
      return { status: 'succeeded' }
    })
    await engine.start()
    await enqueue()
    engine.wake('enqueued')
    await isHeld.promise
    await enqueue({ id: 'job_2', locks: [{ name: 'disk', mode: 'exclusive' }] })
    engine.wake('enqueued')
    await vi.waitFor(async () => expect((await storage.jobs.get('job_2'))?.note).toContain('Waits for the lock'))
    mayLetGo.resolve()
    await vi.waitFor(async () => expect((await storage.jobs.get('job_2'))?.state).toBe('succeeded'))
    expect((await storage.jobs.get('job_1'))?.state).toBe('running')
    mayEnd.resolve()
  })
})

describe('a job that asks for more of a lock than it has', () => {
  it('keeps what it has when it does not get that in time', async () => {
    const both = Promise.withResolvers<void>()
    const mayEnd = Promise.withResolvers<void>()
    const codes: unknown[] = []
    let holders = 0
    const engine = engineWith(async (job, context) => {
      await context.lock('file', { mode: 'shared', timeoutMs: 1_000 })
      holders += 1
      if (holders === 2) both.resolve()
      await both.promise
      if (job.id === 'job_1')
        await context.lock('file', { mode: 'exclusive', timeoutMs: 20 }).catch((error: TidegateError) => codes.push(error.code))
      await mayEnd.promise
      return { status: 'succeeded' }
    })
    await engine.start()
    await enqueue()
    await enqueue({ id: 'job_2' })
    engine.wake('enqueued')
    await vi.waitFor(() => expect(codes).toEqual(['LOCK_TIMEOUT']))
    await vi.waitFor(async () => expect((await storage.jobs.locks())[0]?.waiters).toEqual([]))
    expect((await storage.jobs.locks())[0]?.holders.map(({ jobId, mode }) => `${jobId} ${mode}`).sort()).toEqual([
      'job_1 shared',
      'job_2 shared',
    ])
    mayEnd.resolve()
  })
})

describe('adding', () => {
  it('runs what is sound although something else in the same turn is refused', async () => {
    const engine = engineWith(async () => ({ status: 'succeeded' }), { concurrency: 8 })
    await engine.start()
    const job = (id: string, key: string): NewJob =>
      sampleJob({ id, runAt: Date.now() + (key === 'taken' ? 1e6 : 0), createdAt: Date.now(), unique: { key, onConflict: 'refuse' } })
    await engine.add([job('first', 'taken')])
    const added = await Promise.allSettled(['a', 'taken', 'b', 'c'].map((key) => engine.add([job(`job-${key}`, key)])))
    expect(added.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
    await vi.waitFor(async () => expect(await storage.jobs.list({ state: 'succeeded', limit: 9 })).toHaveLength(3))
  })
})

describe('closing', () => {
  it('ends also when nothing can be written any more', async () => {
    const begun = Promise.withResolvers<JobContext>()
    const untilStopped: JobHandler = (_job, context) =>
      new Promise((_resolve, reject) => {
        context.signal.addEventListener('abort', () => reject(context.signal.reason), { once: true })
        begun.resolve(context)
      })
    const full = new TidegateError('INTERNAL', 'The disk is full.')
    const failing: JobStore = { ...storage.jobs, exchange: () => Promise.reject(full), exchangeSynced: () => Promise.reject(full) }
    let isFull = false
    const disk = new Proxy(storage.jobs, { get: (real, name) => Reflect.get(isFull ? failing : real, name) })
    const engine = engineWith(untilStopped, { storage: disk })
    await engine.start()
    await enqueue()
    engine.wake('enqueued')
    await begun.promise
    isFull = true
    await engine.dispose()
    expect(isHeld((await storage.jobs.get('job_1'))?.state ?? 'dead')).toBe(true)
  })
})
