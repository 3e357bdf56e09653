import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Attempt, type Generation, GenerationRequestSchema } from '#contracts/generation.ts'
import { type App, createApp } from '../../main/app.ts'
import { openFileKeyStore } from '../../main/config/index.ts'
import { systemPlatform } from '../../main/system-platform.ts'
import { builtThreads } from '../built-threads.ts'
import { type LangbaseServer, type ScriptedServer, startLangbaseServer, startOpenAiServer } from '../services/index.ts'
import { makeSettledDataDir } from '../settled-database.ts'
import { sharedClassifier } from '../shared-classifier.ts'
import { twoProviders } from './test-app.ts'

const KEY = 'hosted-key-9f8e7d6c'
const SPLIT =
  'Margaret Ellison (margaret.ellison@northfield.example) was charged twice for her appointment.\n\n' +
  '1. Write a short apology to Margaret Ellison.\n2. Explain what a chargeback is.'

let hosted: LangbaseServer
let local: ScriptedServer
let dataDir: string
let app: App

async function open(): Promise<App> {
  const resourcesDir = fileURLToPath(new URL('../../resources', import.meta.url))
  return createApp(
    { dataDir, resourcesDir, mode: 'host', keys: openFileKeyStore(dataDir, {}), ...builtThreads, classifierOf: sharedClassifier },
    systemPlatform({}, () => undefined),
  )
}

beforeEach(async () => {
  hosted = await startLangbaseServer({ key: KEY })
  local = await startOpenAiServer({})
  dataDir = makeSettledDataDir(twoProviders({ hosted, local }), { hosted: KEY })
  app = await open()
})
afterEach(async () => {
  await app.dispose()
  await Promise.all([hosted.stop(), local.stop()])
  rmSync(dataDir, { recursive: true, force: true })
})

const start = async (options: object): Promise<string> =>
  (await app.generations.start(GenerationRequestSchema.parse({ prompt: SPLIT, options }))).id
async function ended(id: string): Promise<Generation> {
  for await (const event of app.generations.watch(id)) if (event.type === 'done') return event.generation
  throw new Error('It went on without an end.')
}
const paid = (): number => hosted.requests.filter(({ method }) => method === 'POST').length

describe('a request that the app was closed over', () => {
  it('is not sent again by itself where a part of it was answered and charged already', { timeout: 60_000 }, async () => {
    local.setFault({ type: 'never-answer' })
    const id = await start({ route: 'hybrid', strategy: 'split' })
    const isPaid = ({ locality, state }: Attempt): boolean => locality === 'hosted' && state === 'succeeded'
    for await (const event of app.generations.watch(id)) {
      if (event.type === 'attempt' && isPaid(event.attempt)) break
      // It may have been answered before anybody looked.
      if (event.type === 'snapshot' && event.generation.attempts.some(isPaid)) break
    }
    expect(paid()).toBe(1)
    await app.dispose()
    local.setFault(null)
    app = await open()
    expect(await ended(id)).toMatchObject({ state: 'failed', error: { code: 'INTERRUPTED_AFTER_SEND' } })
    expect(paid()).toBe(1)
    // A person may say so.
    const { jobId } = await app.generations.get(id)
    const done = new Promise<void>((resolve) =>
      app.jobs.onChange((job) => {
        if (job.id === jobId && job.state === 'succeeded') resolve()
      }),
    )
    await app.jobs.retry(jobId)
    await done
    expect(paid()).toBe(2)
  })
})

/** As a kill leaves it between the end of a draft and that of its job: the lease of a process that is gone. */
async function loseTheOutcome(jobId: string): Promise<void> {
  await app.dispose()
  const db = new Database(join(dataDir, 'tidegate.db'))
  db.prepare("UPDATE jobs SET state = 'running', ended_at = NULL, owner = 'nobody', lease_until = 0 WHERE id = ?").run(jobId)
  const last = 'SELECT max(n) FROM job_audit a JOIN jobs ON jobs.seq = a.job WHERE jobs.id = :id'
  db.prepare(`DELETE FROM job_audit WHERE job = (SELECT seq FROM jobs WHERE id = :id) AND n = (${last})`).run({ id: jobId })
  db.close()
  app = await open()
}

