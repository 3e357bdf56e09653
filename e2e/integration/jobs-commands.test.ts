import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { JobDetailSchema, JobKpisSchema } from '#contracts/job-control.ts'
import { type Job, JobScheduleSchema, JobSchema } from '#contracts/jobs.ts'
import { openStorage } from '../../main/storage/index.ts'
import { sampleJob } from '../../main/storage/storage-samples.ts'
import { silentLog } from '../../main/telemetry/index.ts'
import { makeDataDir, removeDataDir } from '../host-process.ts'
import { type CommandResult, warmTidegate as tidegate } from './command.ts'

const bin = fileURLToPath(new URL('../../bin/tidegate.mjs', import.meta.url))
const START = Date.now() - 3_600_000
let dataDir: string

/** Jobs as an application leaves them that was closed: one that waits, two behind it, one that holds a lock another wants, and one given up. */
beforeAll(async () => {
  dataDir = makeDataDir()
  const storage = await openStorage({ dataDir, mode: 'inline', log: silentLog })
  const { jobs } = storage
  const add = (id: string, patch: Partial<Parameters<typeof sampleJob>[0]> = {}) =>
    jobs.enqueue(sampleJob({ id, kind: 'label-sources', subject: 'sources', createdAt: START, runAt: START, ...patch }))
  await add('job_first', { maxAttempts: 1 })
  await add('job_after', { kind: 'embed-sources', after: [{ job: 'job_first', when: 'success' }], createdAt: START + 1 })
  await add('job_dead', { createdAt: START + 2, priority: 50 })
  const dead = await jobs.claim({ owner: 'gone', now: START + 3, leaseMs: 60_000, kinds: ['label-sources'], jobId: 'job_dead' })
  await jobs.start('job_dead', dead?.fence ?? 0, START + 1_003)
  await jobs.writeLog('job_dead', [{ at: START + 1_500, fence: 1, event: 'labelled', fields: { sources: 7 } }])
  await jobs.finish('job_dead', 1, { state: 'dead', note: 'gave up', error: { code: 'INTERNAL', message: 'It broke.' } }, START + 4_003)
  await add('job_holder', { kind: 'sync-folder', locks: [{ name: 'index', mode: 'exclusive' }], createdAt: START + 5 })
  await add('job_wants', { kind: 'sync-folder', locks: [{ name: 'index', mode: 'shared' }], createdAt: START + 6 })
  // This process works on it, and is alive.
  await jobs.claim({ owner: `${process.pid}`, now: START + 7, leaseMs: 10 ** 12, kinds: ['sync-folder'], jobId: 'job_holder' })
  await jobs.claim({ owner: `${process.pid}`, now: START + 8, leaseMs: 10 ** 12, kinds: ['sync-folder'], jobId: 'job_wants' })
  await storage.dispose()
})
afterAll(() => removeDataDir(dataDir))

const run = (...args: string[]): Promise<CommandResult> => tidegate(['jobs', ...args, '--data-dir', dataDir])
async function json(...args: string[]): Promise<unknown> {
  const result = await run(...args, '--json')
  expect(result.exit, result.stderr).toBe(0)
  expect(result.stdout.trimEnd().split('\n')).toHaveLength(1)
  return JSON.parse(result.stdout)
}
const ids = (jobs: unknown): string[] =>
  JobSchema.array()
    .parse(jobs)
    .map(({ id }) => id)

