import { describe, expect, it, vi } from 'vitest'
import { TidegateError } from '#contracts/errors.ts'
import type { Job, JobState } from '#contracts/jobs.ts'
import { type OpenedStorage, openStorage } from '../storage/index.ts'
import { silentLog } from '../telemetry/index.ts'
import { type EngineUnderTest, engineUnderTest } from './engine-under-test.ts'
import type { JobContext, JobEngine, JobHandler, JobResult } from './types.ts'

let dataDir: string
let storage: OpenedStorage
let opened: EngineUnderTest['opened']
let engineWith: EngineUnderTest['engineWith']
let enqueue: EngineUnderTest['enqueue']

engineUnderTest((bench) => {
  ;({ dataDir, storage, opened, engineWith, enqueue } = bench)
})

/** Resolves when a job is in one of the states. */
function untilState(engine: JobEngine, id: string, ...states: JobState[]): Promise<Job> {
  return new Promise((resolve, reject) => {
    const check = (job: Job | null): void => {
      if (job === null || job.id !== id || !states.includes(job.state)) return
      stop()
      resolve(job)
    }
    const stop = engine.onChange(check)
    storage.jobs.get(id).then(check, reject)
  })
}

/** A handler that runs until it is stopped or let go. */
function heldHandler(): { handler: JobHandler; started: Promise<JobContext>; release(result?: JobResult): void } {
  const started = Promise.withResolvers<JobContext>()
  const done = Promise.withResolvers<JobResult>()
  return {
    started: started.promise,
    release: (result = { status: 'succeeded' }) => done.resolve(result),
    handler: (_job, context) => {
      context.signal.addEventListener('abort', () => done.reject(context.signal.reason), { once: true })
      started.resolve(context)
      return done.promise
    },
  }
}

const states = async (id: string): Promise<JobState[]> => (await storage.jobs.transitions(id)).map(({ to }) => to)

describe('running jobs', () => {
  it('takes a job as soon as it is announced and records every step', async () => {
    const engine = engineWith(async () => ({ status: 'succeeded' }))
    await engine.start()
    const seen: JobState[] = []
    engine.onChange((job) => seen.push(job.state))
    await enqueue()
    engine.wake('enqueued')
    expect(await untilState(engine, 'job_1', 'succeeded')).toMatchObject({ progress: 1, attempt: 1, fence: 1, owner: null, error: null })
    expect(await states('job_1')).toEqual(['queued', 'leased', 'running', 'succeeded'])
    expect(seen).toEqual(['leased', 'running', 'succeeded'])
  })

  it('takes the highest priority first, then the oldest, and never more than it may', async () => {
    for (const [id, priority] of [
      ['a', 0],
      ['b', 5],
      ['c', 9],
      ['d', 5],
    ] as const)
      await enqueue({ id, priority })
    const order: string[] = []
    let most = 0
    let now = 0
    const engine = engineWith(
      async (job) => {
        order.push(job.id)
        most = Math.max(most, ++now)
        await storage.jobs.nextDue()
        now -= 1
        return { status: 'succeeded' }
      },
      { concurrency: 1 },
    )
    await engine.start()
    await untilState(engine, 'a', 'succeeded')
    expect(order).toEqual(['c', 'b', 'd', 'a'])
    expect(most).toBe(1)
  })

  it('tells progress now and then, and the last word counts', async () => {
    const held = heldHandler()
    const engine = engineWith(held.handler)
    const notes: string[] = []
    engine.onChange((job) => notes.push(job.note))
    await engine.start()
    await enqueue()
    engine.wake('enqueued')
    const context = await held.started
    for (let step = 1; step <= 100; step += 1) context.onProgress(step / 100, `step ${step}`)
    await vi.waitFor(async () => expect(await storage.jobs.get('job_1')).toMatchObject({ progress: 1, note: 'step 100' }))
    expect(notes.filter((note) => note.startsWith('step'))).toEqual(['step 1', 'step 100'])
    held.release()
    await untilState(engine, 'job_1', 'succeeded')
  })

  it('does not run a job twice when two engines share a database', async () => {
    const other = await openStorage({ dataDir, mode: 'thread', log: silentLog })
    opened.push(other)
    const runs = new Map<string, number>()
    const handler: JobHandler = async (job) => {
      runs.set(job.id, (runs.get(job.id) ?? 0) + 1)
      return { status: 'succeeded' }
    }
    for (let index = 0; index < 120; index += 1) await enqueue({ id: `job_${index}` })
    const engines = [engineWith(handler, { concurrency: 4 }), engineWith(handler, { concurrency: 4, storage: other.jobs })]
    await Promise.all(engines.map((engine) => engine.start()))
    await vi.waitFor(async () => expect(await storage.jobs.list({ state: 'succeeded', limit: 500 })).toHaveLength(120), 10_000)
    expect(runs.size).toBe(120)
    expect([...runs.values()].every((count) => count === 1)).toBe(true)
  })
})