describe('a draft that had come to its end when the app stopped', () => {
  const jobEnded = async (jobId: string): Promise<string> => {
    await expect.poll(async () => (await app.storage.jobs.get(jobId))?.state, { timeout: 20_000 }).not.toMatch(/queued|leased|running/)
    return (await app.storage.jobs.get(jobId))?.state ?? ''
  }

  it.each(['local', 'hosted'])(
    'is neither written anew nor called interrupted (%s): its job just ends',
    { timeout: 60_000 },
    async (route) => {
      const { id, jobId } = await app.generations.start(
        GenerationRequestSchema.parse({ prompt: 'Write a short public note on the tides.', options: { route } }),
      )
      const before = await ended(id)
      expect(before).toMatchObject({ state: 'succeeded', decision: { route } })
      await expect.poll(async () => (await app.storage.jobs.get(jobId))?.state).toBe('succeeded')
      const sent = [hosted, local].map(({ requests }) => requests.filter(({ method }) => method === 'POST').length)
      await loseTheOutcome(jobId)
      expect(await jobEnded(jobId)).toBe('succeeded')
      const { retryAt: _, ...after } = await app.generations.get(id)
      expect(after).toEqual({ ...after, ...without(before, 'endedAt', 'retryAt') })
      expect(after.endedAt).not.toBeNull()
      expect([hosted, local].map(({ requests }) => requests.filter(({ method }) => method === 'POST').length)).toEqual(sent)
    },
  )

  it('stays failed where it may have been charged, and is not sent again by itself', { timeout: 60_000 }, async () => {
    hosted.setFault({ type: 'reset', afterFrames: 4 })
    const { id, jobId } = await app.generations.start(
      GenerationRequestSchema.parse({ prompt: 'Write a short public note on the tides.', options: { route: 'hosted' } }),
    )
    const before = await ended(id)
    expect(before).toMatchObject({ state: 'failed', attempts: [{ mayBeCharged: true }] })
    await expect.poll(async () => (await app.storage.jobs.get(jobId))?.state).toBe('failed')
    hosted.setFault(null)
    await loseTheOutcome(jobId)
    expect(await jobEnded(jobId)).toBe('failed')
    expect(await app.generations.get(id)).toMatchObject({ state: 'failed', error: before.error, text: before.text })
    expect(paid()).toBe(1)
    // A person may say so.
    await app.jobs.retry(jobId)
    expect(await jobEnded(jobId)).toBe('succeeded')
    expect(paid()).toBe(2)
  })
})

function without<T extends object, K extends keyof T>(value: T, ...keys: K[]): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.some((other) => other === key))) as Partial<T>
}

describe('a hosted request that was under way when the app was closed', () => {
  it('is booked with what it is taken to have cost, and says that this is an estimate', { timeout: 60_000 }, async () => {
    hosted.setFault({ type: 'stall', afterFrames: 4 })
    const { id } = await app.generations.start(
      GenerationRequestSchema.parse({ prompt: 'Write a short public note on the tides.', options: { route: 'hosted' } }),
    )
    for await (const event of app.generations.watch(id)) if (event.type === 'text') break
    const before = await app.generations.get(id)
    expect(before.attempts).toMatchObject([{ state: 'started', costUsd: 0 }])
    await app.dispose()
    hosted.setFault(null)
    app = await open()
    const generation = await ended(id)
    expect(generation).toMatchObject({ state: 'failed', error: { code: 'INTERRUPTED_AFTER_SEND' } })
    const [attempt] = generation.attempts
    const { inputTokens = 0, outputTokens = 0 } = attempt?.usage ?? {}
    expect(attempt).toMatchObject({ state: 'interrupted', mayBeCharged: true, usage: { counted: 'estimate' }, runUnits: 1 })
    // The body that left is in the ledger; the answer counts as long as it was expected to be.
    expect(inputTokens).toBeGreaterThan(5)
    expect(outputTokens).toBeGreaterThanOrEqual(generation.decision?.outputTokens ?? Number.NaN)
    expect(attempt?.costUsd).toBeCloseTo((inputTokens * 2.5 + outputTokens * 10) / 1_000_000, 9)
    const report = await app.costs.report(1)
    expect(report.rows).toMatchObject([{ provider: 'hosted', costUsd: attempt?.costUsd, estimatedUsd: attempt?.costUsd }])
    expect(report.budgets[0]?.spentUsd).toBeCloseTo(attempt?.costUsd ?? Number.NaN, 9)
    expect(paid()).toBe(1)
  })
})

describe('a request that is cancelled while it is being judged', () => {
  it('ends at once, whatever the judgement waits for', async () => {
    Object.assign(app.resources, { current: () => new Promise(() => undefined) })
    const running = new Promise<void>((resolve) => {
      app.jobs.onChange(({ kind, state }) => {
        if (kind === 'generate' && state === 'running') resolve()
      })
    })
    const id = await start({})
    await running
    const at = performance.now()
    expect(await app.generations.cancel(id)).toBe(true)
    expect(await ended(id)).toMatchObject({ state: 'cancelled', decision: null })
    expect(performance.now() - at).toBeLessThan(700)
  })
})
