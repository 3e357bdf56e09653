import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JobDetail } from '#contracts/job-control.ts'
import { GuardWishSchema } from '#contracts/test-guard.ts'
import { TestPlanSchema } from '#contracts/test-plan.ts'
import type { TestRun } from '#contracts/test-run.ts'
import type { RunInFull, RunLine } from '#contracts/tests-view.ts'
import { type HostProcess, removeDataDir, startHost } from '../host-process.ts'
import { makeSettledDataDir } from '../settled-database.ts'
import { startTestApp } from './test-app.ts'

const LIMIT_MS = 180_000
const WAIT = { timeout: 90_000, interval: 100 }
const STEPS = '  - wait: { for: { role: checkbox, name: board-notes.md } }'
const MANY = ['many-a', 'many-b', 'many-c', 'many-d']
const scenario = (name: string, tag: string, wait = STEPS): string =>
  `name: ${name}\ntitle: Title of ${name}\ntags: [${tag}]\nsteps:\n${wait}\nexpect:\n  - text: Prompt\n`

let dataDir: string
let host: HostProcess
let mark: string
beforeEach(async () => {
  // Every process that the host starts, and every one of theirs, has it in its environment.
  mark = randomUUID()
  process.env.TIDEGATE_TEST_MARK = mark
  // The machine may be as busy as it likes.
  dataDir = makeSettledDataDir({ machine: { cpuSaturatedPct: 101 } })
  const folder = join(dataDir, 'scenarios')
  mkdirSync(folder)
  writeFileSync(join(folder, 'holds.yaml'), scenario('holds', 'pair'))
  writeFileSync(join(folder, 'fails.yaml'), scenario('fails', 'pair', '  - wait: { text: Nobody wrote this, seconds: 1 }'))
  for (const name of MANY) writeFileSync(join(folder, `${name}.yaml`), scenario(name, 'many'))
  host = await startHost(dataDir)
})
afterEach(async () => {
  await host.stop()
  delete process.env.TIDEGATE_TEST_MARK
  removeDataDir(dataDir)
})

