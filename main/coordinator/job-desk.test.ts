import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NewScheduleSchema } from '#contracts/job-control.ts'
import { type OpenedStorage, openStorage } from '../storage/index.ts'
import { sampleJob } from '../storage/storage-samples.ts'
import type { NewJob } from '../storage/types.ts'
import { systemClock } from '../system-platform.ts'
import { silentLog } from '../telemetry/index.ts'
import type { Admission, Verdict } from './admission/index.ts'
import { createJobDesk, type JobDesk } from './job-desk.ts'
import { createJobEngine } from './job-engine.ts'
import { createScheduleKeeper, type ScheduleKeeper } from './schedule-keeper.ts'
import type { JobEngine } from './types.ts'

const WHY = 'Waits until the machine has cooled down: it is hot.'
const HOT: Verdict = { admit: false, reason: { code: 'HOT', params: {}, sentence: WHY }, retryHintMs: 1_000 }
const NEEDS = { cpu: 1, memoryMb: 0, gpuMemoryMb: 0, network: false, class: 'background', deferrableForMs: 60_000 } as const
/** A machine that bears no background work. */
const hotMachine: Admission = {
  declare: () => undefined,
  verdict: () => HOT,
  shouldYield: () => null,
  throttle: () => null,
  setWaiting: () => undefined,
  began: () => () => undefined,
  announceInteractive: () => undefined,
  interactiveEnded: () => undefined,
  suspended: () => undefined,
  resumed: () => undefined,
  setOnline: () => undefined,
  onChange: () => () => undefined,
  dispose: async () => undefined,
}

let dataDir: string
let storage: OpenedStorage
let jobs: JobEngine
let schedules: ScheduleKeeper
let desk: JobDesk

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-desk-'))
  storage = await openStorage({ dataDir, mode: 'inline', log: silentLog })
  const deps = { storage: storage.jobs, clock: systemClock, log: silentLog }
  jobs = createJobEngine({ ...deps, concurrency: 2, random: () => 0.5, admission: hotMachine })
  jobs.register('sync-folder', async () => ({ status: 'succeeded' }), { needs: NEEDS, durability: 'fast', atOnce: 1 })
  jobs.register('generate', async () => ({ status: 'succeeded' }))
  schedules = createScheduleKeeper({ ...deps, jobs, ids: { next: (prefix) => `${prefix}_next` } })
  desk = createJobDesk({
    ...deps,
    jobs,
    schedules,
    concurrency: () => 2,
    hasSubject: async (_kind, subject) => subject === 'folder_1',
  })
})
afterEach(async () => {
  await schedules.dispose()
  await jobs.dispose()
  await storage.dispose()
  rmSync(dataDir, { recursive: true, force: true })
})

const add = (patch: Partial<NewJob> = {}) =>
  storage.jobs.enqueue(sampleJob({ kind: 'sync-folder', runAt: Date.now(), createdAt: Date.now(), ...patch }))

describe('what is seen of background work', () => {
  it('says of a job that waits for the machine why it waits, and since when its kind does', async () => {
    await add({ id: 'job_ready' })
    await add({ id: 'job_later', runAt: Date.now() + 60_000 })
    const told = new Promise<void>((resolve) => jobs.onHeldBack(resolve))
    await jobs.start()
    await told
    const job = await storage.jobs.get('job_ready')
    expect(desk.heldBack()).toEqual([{ kind: 'sync-folder', since: job?.runAt, code: 'HOT', reason: WHY }])
    expect((await desk.detail('job_ready')).heldBack).toContain('it is hot')
    expect((await desk.detail('job_later')).heldBack).toBeNull()
  })

  it('names how each kind is run', () => {
    expect(desk.kinds()).toEqual([
      { kind: 'sync-folder', durability: 'fast', atOnce: 1, timeoutMs: null, canBeHeldBack: true },
      { kind: 'generate', durability: 'synced', atOnce: null, timeoutMs: null, canBeHeldBack: false },
    ])
  })

  it('counts every state, also those that no job is in', async () => {
    await add()
    expect(await desk.counts()).toMatchObject({ queued: 1, dead: 0, running: 0 })
  })

  it('does not know a job that is not there', async () => {
    await expect(desk.detail('job_none')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(desk.log('job_none')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(desk.reprioritize('job_none', 1)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('a job that was added and cannot begin', () => {
  it('is told of all the same', async () => {
    await jobs.start()
    const heard = new Promise((resolve) => jobs.onChange((job) => resolve([job.id, job.state])))
    await add({ id: 'job_new' })
    jobs.wake('enqueued', ['job_new'])
    expect(await heard).toEqual(['job_new', 'queued'])
  })
})

describe('steering background work', () => {
  it('tells listeners of another priority', async () => {
    await add()
    const heard = new Promise((resolve) => jobs.onChange((job) => resolve(job.priority)))
    expect(await desk.reprioritize('job_1', 7)).toBe(true)
    expect(await heard).toBe(7)
  })

  it('puts back all that were given up, but for one whose place another has taken', async () => {
    const die = async (id: string, patch: Partial<NewJob>): Promise<void> => {
      await add({ id, ...patch })
      const claimed = await storage.jobs.claim({ owner: 'x', now: Date.now(), leaseMs: 1_000, kinds: ['sync-folder'], jobId: id })
      await storage.jobs.finish(id, claimed?.fence ?? 0, { state: 'dead', note: '', error: null }, Date.now())
    }
    const unique = { key: 'one', onConflict: 'keep' } as const
    await die('job_a', {})
    await die('job_b', { unique })
    await add({ id: 'job_c', unique })
    expect(await desk.retryAllDead()).toEqual({ retried: ['job_a'], refused: ['job_b'] })
  })

  it('refuses a schedule that could never do anything, and says what would', async () => {
    const put = (patch: object) =>
      desk.schedules.put(
        NewScheduleSchema.parse({ id: 's', kind: 'sync-folder', subject: 'folder_1', cron: '0 7 * * *', timeZone: 'UTC', ...patch }),
      )
    await expect(put({ kind: 'generate' })).rejects.toThrow('Use sync-folder.')
    await expect(put({ subject: 'nowhere' })).rejects.toThrow('There is no "nowhere"')
    await expect(put({ cron: '0 0 30 2 *' })).rejects.toThrow('never comes')
    await expect(put({ timeZone: 'Mars/Olympus' })).rejects.toThrow('time zone such as Europe/Berlin')
    expect(await desk.schedules.list()).toEqual([])
    expect(await put({})).toMatchObject({ id: 's', missed: 'once', lastAt: null })
    expect(await desk.schedules.list()).toHaveLength(1)
  })
})
