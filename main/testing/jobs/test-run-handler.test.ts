import { afterEach, describe, expect, it } from 'vitest'
import type { Job } from '#contracts/jobs.ts'
import type { RunCountsSchema, TestProgress } from '#contracts/test-plan.ts'
import { createAsyncQueue } from '../../async-queue.ts'
import type { JobContext } from '../../coordinator/types.ts'
import type { TestCommand } from './test-command.ts'
import { createTestRunHandler, runIdOf, type TestRunDeps } from './test-run-handler.ts'

type Counts = (typeof RunCountsSchema)['_output']
const COUNTS: Counts = { passed: 1, failed: 1, needsReview: 0, quarantined: 0, missing: 0, disagreements: 0, unread: 0, ok: false }
const VERDICT = { type: 'verdict', scenario: 'a', runner: 'headless', status: 'passed' } as const
const NOW = 1_000

function jobOf(payload: unknown, more: Partial<Job> = {}): Job {
  return { id: 'job_1', kind: 'test-run', state: 'running', runAt: 0, payload, ...more } as Job
}

/** A command that says what the test has it say. It stops when it is asked to, as the real one does. */
function fakeCommand() {
  const queue = createAsyncQueue<TestProgress>()
  const { promise: ended, resolve } = Promise.withResolvers<number | null>()
  const fake = {
    args: [] as readonly string[],
    stops: 0,
    say(...messages: TestProgress[]) {
      for (const message of messages) queue.push(message)
    },
    exit(code: number | null) {
      queue.close()
      resolve(code)
    },
    start(args: readonly string[]): TestCommand {
      fake.args = args
      return {
        messages: queue,
        ended,
        stop() {
          fake.stops += 1
          fake.exit(1)
        },
      }
    },
  }
  return fake
}

let fake = fakeCommand()
let told: string[] = []
let listeners = new Set<(job: Job) => void>()
let controller = new AbortController()
afterEach(() => {
  fake = fakeCommand()
  told = []
  listeners = new Set()
  controller = new AbortController()
})

function begin(payload: unknown = {}, more: Partial<TestRunDeps> = {}) {
  const handler = createTestRunHandler({
    start: fake.start,
    place: () => ['--data-dir', '/data'],
    onJob(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    clock: { now: () => NOW },
    ...more,
  })
  const onProgress = (progress: number, note: string): void => {
    told.push(`${Math.round(progress * 100)} ${note}`)
  }
  return handler(jobOf(payload), { signal: controller.signal, onProgress } as JobContext)
}

describe('a run of scenarios as a job', () => {
  it('starts the command with its plan, on the same data, under an id of its own', async () => {
    const working = begin({ names: ['one', 'two'], tags: ['quick'], runner: 'all', repeat: 3, workers: 2 })
    fake.exit(0)
    await working
    expect(fake.args.join(' ')).toBe(
      'test run one two --runner all --repeat 3 --attached --continue run_1 --workers 2 --tag=quick --data-dir /data',
    )
    expect(runIdOf('job_1')).toBe('run_1')
  })

  it('tells how far it is as verdicts arrive, and succeeds although some failed', async () => {
    const working = begin()
    fake.say({ type: 'begun', run: 'run_1', planned: 2, reached: 0 }, VERDICT, { ...VERDICT, scenario: 'b', status: 'failed' })
    fake.say({ type: 'ended', counts: COUNTS, words: '1 passed, 1 failed.' })
    fake.exit(1)
    expect(await working).toEqual({ status: 'succeeded', note: '1 passed, 1 failed.', result: { ...COUNTS, runId: 'run_1' } })
    expect(told).toEqual(['0 Opening the app', '50 1 of 2: a, passed', '100 2 of 2: b, failed'])
    expect(listeners.size).toBe(0)
  })

  it('counts on from the verdicts of a run that was cut off', async () => {
    const working = begin()
    fake.say({ type: 'begun', run: 'run_1', planned: 4, reached: 2 }, VERDICT)
    fake.exit(null)
    await working
    expect(told).toEqual(['50 Goes on after 2 of 4', '75 3 of 4: a, passed'])
  })

  it('fails only where the run could not be carried out', async () => {
    const refused = begin()
    fake.say({ type: 'failed', error: { code: 'NOT_FOUND', message: 'No Chromium or Chrome was found.' } })
    fake.exit(1)
    expect(await refused).toEqual({ status: 'failed', error: { code: 'NOT_FOUND', message: 'No Chromium or Chrome was found.' } })

    fake = fakeCommand()
    const crashed = begin()
    fake.exit(null)
    expect(await crashed).toMatchObject({
      status: 'failed',
      error: { code: 'INTERNAL', message: expect.stringContaining('by the system') },
    })
  })

  it('fails with a plan that is none, and where nothing can be started', async () => {
    expect(await begin({ names: ['--out'] })).toMatchObject({ status: 'failed', error: { code: 'BAD_INPUT' } })
    expect(await begin({}, { start: null })).toMatchObject({ status: 'failed', error: { code: 'NOT_FOUND' } })
    expect(fake.args).toEqual([])
  })

  it('stops the command by its signal, and has ended only when that has', async () => {
    const working = begin()
    fake.say({ type: 'begun', run: 'run_1', planned: 2, reached: 0 })
    controller.abort(new Error('Stopped by the user.'))
    await expect(working).rejects.toThrow('Stopped by the user.')
    expect(fake.stops).toBeGreaterThan(0)
  })

  it('does not begin what was stopped before', async () => {
    controller.abort(new Error('Stopped by the user.'))
    await expect(begin()).rejects.toThrow('Stopped by the user.')
    expect(fake.args).toEqual([])
  })

  it('stops the command when it says what cannot be read', async () => {
    const working = begin({}, { start: (args) => ({ ...fake.start(args), messages: unreadable() }) })
    await expect(working).rejects.toThrow()
    expect(fake.stops).toBe(1)
  })

  it('lets a draft pass that somebody waits for, and goes on later', async () => {
    const working = begin()
    const hear = (job: Job): void => {
      for (const listener of listeners) listener(job)
    }
    hear(jobOf(null, { kind: 'sync-folder' }))
    hear(jobOf(null, { kind: 'generate', state: 'queued', runAt: NOW + 60_000 }))
    hear(jobOf(null, { kind: 'generate', state: 'succeeded' }))
    expect(fake.stops).toBe(0)
    hear(jobOf(null, { kind: 'generate', state: 'queued', runAt: NOW }))
    expect(await working).toEqual({ status: 'deferred', note: 'Lets a draft pass.', retryAt: NOW })
  })
})

async function* unreadable(): AsyncGenerator<TestProgress> {
  yield VERDICT
  throw new Error('not of the protocol')
}