describe('failures', () => {
  it('waits longer before each new try, then gives the job up as dead', async () => {
    vi.useFakeTimers({ now: 1_000_000 })
    const tries: number[] = []
    const engine = engineWith(async () => {
      tries.push(Date.now())
      throw new TidegateError('PROVIDER_TIMEOUT', 'Too slow.')
    })
    await enqueue({ maxAttempts: 4 })
    await engine.start()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await storage.jobs.get('job_1')).toMatchObject({ state: 'dead', attempt: 4, error: { code: 'PROVIDER_TIMEOUT' } })
    // Half of 1 s, 2 s and 4 s, because the dice always say one half.
    expect(tries.map((at) => at - 1_000_000)).toEqual([0, 500, 1_500, 3_500])
    expect(await engine.retry('job_1')).toBe(true)
    // Counting starts anew: the retry may fail and be tried again.
    expect(await storage.jobs.get('job_1')).toMatchObject({ attempt: 1, maxAttempts: 4, error: null })
  })

  it('does not try again what cannot get better', async () => {
    const engine = engineWith(async () => {
      throw new TidegateError('EGRESS_REFUSED', 'The payload holds a name.')
    })
    await enqueue()
    await engine.start()
    expect(await untilState(engine, 'job_1', 'failed')).toMatchObject({ attempt: 1, error: { code: 'EGRESS_REFUSED' } })
  })

  it('looks at a deferred job again when the world changes, and at its time at the latest', async () => {
    vi.useFakeTimers({ now: 1_000_000 })
    const tries: number[] = []
    const engine = engineWith(async () => {
      tries.push(Date.now() - 1_000_000)
      return { status: 'deferred', note: 'No memory.', retryAt: Date.now() + 30_000 }
    })
    await enqueue({ maxAttempts: 2 })
    await engine.start()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await storage.jobs.get('job_1')).toMatchObject({ state: 'deferred', note: 'No memory.', attempt: 0 })
    engine.wake('world-changed')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(tries).toEqual([0, 1_000])
    await vi.advanceTimersByTimeAsync(60_000)
    expect(tries).toEqual([0, 1_000, 31_000, 61_000])
  })
})

describe('cancelling', () => {
  it('ends a waiting job at once, and refuses one that has ended or never was', async () => {
    const engine = engineWith(async () => ({ status: 'succeeded' }))
    await enqueue()
    expect(await engine.cancel('job_1')).toBe(true)
    expect((await storage.jobs.get('job_1'))?.state).toBe('cancelled')
    expect(await engine.cancel('job_1')).toBe(false)
    expect(await engine.cancel('job_x')).toBe(false)
    expect(await engine.retry('job_1')).toBe(true)
    expect((await storage.jobs.get('job_1'))?.cancelRequested).toBe(false)
  })

  it('stops a running handler by its signal', async () => {
    const held = heldHandler()
    const engine = engineWith(held.handler)
    await engine.start()
    await enqueue()
    engine.wake('enqueued')
    const { signal } = await held.started
    expect(await engine.cancel('job_1')).toBe(true)
    expect(signal.reason).toMatchObject({ code: 'CANCELLED' })
    expect(await untilState(engine, 'job_1', 'cancelled')).toMatchObject({ owner: null, error: { code: 'CANCELLED' } })
  })

  it('hears from the heartbeat that another process cancelled', async () => {
    const held = heldHandler()
    const engine = engineWith(held.handler, { heartbeatMs: 5 })
    await engine.start()
    await enqueue()
    engine.wake('enqueued')
    await held.started
    await storage.jobs.requestCancel('job_1', Date.now())
    expect((await untilState(engine, 'job_1', 'cancelled')).state).toBe('cancelled')
  })
})