describe('tidegate jobs', () => {
  it('lists by state and by kind', async () => {
    expect(ids(await json('list', '--kind', 'label-sources'))).toEqual(['job_dead', 'job_first'])
    expect(ids(await json('list', '--kind', 'sync-folder', '--state', 'queued'))).toEqual(['job_wants'])
    expect((await run('list', '--state', 'failed')).stdout).toBe('There are no such jobs.\n')
    expect(await run('list', '--kind', 'Label Sources')).toMatchObject({ exit: 2, stderr: expect.stringContaining('not a kind') })
  })

  it('shows what happened to a job with the time each step took, its log, what it waits for and its locks', async () => {
    const dead = JobDetailSchema.parse(await json('show', 'job_dead'))
    expect(dead.log).toMatchObject([{ event: 'labelled', fields: { sources: 7 } }])
    const shown = (await run('show', 'job_dead')).stdout
    expect(shown).toMatch(/\+3\.0 s +running → dead/)
    expect(shown).toContain('labelled  sources=7')
    expect(shown).toContain('INTERNAL: It broke.')

    const after = JobDetailSchema.parse(await json('show', 'job_after'))
    expect(after.dependencies).toMatchObject([{ id: 'job_first', when: 'success', met: false }])
    expect(JobDetailSchema.parse(await json('show', 'job_first')).dependants).toMatchObject([{ id: 'job_after' }])
    expect(JobDetailSchema.parse(await json('show', 'job_wants')).locks).toMatchObject({
      held: [],
      wanted: [{ name: 'index', mode: 'shared', heldBy: ['job_holder'] }],
    })
    expect((await run('show', 'job_wants')).stdout).toMatch(/index +shared +waits since .* for job_holder/)
    expect(await run('show', 'job_none')).toMatchObject({ exit: 1, stderr: expect.stringContaining('There is no job job_none') })
  })

  it('tells who holds and who waits for a lock', async () => {
    expect(await json('locks')).toMatchObject([{ name: 'index', holders: [{ jobId: 'job_holder' }], waiters: [{ jobId: 'job_wants' }] }])
    expect((await run('locks')).stdout).toMatch(/index +job_wants +shared +waits/)
  })

  it('moves a job that waits, also behind, and refuses one that has begun', async () => {
    expect(await json('priority', 'job_first', '-5')).toEqual({ changed: true, priority: -5 })
    expect(await json('show', 'job_first')).toMatchObject({ job: { priority: -5 } })
    expect(await run('priority', 'job_holder', '5')).toMatchObject({ exit: 1, stdout: expect.stringContaining('begun already') })
    expect(await run('priority', 'job_first', 'high')).toMatchObject({ exit: 2, stderr: expect.stringContaining('whole number') })
  })

  it('counts what ended, with how long it waited and took', async () => {
    const kpis = JobKpisSchema.parse(await json('stats', '--days', '366'))
    expect(kpis.kinds).toMatchObject([{ kind: 'label-sources', jobs: 1, failed: 1, meanWaitMs: 1_003, meanDurationMs: 3_000 }])
    expect((await run('stats', '--days', '366')).stdout).toMatch(/label-sources +1 +0\.0 % +100\.0 %/)
    expect(await run('stats', '--days', '0')).toMatchObject({ exit: 2 })
  })

  it('queues again one job, or all that were given up', async () => {
    expect(await run('retry', 'job_holder')).toMatchObject({ exit: 1 })
    expect(await run('retry')).toMatchObject({ exit: 2, stderr: expect.stringContaining('--all-dead') })
    expect(await json('retry', '--all-dead')).toEqual({ retried: ['job_dead'], refused: [] })
    expect(await json('retry', '--all-dead')).toEqual({ retried: [], refused: [] })
  })

  it('adds, changes, lists and removes what comes at a time, and refuses what never would', async () => {
    const add = ['schedule', 'add', 'morning', '--kind', 'label-sources', '--time-zone', 'Europe/Berlin']
    const first = JobScheduleSchema.parse(await json(...add, '--cron', '0 7 * * *'))
    expect(first).toMatchObject({ id: 'morning', missed: 'once', timeZone: 'Europe/Berlin' })
    expect(first.nextAt).toBeGreaterThan(Date.now())
    await json(...add, '--cron', '30 8 * * 1-5', '--missed', 'skip', '--priority', '-3')
    expect(await json('schedule', 'list')).toMatchObject([{ id: 'morning', cron: '30 8 * * 1-5', missed: 'skip', priority: -3 }])
    expect((await run('schedule', 'list')).stdout).toContain('30 8 * * 1-5')

    const wrong = await run('schedule', 'add', 'x', '--kind', 'label-sources', '--cron', 'at seven')
    expect(wrong).toMatchObject({ exit: 2, stderr: expect.stringContaining('is no schedule') })
    const maybe = await run('schedule', 'add', 'x', '--kind', 'label-sources', '--cron', '0 7 * * *', '--missed', 'maybe')
    expect(maybe).toMatchObject({ exit: 2, stderr: expect.stringContaining('skip, once, all') })

    expect(await json('schedule', 'remove', 'morning')).toEqual({ removed: true })
    expect(await run('schedule', 'remove', 'morning')).toMatchObject({ exit: 1 })
    expect(await json('schedule', 'list')).toEqual([])
  })

  it('watches: one line of JSON for each change that another process makes, until it is interrupted', async () => {
    const child = spawn(process.execPath, [bin, 'jobs', 'list', '--watch', '--json', '--kind', 'embed-sources', '--data-dir', dataDir], {
      env: { ...process.env, CI: 'true', TIDEGATE_NO_BUILD: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const closed = once(child, 'close')
    const lines: AsyncIterator<string> = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const next = async (): Promise<Job> => JobSchema.parse(JSON.parse(String((await lines.next()).value)))
    expect(await next()).toMatchObject({ id: 'job_after', state: 'waiting' })
    await json('priority', 'job_after', '9')
    expect(await next()).toMatchObject({ id: 'job_after', priority: 9 })
    await json('cancel', 'job_after')
    expect(await next()).toMatchObject({ id: 'job_after', state: 'cancelled' })
    child.kill('SIGINT')
    expect(await closed).toEqual([0, null])
  })

  it.each([['list'], ['show'], ['retry'], ['priority'], ['locks'], ['stats'], ['schedule', 'add'], ['schedule', 'remove']])(
    'explains %s %s',
    async (...command) => {
      const result = await tidegate(['jobs', ...command, '--help'])
      expect(result).toMatchObject({ exit: 0, stdout: expect.stringContaining('--json') })
    },
  )
})
