import { describe, expect, it, vi } from 'vitest'
import type { Job } from '#contracts/jobs.ts'
import type { OpenedStorage } from '../storage/index.ts'
import { type EngineUnderTest, engineUnderTest } from './engine-under-test.ts'
import type { JobEngine, JobHandler } from './types.ts'

/** Shorter than a wait is looked at by itself (1 s): who gets a lock within this was told. */
const SOON_MS = 800

let storage: OpenedStorage
let engineWith: EngineUnderTest['engineWith']
let enqueue: EngineUnderTest['enqueue']

engineUnderTest((bench) => {
  ;({ storage, engineWith, enqueue } = bench)
})

const behind = (job: string) => ({ after: [{ job, when: 'success' as const }], runAt: Date.now() })
const disk = { locks: [{ name: 'disk', mode: 'exclusive' as const }] }
const succeed: JobHandler = async () => ({ status: 'succeeded' })

/** What listeners hear from here on, as `job state` in order. */
function heardFrom(engine: JobEngine): string[] {
  const heard: string[] = []
  engine.onChange(({ id, state, waitsFor }: Job) => heard.push(state === 'waiting' ? `${id} ${state} for ${waitsFor}` : `${id} ${state}`))
  return heard
}

async function claimAs(owner: string, id: string): Promise<void> {
  const claimed = await storage.jobs.claim({ owner, now: Date.now(), leaseMs: 60_000, kinds: ['generate'], jobId: id })
  if (claimed === null) throw new Error(`${id} cannot begin`)
}

describe('what a person does to one job', () => {
  it('is heard of all that are given up with it, and of all that come back with it', async () => {
    const engine = engineWith(succeed)
    await enqueue({ id: 'a', runAt: Date.now() + 60_000 })
    await enqueue({ id: 'b', ...behind('a') })
    await enqueue({ id: 'c', ...behind('b') })
    const heard = heardFrom(engine)
    expect(await engine.cancel('a')).toBe(true)
    expect(heard.splice(0).sort()).toEqual(['a cancelled', 'b cancelled', 'c cancelled'])
    expect(await engine.retry('a')).toBe(true)
    expect(heard).toEqual(['a queued', 'b waiting for 1', 'c waiting for 1'])
  })
})

describe('the end of a job', () => {
  it('is heard of by who still waits for others', async () => {
    const engine = engineWith(succeed)
    await enqueue({ id: 'a' })
    await enqueue({ id: 'b', runAt: Date.now() + 60_000 })
    await enqueue({ id: 'c', after: ['a', 'b'].map((job) => ({ job, when: 'success' as const })) })
    const heard = heardFrom(engine)
    await engine.start()
    await vi.waitFor(() => expect(heard).toContain('c waiting for 1'))
  })
})

describe('a job that waits in its middle for a lock', () => {
  /** Asks for the lock in the middle of `waits`, and tells when it has it. */
  function waiter(): { handler: JobHandler; has: Promise<void>; asks: Promise<void> } {
    const has = Promise.withResolvers<void>()
    const asks = Promise.withResolvers<void>()
    const handler: JobHandler = async ({ id }, context) => {
      if (id !== 'waits') return { status: 'succeeded' }
      const asked = context.lock('disk', { mode: 'exclusive', timeoutMs: SOON_MS })
      asks.resolve()
      await asked.then(() => has.resolve(), has.reject)
      return { status: 'succeeded' }
    }
    return { handler, has: has.promise, asks: asks.promise }
  }

  it('gets it as soon as its holder is taken back from a dead process', async () => {
    let isAlive = true
    const { handler, has, asks } = waiter()
    await enqueue({ id: 'holds', maxAttempts: 1, ...disk })
    await claimAs('other', 'holds')
    const engine = engineWith(handler, { isOwnerAlive: () => isAlive, heartbeatMs: 10 })
    await engine.start()
    await enqueue({ id: 'waits' })
    engine.wake('enqueued')
    await asks
    await vi.waitFor(async () => expect((await storage.jobs.locks())[0]?.waiters).toHaveLength(1))
    isAlive = false
    await has
  })

  it('gets it as soon as a lease is given back that nobody knew of', async () => {
    const { handler, has, asks } = waiter()
    await enqueue({ id: 'holds', ...disk })
    await claimAs('me', 'holds')
    const engine = engineWith(handler, { owner: 'me', heartbeatMs: 10 })
    await engine.start()
    await enqueue({ id: 'waits' })
    engine.wake('enqueued')
    await asks
    await has
  })
})
