import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { TidegateError } from '#contracts/errors.ts'
import type { Job, JobState } from '#contracts/jobs.ts'
import { type OpenedStorage, openStorage } from '../storage/index.ts'
import type { NewJob } from '../storage/types.ts'
import { systemClock } from '../system-platform.ts'
import { silentLog } from '../telemetry/index.ts'
import type { JobEngineOptions } from './engine-options.ts'
import { createJobEngine } from './job-engine.ts'
import type { JobContext, JobEngine, JobHandler, JobResult, KindOptions } from './types.ts'

let dataDir: string
let storage: OpenedStorage
let engine: JobEngine

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-jobs-'))
  storage = await openStorage({ dataDir, mode: 'thread', log: silentLog })
})
afterEach(async () => {
  await engine.dispose()
  await storage.dispose()
  rmSync(dataDir, { recursive: true, force: true })
})

async function start(
  kinds: Record<string, JobHandler | readonly [JobHandler, KindOptions]>,
  options: Partial<JobEngineOptions> = {},
): Promise<void> {
  engine = createJobEngine({ storage: storage.jobs, clock: systemClock, log: silentLog, concurrency: 4, random: () => 0, ...options })
  for (const [kind, entry] of Object.entries(kinds)) {
    if (typeof entry === 'function') engine.register(kind, entry)
    else engine.register(kind, ...entry)
  }
  await engine.start()
}

function job(id: string, patch: Partial<NewJob> = {}): NewJob {
  return { id, kind: 'work', subject: '', priority: 0, runAt: Date.now(), createdAt: Date.now(), maxAttempts: 3, ...patch }
}

const ends = (id: string, ...states: JobState[]): Promise<Job> =>
  vi.waitFor(
    async () => {
      const found = await storage.jobs.get(id)
      expect(states).toContain(found?.state)
      if (found === null) throw new Error('gone')
      return found
    },
    { timeout: 10_000, interval: 5 },
  )

const succeed: JobHandler = async () => ({ status: 'succeeded' })

describe('a job that waits for others', () => {
  it('begins when they have succeeded, with what they left', async () => {
    const seen: unknown[] = []
    await start({
      part: async ({ payload }) => ({ status: 'succeeded', result: { doubled: Number(payload) * 2 } }),
      sum: async (_job, { results }) => {
        seen.push(await results())
        return { status: 'succeeded' }
      },
    })
    await engine.add([
      job('a', { kind: 'part', payload: 1 }),
      job('b', { kind: 'part', payload: 2 }),
      job('c', {
        kind: 'sum',
        after: [
          { job: 'a', when: 'success' },
          { job: 'b', when: 'success' },
        ],
      }),
    ])
    await ends('c', 'succeeded')
    expect(seen).toEqual([{ a: { state: 'succeeded', result: { doubled: 2 } }, b: { state: 'succeeded', result: { doubled: 4 } } }])
    expect((await storage.jobs.transitions('c')).map(({ to }) => to)).toEqual(['waiting', 'queued', 'leased', 'running', 'succeeded'])
  })

  it('is given up with a reason when one fails, and waits again when that one is retried', async () => {
    let fails = true
    await start({
      first: async () => {
        if (fails) throw new TidegateError('EGRESS_REFUSED', 'No.')
        return { status: 'succeeded' }
      },
      work: succeed,
    })
    await engine.add([
      job('a', { kind: 'first' }),
      job('b', { after: [{ job: 'a', when: 'success' }] }),
      job('c', { after: [{ job: 'a', when: 'any' }] }),
    ])
    expect(await ends('b', 'cancelled')).toMatchObject({ error: { code: 'DEPENDENCY_FAILED', message: expect.stringContaining('job a') } })
    await ends('c', 'succeeded')
    fails = false
    await engine.retry('a')
    await ends('b', 'succeeded')
  })
})

