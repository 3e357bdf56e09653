import { afterEach, beforeEach, expect, it } from 'vitest'
import type { JobHandler } from '../../main/coordinator/types.ts'
import { createTeamGenerateHandler } from '../../main/execution/team-job.ts'
import { type LangbaseServer, startLangbaseServer } from '../services/index.ts'
import { startTestApp, type TestApp, twoProviders } from './test-app.ts'

const KEY = 'hosted-key-9f8e7d6c'

let hosted: LangbaseServer
let test: TestApp

beforeEach(async () => {
  hosted = await startLangbaseServer({ key: KEY })
  test = await startTestApp(twoProviders({ hosted }), { hosted: KEY })
})
afterEach(async () => {
  await test.stop()
  await hosted.stop()
})

it('a request of the team that this machine puts off waits in the queue of the team alone', async () => {
  await hosted.stop()
  const handler = createTeamGenerateHandler(test.app.generations)
  const payload = { prompt: 'Write about the tide.', options: { route: 'hosted' } }
  const job: Parameters<JobHandler>[0] = {
    ...{ id: 'job_team', kind: 'generate', subject: '', state: 'running', priority: 0, runAt: 0, attempt: 1, maxAttempts: 3, fence: 1 },
    ...{ owner: null, leaseUntil: null, progress: 0, note: '', cancelRequested: false, createdAt: 0, startedAt: 0, endedAt: null },
    ...{ error: null, payload, result: null, waitsFor: 0, crashes: 0, label: 'public', workspace: '', timeoutMs: null },
  }
  const context: Parameters<JobHandler>[1] = {
    signal: new AbortController().signal,
    ...{ fence: 1, idempotencyKey: 'job_team-1' },
    onProgress: () => undefined,
    makeWay: async () => undefined,
    log: () => undefined,
    results: async () => ({}),
    lock: async () => async () => undefined,
  }
  for (const _try of [1, 2]) expect(await handler(job, context)).toMatchObject({ status: 'deferred', retryAt: expect.any(Number) })
  const mine = async () => (await test.app.storage.jobs.list({ limit: 50 })).filter(({ kind }) => kind === 'generate')
  await expect.poll(async () => (await mine()).map(({ state }) => state)).toEqual(['cancelled', 'cancelled'])
})