async function ask<T>(path: string, method: 'GET' | 'POST' | 'PUT' = 'GET', body?: unknown): Promise<T> {
  const response = await fetch(`${new URL(host.url).origin}/api${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headers: { authorization: `Bearer ${host.token}`, 'content-type': 'application/json' },
  })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as T
}
const start = (plan: object) => ask<{ jobId: string }>('/tests/runs', 'POST', plan)
const detail = (jobId: string) => ask<JobDetail>(`/jobs/${jobId}`)
const stateOf = async (jobId: string) => (await detail(jobId)).job.state
const runs = () => ask<RunLine[]>('/tests/runs')
const namesOf = ({ results }: TestRun) => results.map(({ verdict }) => verdict.scenario).sort()

/** The host's own processes, and what they started, that are still there. */
function marked(): number {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === host.pid) return false
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(mark)
    } catch {
      return false
    }
  }).length
}

describe('scenarios as background work', () => {
  it('are carried out by the host, and the job succeeds although one of them failed', { timeout: LIMIT_MS }, async () => {
    const { jobId } = await start({ tags: ['pair'] })
    await expect.poll(() => stateOf(jobId), WAIT).toBe('succeeded')
    const { job } = await detail(jobId)
    expect(job).toMatchObject({ kind: 'test-run', note: '1 passed, 1 failed.', progress: 1, result: { passed: 1, failed: 1, ok: false } })
    const [line] = await runs()
    expect(line).toMatchObject({ id: jobId.replace('job_', 'run_'), outcome: { passed: 1, failed: 1, missing: 0 } })
    expect(await ask('/tests/guard?minScenarios=1')).toMatchObject({
      status: 'fail',
      because: [{ reason: 'failed', count: 1 }],
      runId: line?.id,
    })
    await expect.poll(marked, WAIT).toBe(0)
  })

  it('are refused by a name or tag that nothing has', async () => {
    await expect(start({ tags: ['nothing-has-it'] })).rejects.toThrow('No scenario has the tag')
    await expect(start({ names: ['nobody-wrote-this'] })).rejects.toThrow('There is no scenario')
    await expect(start({ names: ['--out=/tmp'] })).rejects.toThrow('400')
    expect(await ask('/jobs?kind=test-run')).toEqual([])
  })

  it('are refused by an installation that cannot start its own command, and say so before they are asked for', async () => {
    const packaged = await startTestApp({})
    try {
      const { testJobs, jobs, storage } = packaged.app
      expect((await testJobs.scenarios()).canRun).toBe(false)
      await expect(testJobs.start(TestPlanSchema.parse({}))).rejects.toMatchObject({ code: 'NOT_FOUND' })
      await expect(testJobs.guard(GuardWishSchema.parse({}))).rejects.toMatchObject({ code: 'BAD_INPUT' })
      expect(await testJobs.guard(GuardWishSchema.parse({ app: '1 (aa)' }))).toMatchObject({ status: 'unknown' })
      // One that comes from elsewhere, as by a schedule that another installation set.
      const about = { kind: 'test-run', subject: 'tests', priority: 0, runAt: 0, createdAt: 0, maxAttempts: 3 }
      await jobs.add([{ ...about, id: 'job_elsewhere' }])
      await expect.poll(async () => (await storage.jobs.get('job_elsewhere'))?.state, WAIT).toBe('failed')
      expect((await storage.jobs.get('job_elsewhere'))?.error).toMatchObject({ code: 'NOT_FOUND' })
    } finally {
      await packaged.stop()
    }
  })

  it('go on after the host was killed: each verdict once, in one run, and no process is left behind', {
    tags: ['long'],
    timeout: LIMIT_MS,
  }, async () => {
    const { jobId } = await start({ tags: ['many'], workers: 1 })
    await expect.poll(async () => (await runs())[0]?.outcome.passed ?? 0, WAIT).toBeGreaterThan(0)
    await host.kill()
    host = await startHost(dataDir)
    await expect.poll(() => stateOf(jobId), WAIT).toBe('succeeded')
    const all = await runs()
    expect(all).toHaveLength(1)
    const { run } = await ask<RunInFull>(`/tests/runs/${all[0]?.id}`)
    expect(namesOf(run)).toEqual(MANY)
    expect((await detail(jobId)).job.attempt).toBe(2)
    await expect.poll(marked, WAIT).toBe(0)
  })

  it('stop when the job is cancelled, and nothing of them is left behind', { tags: ['long'], timeout: LIMIT_MS }, async () => {
    const { jobId } = await start({ tags: ['many'], workers: 1 })
    await expect.poll(async () => (await runs())[0]?.outcome.passed ?? 0, WAIT).toBeGreaterThan(0)
    await ask(`/jobs/${jobId}/cancel`, 'POST', {})
    await expect.poll(() => stateOf(jobId), WAIT).toBe('cancelled')
    expect(marked()).toBe(0)
    expect((await runs())[0]?.outcome.missing).toBeGreaterThan(0)
  })

  it('let a draft pass, and then go on where they were', { tags: ['long'], timeout: LIMIT_MS }, async () => {
    const { jobId } = await start({ tags: ['many'], workers: 1 })
    await expect.poll(async () => (await runs())[0]?.outcome.passed ?? 0, WAIT).toBeGreaterThan(0)
    const { jobId: draft } = await ask<{ jobId: string }>('/generations', 'POST', {
      prompt: 'Two sentences on tides.',
      sources: [{ name: 'tides.txt', text: 'The tide rises twice a day. It falls as often, and the moon sets when.' }],
      options: {},
    })
    await expect.poll(() => stateOf(draft), WAIT).toBe('succeeded')
    await expect.poll(() => stateOf(jobId), WAIT).toBe('succeeded')
    const { transitions } = await detail(jobId)
    expect(transitions.map(({ note }) => note)).toContain('Lets a draft pass.')
    const all = await runs()
    expect(all).toHaveLength(1)
    expect(namesOf((await ask<RunInFull>(`/tests/runs/${all[0]?.id}`)).run)).toEqual(MANY)
  })

  it('come by themselves on a schedule, until it is switched off', { tags: ['long'], timeout: LIMIT_MS }, async () => {
    expect(await ask('/tests/schedule')).toBe(null)
    const timing = { plan: { names: ['holds'] }, cron: '* * * * * *', timeZone: 'UTC' }
    expect(await ask('/tests/schedule', 'PUT', { ...timing, on: true })).toMatchObject({ on: true, nextAt: expect.any(Number), last: null })
    await expect.poll(async () => (await ask<{ last: object | null }>('/tests/schedule')).last, WAIT).not.toBe(null)
    const off = await ask('/tests/schedule', 'PUT', { ...timing, on: false })
    expect(off).toMatchObject({
      cron: '* * * * * *',
      on: false,
      nextAt: null,
      last: { state: 'succeeded', result: { passed: 1, ok: true } },
    })
    await expect(ask('/tests/schedule', 'PUT', { ...timing, cron: 'at noon', on: true })).rejects.toThrow('is no schedule')
  })
})