describe('limits', () => {
  it('hold for a kind, and for each workspace', async () => {
    let [now, most] = [0, 0]
    const perWorkspace = new Map<string, number>()
    const handler: JobHandler = async ({ workspace }) => {
      most = Math.max(most, ++now)
      perWorkspace.set(workspace, Math.max(perWorkspace.get(workspace) ?? 0, 1))
      await new Promise((resolve) => setImmediate(resolve))
      now -= 1
      return { status: 'succeeded' }
    }
    await start({ work: [handler, { atOnce: 2, durability: 'fast' }] }, { concurrency: 8 })
    await engine.add(Array.from({ length: 40 }, (_, n) => job(`j${n}`, { workspace: `w${n % 3}` })))
    for (let n = 0; n < 40; n += 1) await ends(`j${n}`, 'succeeded')
    expect(most).toBe(2)
    expect(perWorkspace.size).toBe(3)
  })

  it('of a rate let the rest wait for their time', async () => {
    await start({ work: [succeed, { rate: { count: 1, perMs: 150, per: 'kind' }, durability: 'fast' }] })
    const ids = ['a', 'b', 'c']
    await engine.add(ids.map((id) => job(id)))
    await ends('c', 'succeeded')
    // Of the claims, which the limit is for: a handler may begin late on a busy machine, and the next one on time.
    const steps = await Promise.all(ids.map((id) => storage.jobs.transitions(id)))
    const times = steps.flatMap((all) => all.filter(({ to }) => to === 'leased').map(({ at }) => at))
    expect(times).toHaveLength(3)
    for (const [index, at] of times.slice(1).entries()) expect(at - (times[index] ?? 0)).toBeGreaterThan(100)
  })
})

describe('a job that takes too long', () => {
  it('is stopped and tried again, then given up', async () => {
    const reasons: unknown[] = []
    await start({
      work: [
        (_job, { signal }) =>
          new Promise<JobResult>((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              reasons.push(signal.reason)
              reject(signal.reason)
            })
          }),
        { timeoutMs: 20 },
      ],
    })
    await engine.add([job('a', { maxAttempts: 2 })])
    expect(await ends('a', 'dead')).toMatchObject({ attempt: 2, error: { code: 'JOB_TIMEOUT' } })
    expect(reasons).toHaveLength(2)
  })

  it('loses its place when it does not stop, and what it does afterwards is refused', async () => {
    const stuck = Promise.withResolvers<JobResult>()
    let contexts: JobContext[] = []
    await start(
      {
        stuck: [
          (_job, context) => {
            contexts = [...contexts, context]
            return stuck.promise
          },
          { graceMs: 10 },
        ],
        work: succeed,
      },
      { concurrency: 1 },
    )
    await engine.add([job('a', { kind: 'stuck' })])
    await vi.waitFor(() => expect(contexts).toHaveLength(1))
    await engine.cancel('a')
    await ends('a', 'cancelled')
    await engine.add([job('b')])
    await ends('b', 'succeeded')
    stuck.resolve({ status: 'succeeded' })
    await stuck.promise
    expect((await storage.jobs.get('a'))?.state).toBe('cancelled')
  })
})

