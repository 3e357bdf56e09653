import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { TidegateError } from '#contracts/errors.ts'
import type { Job, JobState } from '#contracts/jobs.ts'
import type { JobContext, JobEngine, JobHandler, JobResult } from '../../main/coordinator/types.ts'
import type { NewJob } from '../../main/storage/types.ts'
import { NO_POSTGRES, startTestDatabase, type TestDatabase } from './postgres.ts'
import { openSite, type Site } from './sites.ts'

/** What both engines must do, told once. Where PostgreSQL is missing, its half is skipped with the reason in its name. */
const ENGINES = [
  { name: 'one machine (SQLite)', kind: 'sqlite', missing: null },
  { name: 'a team (PostgreSQL)', kind: 'postgres', missing: NO_POSTGRES },
] as const

const done: JobHandler = async () => ({ status: 'succeeded' })
let kinds = 0

for (const { name, kind: store, missing } of ENGINES) {
  describe.skipIf(missing !== null)(missing === null ? name : `${name}: not run, ${missing}`, () => {
    let database: TestDatabase | null = null
    let site: Site
    /** A kind of its own for each test. */
    let kind: string
    const children: ChildProcess[] = []

    beforeAll(async () => {
      if (store === 'postgres') database = await startTestDatabase()
    })
    afterAll(() => database?.stop())
    beforeEach(async () => {
      kinds += 1
      kind = `work-${kinds}`
      site = await openSite(database === null ? null : { kind: 'postgres', url: database.url })
    })
    afterEach(async () => {
      for (const child of children.splice(0)) child.kill('SIGKILL')
      await site.dispose()
    })

    const job = (patch: Partial<NewJob> = {}): NewJob => ({
      ...{ id: `${kind}_1`, kind, subject: 's', priority: 0, runAt: Date.now(), maxAttempts: 3, createdAt: Date.now(), label: 'internal' },
      ...patch,
    })
    async function startedWith(handler: JobHandler, options: Parameters<Site['engine']>[0] = {}): Promise<JobEngine> {
      const engine = site.engine(options)
      engine.register(kind, handler)
      await engine.start()
      return engine
    }
    /** Resolves with the job as it is kept, once it is in one of the states there. */
    function untilState(engine: JobEngine, id: string, ...states: JobState[]): Promise<Job> {
      return new Promise((resolve, reject) => {
        const look = (): void => {
          site.get(id).then((stored) => {
            if (stored === null || !states.includes(stored.state)) return
            stop()
            resolve(stored)
          }, reject)
        }
        const stop = engine.onChange((changed) => {
          if (changed.id === id) look()
        })
        look()
      })
    }
    /** A handler that says that it has begun, and runs until it is let go or stopped. */
    function held(): { handler: JobHandler; begun: Promise<JobContext>; letGo(result?: JobResult): void } {
      const begun = Promise.withResolvers<JobContext>()
      const end = Promise.withResolvers<JobResult>()
      return {
        begun: begun.promise,
        letGo: (result = { status: 'succeeded' }) => end.resolve(result),
        handler(_job, context) {
          begun.resolve(context)
          context.signal.addEventListener('abort', () => end.reject(context.signal.reason), { once: true })
          return end.promise
        },
      }
    }
    const busy = (): never => {
      throw new TidegateError('PROVIDER_UNAVAILABLE', 'Busy.')
    }

    it('runs a job with its payload, and keeps what it left', async () => {
      const seen: JobState[] = []
      const engine = await startedWith(async (given) => ({ status: 'succeeded', result: { twice: [given.payload, given.payload] } }))
      engine.onChange(({ state }) => seen.push(state))
      expect(await engine.add([job({ payload: { n: 7 }, workspace: 'w' })])).toEqual([{ id: `${kind}_1`, outcome: 'added' }])
      const ended = await untilState(engine, `${kind}_1`, 'succeeded')
      expect(ended).toMatchObject({ attempt: 1, fence: 1, subject: 's', workspace: 'w', label: 'internal', error: null, progress: 1 })
      expect(ended.result).toEqual({ twice: [{ n: 7 }, { n: 7 }] })
      expect(seen.slice(0, 2)).toEqual(['leased', 'running'])
    })

    it('takes the highest priority first, then the oldest', async () => {
      const order: string[] = []
      const engine = site.engine({ concurrency: 1 })
      engine.register(kind, async ({ subject }) => {
        order.push(subject)
        return { status: 'succeeded' }
      })
      const named = (subject: string, priority: number): NewJob => job({ id: `${kind}_${subject}`, subject, priority })
      for (const [subject, priority] of [
        ['a', 0],
        ['b', 5],
        ['c', 9],
        ['d', 5],
      ] as const)
        await engine.add([named(subject, priority)])
      await engine.start()
      await untilState(engine, `${kind}_a`, 'succeeded')
      expect(order).toEqual(['c', 'b', 'd', 'a'])
    })

    it('gives a job that waits another place, and none that has ended', async () => {
      const order: string[] = []
      const engine = site.engine({ concurrency: 1 })
      engine.register(kind, async ({ subject }) => {
        order.push(subject)
        return { status: 'succeeded' }
      })
      for (const subject of ['a', 'b', 'c']) await engine.add([job({ id: `${kind}_${subject}`, subject })])
      expect(await engine.reprioritize(`${kind}_c`, 9)).toBe(true)
      await engine.start()
      await untilState(engine, `${kind}_b`, 'succeeded')
      expect(order).toEqual(['c', 'a', 'b'])
      expect(await engine.reprioritize(`${kind}_c`, 1)).toBe(false)
    })

    it('begins a delayed job when it is due, and not before', async () => {
      const begun = Promise.withResolvers<number>()
      const engine = await startedWith(async () => {
        begun.resolve(Date.now())
        return { status: 'succeeded' }
      })
      const runAt = Date.now() + 400
      await engine.add([job({ runAt })])
      expect(await begun.promise).toBeGreaterThanOrEqual(runAt)
    })

    it('tries again after a wait what may pass, and tells which try it is', async () => {
      const tries: { attempt: number; at: number }[] = []
      const engine = await startedWith(async ({ attempt }) => {
        tries.push({ attempt, at: performance.now() })
        return attempt < 3 ? busy() : { status: 'succeeded' }
      })
      await engine.add([job()])
      expect(await untilState(engine, `${kind}_1`, 'succeeded')).toMatchObject({ attempt: 3, fence: 3 })
      expect(tries.map(({ attempt }) => attempt)).toEqual([1, 2, 3])
    })

    it('gives up after the tries it has, with the error, and runs again when a person wants it', async () => {
      let isBusy = true
      const engine = await startedWith(async () => (isBusy ? busy() : { status: 'succeeded' }))
      await engine.add([job({ maxAttempts: 2 })])
      expect(await untilState(engine, `${kind}_1`, 'dead')).toMatchObject({ attempt: 2, error: { code: 'PROVIDER_UNAVAILABLE' } })
      isBusy = false
      expect(await engine.retry(`${kind}_1`)).toBe(true)
      expect(await untilState(engine, `${kind}_1`, 'succeeded')).toMatchObject({ attempt: 1 })
    })

    it.each<[string, JobHandler, string]>([
      ['that cannot pass', async () => Promise.reject(new TidegateError('PROVIDER_UNAUTHORIZED', 'No.')), 'PROVIDER_UNAUTHORIZED'],
      ['that the handler calls final', async () => ({ status: 'failed', error: { code: 'BAD_INPUT', message: 'No.' } }), 'BAD_INPUT'],
      ['of the policy', async () => ({ status: 'blocked', note: 'Not here.' }), 'POLICY_FORBIDS_ROUTE'],
    ])('fails at once with an error %s', async (_case, handler, code) => {
      let runs = 0
      const engine = await startedWith(async (...given) => {
        runs += 1
        return handler(...given)
      })
      await engine.add([job()])
      expect(await untilState(engine, `${kind}_1`, 'failed')).toMatchObject({ attempt: 1, error: { code } })
      expect(runs).toBe(1)
    })

    it('waits with a job that was put off, and counts no try for it', async () => {
      const attempts: number[] = []
      const third = Promise.withResolvers<void>()
      const engine = await startedWith(async ({ attempt }) => {
        attempts.push(attempt)
        if (attempts.length > 3) return { status: 'succeeded' }
        if (attempts.length === 3) third.resolve()
        return { status: 'deferred', note: 'later', retryAt: Date.now() + (attempts.length === 3 ? 60_000 : 20) }
      })
      await engine.add([job({ maxAttempts: 1 })])
      await third.promise
      const waiting = await untilState(engine, `${kind}_1`, 'deferred')
      expect(waiting.note).toBe('later')
      expect(await engine.retry(`${kind}_1`)).toBe(true)
      await untilState(engine, `${kind}_1`, 'succeeded')
      expect(attempts).toEqual([1, 1, 1, 1])
    })

    it('cancels a job that waits, and never runs it', async () => {
      const ran: string[] = []
      const engine = site.engine({ concurrency: 1 })
      engine.register(kind, async ({ id }) => {
        ran.push(id)
        return { status: 'succeeded' }
      })
      await engine.add([job(), job({ id: `${kind}_2` })])
      expect(await engine.cancel(`${kind}_1`)).toBe(true)
      expect(await engine.cancel('no_such_job')).toBe(false)
      await engine.start()
      await untilState(engine, `${kind}_2`, 'succeeded')
      expect(await site.get(`${kind}_1`)).toMatchObject({ state: 'cancelled' })
      expect(ran).toEqual([`${kind}_2`])
      expect(await engine.cancel(`${kind}_2`)).toBe(false)
    })

    it('tells a job at work that it was cancelled, at once', async () => {
      const work = held()
      const engine = await startedWith(work.handler)
      await engine.add([job()])
      const { signal } = await work.begun
      expect(await engine.cancel(`${kind}_1`)).toBe(true)
      expect(signal.reason).toMatchObject({ code: 'CANCELLED' })
      await untilState(engine, `${kind}_1`, 'cancelled')
    })

    it('ends a run that takes longer than it may, and tries again', async () => {
      const engine = await startedWith((given, { signal }) =>
        given.attempt === 2
          ? done(given, {} as JobContext)
          : new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      )
      const seen: Job[] = []
      engine.onChange((changed) => seen.push(changed))
      await engine.add([job({ timeoutMs: 50, maxAttempts: 2 })])
      await untilState(engine, `${kind}_1`, 'succeeded')
      expect(seen.find(({ state, error }) => state === 'queued' && error !== null)?.error).toMatchObject({ code: 'JOB_TIMEOUT' })
    })

    it('does not listen to a run that was given up, whatever it says later', async () => {
      const late = Promise.withResolvers<JobResult>()
      const engine = site.engine()
      // It does not stop when it is told to.
      engine.register(kind, async ({ attempt }) => (attempt === 1 ? late.promise : { status: 'succeeded', result: 'second' }), {
        graceMs: 20,
        isRetryable: () => true,
      })
      await engine.start()
      await engine.add([job({ timeoutMs: 30, maxAttempts: 2 })])
      await untilState(engine, `${kind}_1`, 'succeeded')
      late.resolve({ status: 'succeeded', result: 'first' })
      await engine.dispose()
      expect(await site.get(`${kind}_1`)).toMatchObject({ state: 'succeeded', result: 'second', attempt: 2 })
    })

    it('has one job of a unique key at a time: the older stays, gives way, or the newer is refused', async () => {
      const engine = site.engine()
      const unique = (onConflict: 'keep' | 'replace' | 'refuse') => ({ key: `${kind} of ann@example.org`, onConflict })
      await engine.add([job({ unique: unique('keep') })])
      expect(await engine.add([job({ id: `${kind}_2`, unique: unique('keep') })])).toEqual([{ id: `${kind}_1`, outcome: 'kept' }])
      const refused = engine.add([job({ id: `${kind}_other` }), job({ id: `${kind}_3`, unique: unique('refuse') })])
      await expect(refused).rejects.toMatchObject({ code: 'CONFLICT' })
      expect(await site.get(`${kind}_other`)).toBeNull()
      expect(await engine.add([job({ id: `${kind}_4`, unique: unique('replace') })])).toEqual([{ id: `${kind}_4`, outcome: 'replaced' }])
      expect(await site.get(`${kind}_1`)).toMatchObject({ state: 'cancelled' })
      engine.register(kind, done)
      await engine.start()
      await untilState(engine, `${kind}_4`, 'succeeded')
      expect(await engine.add([job({ id: `${kind}_5`, unique: unique('refuse') })])).toEqual([{ id: `${kind}_5`, outcome: 'added' }])
    })

    it('runs jobs after those that they wait for, with what these left; or gives them up', async () => {
      const engine = await startedWith(async ({ subject }, context) => {
        if (subject === 'fails') throw new TidegateError('BAD_INPUT', 'No.')
        return { status: 'succeeded', result: subject === 'last' ? await context.results() : `from ${subject}` }
      })
      const after = (...jobs: string[]) => jobs.map((one) => ({ job: `${kind}_${one}`, when: 'success' as const }))
      await engine.add([
        job({ id: `${kind}_first`, subject: 'first' }),
        job({ id: `${kind}_second`, subject: 'second', after: after('first') }),
        job({ id: `${kind}_last`, subject: 'last', after: after('first', 'second') }),
      ])
      expect((await untilState(engine, `${kind}_last`, 'succeeded')).result).toEqual({
        [`${kind}_first`]: { state: 'succeeded', result: 'from first' },
        [`${kind}_second`]: { state: 'succeeded', result: 'from second' },
      })
      await engine.add([job({ id: `${kind}_bad`, subject: 'fails' }), job({ id: `${kind}_never`, subject: 'never', after: after('bad') })])
      await untilState(engine, `${kind}_bad`, 'failed')
      await untilState(engine, `${kind}_never`, 'cancelled')
    })

    it('shares jobs out between engines, each to one of them', async () => {
      const runs = new Map<string, number>()
      const handler: JobHandler = async ({ id }) => {
        runs.set(id, (runs.get(id) ?? 0) + 1)
        return { status: 'succeeded' }
      }
      const engines = [site.engine(), site.engine()]
      const ended = new Set<string>()
      const all = Promise.withResolvers<void>()
      for (const engine of engines) {
        engine.register(kind, handler)
        engine.onChange(({ id, state }) => {
          if (state === 'succeeded' && ended.add(id).size === 60) all.resolve()
        })
      }
      await engines[0]?.add(Array.from({ length: 60 }, (_one, index) => job({ id: `${kind}_${index}` })))
      await Promise.all(engines.map((engine) => engine.start()))
      await all.promise
      expect(runs.size).toBe(60)
      expect(Math.max(...runs.values())).toBe(1)
    })

    it('gives a job back when the application closes, and counts no try for it', async () => {
      const work = held()
      const first = await startedWith(work.handler)
      await first.add([job({ maxAttempts: 1 })])
      await work.begun
      await first.dispose()
      expect(await site.get(`${kind}_1`)).toMatchObject({ state: 'queued' })
      const second = await startedWith(done)
      expect(await untilState(second, `${kind}_1`, 'succeeded')).toMatchObject({ attempt: 1 })
    })

    /** A worker in a process of its own, when it is at work on the job. */
    async function processOn(id: string): Promise<ChildProcess> {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'worker-process.ts'), JSON.stringify(site.address), kind], {
        stdio: ['pipe', 'pipe', 'inherit'],
      })
      children.push(child)
      for await (const line of createInterface({ input: child.stdout })) if (line === `took ${id}`) return child
      throw new Error('the worker ended early')
    }

    it('takes up what a killed worker was at, within the time that is promised', { tags: ['long'] }, async () => {
      const engine = site.engine()
      await engine.add([job()])
      const child = await processOn(`${kind}_1`)
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
      const killed = performance.now()
      const second = await startedWith(async () => ({ status: 'succeeded', result: 'from the second' }))
      const ended = await untilState(second, `${kind}_1`, 'succeeded')
      expect(ended).toMatchObject({ result: 'from the second' })
      // On one machine a try counts from when its beginning is on record, a moment after the work began.
      expect([store === 'sqlite' ? 1 : 2, 2]).toContain(ended.attempt)
      // One machine knows at once that the process is dead; a team waits for ten seconds of silence, and looks every two.
      expect(performance.now() - killed).toBeLessThan(store === 'sqlite' ? 5_000 : 20_000)
    })
  })
}