describe('leases', () => {
  const claimAs = async (owner: string, now: number, leaseMs = 10): Promise<Job> => {
    const job = await storage.jobs.claim({ owner, now, leaseMs, kinds: ['generate'] })
    if (job === null) throw new Error('nothing to claim')
    return job
  }

  it('takes back at once what a dead owner held, though its lease runs on', async () => {
    await enqueue()
    await claimAs('dead', Date.now(), 1e9)
    const engine = engineWith(async () => ({ status: 'succeeded' }), { isOwnerAlive: (owner) => owner !== 'dead' })
    await engine.start()
    expect(await untilState(engine, 'job_1', 'succeeded')).toMatchObject({ attempt: 1, fence: 2 })
  })

  it('leaves a living owner its job, however long its lease has run out', async () => {
    await enqueue()
    await claimAs('sleeping-laptop', Date.now())
    const engine = engineWith(async () => ({ status: 'succeeded' }), { isOwnerAlive: () => true })
    await engine.start()
    await enqueue({ id: 'job_2' })
    engine.wake('enqueued')
    await untilState(engine, 'job_2', 'succeeded')
    expect(await storage.jobs.get('job_1')).toMatchObject({ state: 'leased', owner: 'sleeping-laptop' })
  })

  it('takes from an owner of which nothing is known only when its leases have run out', async () => {
    const now = Date.now()
    await enqueue({ runAt: now - 1_000 })
    await claimAs('stranger', now - 1_000)
    await enqueue({ id: 'job_2', runAt: now })
    await claimAs('other-stranger', now, 1e9)
    const engine = engineWith(async () => ({ status: 'succeeded' }), { isOwnerAlive: () => 'unknown' })
    await engine.start()
    await untilState(engine, 'job_1', 'succeeded')
    expect(await storage.jobs.get('job_2')).toMatchObject({ state: 'leased', owner: 'other-stranger' })
  })

  it('gives up a job whose process died at every attempt', async () => {
    await enqueue({ maxAttempts: 1 })
    const { fence } = await claimAs('dead', Date.now())
    await storage.jobs.start('job_1', fence, Date.now())
    const engine = engineWith(async () => ({ status: 'succeeded' }), { isOwnerAlive: () => false })
    await engine.start()
    expect((await storage.jobs.get('job_1'))?.state).toBe('dead')
  })

  it('stops a handler that has lost its lease, and refuses its result', async () => {
    const held = heldHandler()
    const engine = engineWith(held.handler, { heartbeatMs: 5, owner: 'me', concurrency: 1 })
    await engine.start()
    await enqueue()
    engine.wake('enqueued')
    const { signal, fence } = await held.started
    await storage.jobs.reclaim(['me'], 0, Date.now())
    const thief = await claimAs('thief', Date.now())
    await vi.waitFor(() => expect(signal.aborted).toBe(true))
    expect(signal.reason).not.toMatchObject({ code: 'CANCELLED' })
    expect(await storage.jobs.finish('job_1', fence, { state: 'succeeded', note: '', error: null }, Date.now())).toBeNull()
    expect(await storage.jobs.progress('job_1', fence, 0.5, 'late')).toBe(false)
    expect(await storage.jobs.start('job_1', fence, Date.now())).toBe(false)
    expect(await storage.jobs.beat('me', Date.now())).toEqual([])
    expect(await storage.jobs.get('job_1')).toMatchObject({ state: 'leased', owner: 'thief', fence: thief.fence })
  })

  it('gives back what was claimed in its name without its knowing', async () => {
    const held = heldHandler()
    const engine = engineWith(held.handler, { heartbeatMs: 5, owner: 'me', concurrency: 1 })
    await engine.start()
    await enqueue()
    engine.wake('enqueued')
    await held.started
    await enqueue({ id: 'job_2' })
    await claimAs('me', Date.now(), 1e6)
    await vi.waitFor(async () => expect(await storage.jobs.get('job_2')).toMatchObject({ state: 'queued', attempt: 0, owner: null }))
    held.release()
    await untilState(engine, 'job_2', 'running', 'succeeded')
  })

  it('keeps its own lease alive while it works', async () => {
    const held = heldHandler()
    const engine = engineWith(held.handler, { heartbeatMs: 5, leaseMs: 1_000 })
    await engine.start()
    await enqueue()
    engine.wake('enqueued')
    await held.started
    const first = (await storage.jobs.get('job_1'))?.leaseUntil ?? 0
    await vi.waitFor(async () => expect((await storage.jobs.get('job_1'))?.leaseUntil).toBeGreaterThan(first))
    held.release()
    await untilState(engine, 'job_1', 'succeeded')
  })
})