describe('what a handler is given', () => {
  it('is the same key for every try, a log, and the payload', async () => {
    const keys: string[] = []
    await start({
      work: async ({ payload, attempt }, { idempotencyKey, log }) => {
        keys.push(idempotencyKey)
        log('work.tried', { attempt, rows: Number(payload) })
        if (attempt < 3) throw new TidegateError('PROVIDER_TIMEOUT', 'Too slow.')
        return { status: 'succeeded' }
      },
    })
    await engine.add([job('a', { payload: 7 })])
    await ends('a', 'succeeded')
    expect(keys).toEqual(['a', 'a', 'a'])
    expect((await storage.jobs.log('a')).map(({ event, fields, fence }) => [event, fields, fence])).toEqual([
      ['work.tried', { attempt: 1, rows: 7 }, 1],
      ['work.tried', { attempt: 2, rows: 7 }, 2],
      ['work.tried', { attempt: 3, rows: 7 }, 3],
    ])
  })

  it('locks: one at a time in line, let go at the end, and late is told', async () => {
    const order: string[] = []
    const open = new Map<string, PromiseWithResolvers<void>>(['a', 'b'].map((id) => [id, Promise.withResolvers<void>()]))
    await start({
      work: async ({ id }, { lock }) => {
        await lock('printer', { mode: 'exclusive', timeoutMs: 10_000 })
        order.push(id)
        await open.get(id)?.promise
        return { status: 'succeeded' }
      },
      late: async (_job, { lock }) => {
        await lock('printer', { mode: 'shared', timeoutMs: 20 })
        return { status: 'succeeded' }
      },
    })
    await engine.add([job('a')])
    await vi.waitFor(() => expect(order).toEqual(['a']))
    await engine.add([job('b')])
    await vi.waitFor(async () => expect((await storage.jobs.locks())[0]?.waiters.map(({ jobId }) => jobId)).toEqual(['b']))
    await engine.add([job('c', { kind: 'late', maxAttempts: 1 })])
    expect(await ends('c', 'dead')).toMatchObject({ error: { code: 'LOCK_TIMEOUT' } })
    open.get('a')?.resolve()
    await vi.waitFor(() => expect(order).toEqual(['a', 'b']))
    open.get('b')?.resolve()
    await ends('b', 'succeeded')
    expect(await storage.jobs.locks()).toEqual([])
  })

  it('a way out of a circle: the youngest is given up and comes again, and both get there', async () => {
    const both = Promise.withResolvers<void>()
    let here = 0
    const handler =
      (first: string, second: string): JobHandler =>
      async (_job, { lock }) => {
        await lock(first, { mode: 'exclusive', timeoutMs: 10_000 })
        here += 1
        if (here === 2) both.resolve()
        await both.promise
        await lock(second, { mode: 'exclusive', timeoutMs: 10_000 })
        return { status: 'succeeded' }
      }
    await start({ one: handler('x', 'y'), two: handler('y', 'x') })
    await engine.add([job('a', { kind: 'one' }), job('b', { kind: 'two' })])
    expect(await ends('a', 'succeeded')).toMatchObject({ attempt: 1 })
    expect(await ends('b', 'succeeded')).toMatchObject({ attempt: 2 })
    expect((await storage.jobs.transitions('b')).some(({ note }) => note.includes('for ever'))).toBe(true)
  })
})

describe('adding', () => {
  it('keeps, replaces or refuses by a unique key, and adds none of a call that is wrong', async () => {
    await start({})
    const unique = (onConflict: 'keep' | 'replace' | 'refuse') => ({ unique: { key: 'report', onConflict } })
    expect(await engine.add([job('a', unique('refuse'))])).toEqual([{ id: 'a', outcome: 'added' }])
    expect(await engine.add([job('b', unique('keep'))])).toEqual([{ id: 'a', outcome: 'kept' }])
    await expect(engine.add([job('x'), job('c', unique('refuse'))])).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await storage.jobs.get('x')).toBeNull()
    expect(await engine.add([job('d', unique('replace'))])).toEqual([{ id: 'd', outcome: 'replaced' }])
    expect(await storage.jobs.get('a')).toMatchObject({ state: 'cancelled', note: 'replaced by a newer one' })
    await expect(engine.add([job('e', { after: [{ job: 'nobody', when: 'any' }] })])).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('starts work in the same turn', async () => {
    await start({ work: [succeed, { durability: 'fast' }] })
    for (let n = 0; n < 20; n += 1) {
      await engine.add([job(`j${n}`)])
      await ends(`j${n}`, 'succeeded')
    }
    const { days } = await storage.jobs.rollups(0)
    expect(days).toMatchObject([{ kind: 'work', state: 'succeeded', jobs: 20 }])
  })
})

describe('the past', () => {
  it('is forgotten in bounds, with what belongs to it; the figures stay', async () => {
    await start({ work: [succeed, { durability: 'fast' }] })
    await engine.add(Array.from({ length: 300 }, (_, n) => job(`j${n}`)))
    await vi.waitFor(async () => expect(await storage.jobs.counts()).toEqual({ succeeded: 300 }), { timeout: 10_000 })
    const none = { succeededBefore: 0, otherBefore: 0 }
    expect(await storage.jobs.prune({ ...none, keepSucceeded: 100 }, 1_000)).toBe(200)
    expect(await storage.jobs.counts()).toEqual({ succeeded: 100 })
    expect(await storage.jobs.get('j0')).toBeNull()
    expect(await storage.jobs.get('j299')).not.toBeNull()
    expect(await storage.jobs.prune({ ...none, succeededBefore: Date.now() + 1, keepSucceeded: 100 }, 60)).toBe(60)
    expect((await storage.jobs.rollups(0)).days).toMatchObject([{ jobs: 300 }])
  })
})