describe('stopping and running one job', () => {
  it('puts running jobs back without counting it as a failure', async () => {
    const held = heldHandler()
    const engine = engineWith(held.handler)
    await engine.start()
    await enqueue({ maxAttempts: 1 })
    engine.wake('enqueued')
    await held.started
    await engine.dispose()
    expect(await storage.jobs.get('job_1')).toMatchObject({ state: 'queued', attempt: 0, owner: null, error: null, fence: 1 })
  })

  it('does not wait for ever for a handler that will not stop', async () => {
    const stuck = Promise.withResolvers<JobResult>()
    const begun = Promise.withResolvers<void>()
    const engine = engineWith(
      () => {
        begun.resolve()
        return stuck.promise
      },
      { shutdownMs: 10 },
    )
    await engine.start()
    await enqueue()
    engine.wake('enqueued')
    await begun.promise
    await engine.dispose()
    expect(await storage.jobs.get('job_1')).toMatchObject({ state: 'queued', attempt: 0 })
    stuck.resolve({ status: 'succeeded' })
    await stuck.promise
    expect((await storage.jobs.get('job_1'))?.state).toBe('queued')
  })

  it('runs exactly the job asked for, through its backoff, without being started', async () => {
    await enqueue({ id: 'other', priority: 9 })
    await enqueue()
    let tries = 0
    const engine = engineWith(
      async () => {
        tries += 1
        if (tries < 3) throw new TidegateError('STREAM_TRUNCATED', 'Cut off.')
        return { status: 'succeeded' }
      },
      { backoff: { baseMs: 4, capMs: 10 } },
    )
    expect(await engine.runOnly('job_1')).toMatchObject({ state: 'succeeded', attempt: 3 })
    expect((await storage.jobs.get('other'))?.state).toBe('queued')
    await expect(engine.runOnly('job_x')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('answers that a job is deferred after one look, and looks again when asked again', async () => {
    await enqueue()
    let looks = 0
    const engine = engineWith(async () => {
      looks += 1
      return { status: 'deferred', note: 'Offline.', retryAt: Date.now() + 1e6 }
    })
    expect((await engine.runOnly('job_1')).state).toBe('deferred')
    expect((await engine.runOnly('job_1')).state).toBe('deferred')
    expect(looks).toBe(2)
  })

  it('ends the wait for a backoff when the job is cancelled', async () => {
    await enqueue()
    const engine = engineWith(
      async () => {
        throw new TidegateError('PROVIDER_NETWORK', 'Unreachable.')
      },
      { backoff: { baseMs: 1e6, capMs: 1e7 } },
    )
    const result = engine.runOnly('job_1')
    await vi.waitFor(async () => expect(await storage.jobs.get('job_1')).toMatchObject({ state: 'queued', attempt: 1 }))
    await engine.cancel('job_1')
    expect((await result).state).toBe('cancelled')
  })
})
