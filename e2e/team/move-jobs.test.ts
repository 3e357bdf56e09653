import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createJobEngine } from '../../main/coordinator/index.ts'
import { moveFromTeam, moveToTeam, type TeamEngine } from '../../main/coordinator/team/index.ts'
import { type OpenedStorage, openStorage } from '../../main/storage/index.ts'
import type { NewJob } from '../../main/storage/types.ts'
import { systemClock } from '../../main/system-platform.ts'
import { silentLog } from '../../main/telemetry/index.ts'
import { NO_POSTGRES, startTestDatabase, type TestDatabase } from './postgres.ts'
import { teamEngine } from './sites.ts'

class Crash extends Error {}

describe.skipIf(NO_POSTGRES !== null)(NO_POSTGRES === null ? 'moving jobs' : `moving jobs: not run, ${NO_POSTGRES}`, () => {
  let database: TestDatabase
  let dataDir: string
  let storage: OpenedStorage
  let team: TeamEngine
  let kinds = 0
  let kind: string
  const open: { dispose(): Promise<void> }[] = []

  beforeAll(async () => {
    database = await startTestDatabase()
  })
  afterAll(() => database.stop())
  beforeEach(async () => {
    kinds += 1
    kind = `move-${kinds}`
    dataDir = mkdtempSync(join(tmpdir(), 'tidegate-move-'))
    storage = await openStorage({ dataDir, mode: 'inline', log: silentLog })
    // Each test has its own tables: a move takes whatever waits.
    team = teamEngine(database.url, { schema: `move_${kinds}` })
  })
  afterEach(async () => {
    for (const thing of open.splice(0).reverse()) await thing.dispose()
    await team.dispose()
    await storage.dispose()
    rmSync(dataDir, { recursive: true, force: true })
  })

  const job = (patch: Partial<NewJob> = {}): NewJob => ({
    ...{ id: `${kind}_1`, kind, subject: 's', priority: 0, runAt: Date.now(), maxAttempts: 3, createdAt: Date.now(), label: 'internal' },
    ...patch,
  })
  const ids = ['1', '2', '3'].map((n) => n)
  async function threeWait(): Promise<void> {
    for (const n of ids) {
      const unique = { key: `${kind} ${n}`, onConflict: 'keep' as const }
      await storage.jobs.enqueue(job({ id: `${kind}_${n}`, payload: { n }, ...(n === '2' ? { unique } : {}) }))
    }
  }
  /** As after a crash: only what is on disk is known. */
  async function reopen(): Promise<void> {
    await storage.dispose()
    storage = await openStorage({ dataDir, mode: 'inline', log: silentLog })
  }
  function crashAt(wanted: number): () => void {
    let step = 0
    return () => {
      step += 1
      if (step === wanted) throw new Crash()
    }
  }
  const deps = () => ({ store: storage.jobs, team, destination: 'postgres://there', clock: systemClock })
  /** Runs everything that may run, here and there, and tells what ran how often and where. */
  async function runAll(): Promise<Map<string, string[]>> {
    const runs = new Map<string, string[]>()
    const all = Promise.withResolvers<void>()
    const ran =
      (where: string) =>
      async ({ id }: { id: string }) => {
        runs.set(id, [...(runs.get(id) ?? []), where])
        if (runs.size === ids.length) all.resolve()
        return { status: 'succeeded' as const }
      }
    const here = createJobEngine({ storage: storage.jobs, clock: systemClock, log: silentLog, concurrency: 2, random: Math.random })
    const there = teamEngine(database.url, { schema: `move_${kinds}` })
    here.register(kind, ran('here'))
    there.register(kind, ran('there'))
    await Promise.all([here.start(), there.start()])
    await all.promise
    // Both end what they are at, and would have begun whatever else they may.
    await Promise.all([here.dispose(), there.dispose()])
    return runs
  }
  const eachOnce = (where: string) => new Map(ids.map((n) => [`${kind}_${n}`, [where]]))

  it('takes what waits there, with all that it is, and leaves what may not go, with the reason', async () => {
    const runAt = Date.now() + 3_600_000
    await storage.jobs.enqueue(job({ priority: 7, payload: { n: 1 }, runAt, maxAttempts: 5, workspace: 'w', timeoutMs: 9_000 }))
    await storage.jobs.enqueue(job({ id: `${kind}_secret`, label: 'restricted' }))
    await storage.jobs.enqueue(job({ id: `${kind}_locks`, locks: [{ name: 'gpu', mode: 'exclusive' }] }))
    await storage.jobs.enqueue(job({ id: `${kind}_parent` }))
    await storage.jobs.enqueue(job({ id: `${kind}_child`, after: [{ job: `${kind}_parent`, when: 'success' }] }))
    const report = await moveToTeam(deps())
    expect(report.moved).toBe(1)
    expect(report.stayed.map(({ id }) => id)).toEqual([`${kind}_secret`, `${kind}_locks`, `${kind}_parent`])
    expect(await storage.jobs.get(`${kind}_1`)).toMatchObject({ state: 'cancelled', note: 'moved to the team’s queue' })
    expect(await team.get(`${kind}_1`)).toMatchObject({
      state: 'queued',
      priority: 7,
      payload: { n: 1 },
      runAt,
      maxAttempts: 5,
      workspace: 'w',
      timeoutMs: 9_000,
    })
    expect(await storage.jobs.get(`${kind}_secret`)).toMatchObject({ state: 'queued' })
    expect(await moveToTeam(deps())).toMatchObject({ moved: 0 })
  })

  it.each(Array.from({ length: 7 }, (_one, index) => index + 1))(
    'loses and doubles nothing when it ends after step %i of 7 and is repeated',
    async (step) => {
      await threeWait()
      await expect(moveToTeam({ ...deps(), onStep: crashAt(step) })).rejects.toBeInstanceOf(Crash)
      await reopen()
      // The application is opened in between: nothing that is on its way may run here.
      const here = createJobEngine({ storage: storage.jobs, clock: systemClock, log: silentLog, concurrency: 2, random: Math.random })
      open.push(here)
      here.register(kind, async () => Promise.reject(new Error('it ran here')))
      await here.start()
      expect((await moveToTeam(deps())).moved).toBe(3 - Math.floor((step - 1) / 2))
      await here.dispose()
      expect(await runAll()).toEqual(eachOnce('there'))
    },
  )

  it.each(Array.from({ length: 7 }, (_one, index) => index + 1))('comes back as safely: step %i of 7', { tags: ['long'] }, async (step) => {
    await team.add(ids.map((n) => job({ id: `${kind}_${n}`, payload: { n } })))
    await expect(moveFromTeam({ ...deps(), onStep: crashAt(step) }, ['internal'])).rejects.toBeInstanceOf(Crash)
    await reopen()
    await moveFromTeam(deps(), ['internal'])
    expect(await runAll()).toEqual(eachOnce('here'))
  })

  it('goes there, back and there again, and runs once', async () => {
    await threeWait()
    expect((await moveToTeam(deps())).moved).toBe(3)
    expect((await moveFromTeam(deps(), ['internal'])).moved).toBe(3)
    expect((await moveToTeam(deps())).moved).toBe(3)
    expect(await runAll()).toEqual(eachOnce('there'))
  })

  it('brings back what was of this machine, and leaves there what another one asked for', async () => {
    await team.add(Array.from({ length: 120 }, (_, n) => job({ id: `${kind}_other_${n}`, createdAt: 1 })))
    await threeWait()
    await moveToTeam(deps())
    const report = await moveFromTeam({ ...deps(), canTake: async () => false }, ['internal'])
    expect(report).toMatchObject({ moved: 3, stayed: { length: 120 } })
    expect(await storage.jobs.get(`${kind}_other_7`)).toBeNull()
    expect(await team.get(`${kind}_other_7`)).toMatchObject({ state: 'queued' })
    // Nothing of it has changed for those that can work on it.
    expect((await moveFromTeam(deps(), ['internal'])).moved).toBe(120)
  })

  it('does not run there what a person cancelled while it was on its way', async () => {
    await threeWait()
    await expect(moveToTeam({ ...deps(), onStep: crashAt(2) })).rejects.toBeInstanceOf(Crash)
    expect(await team.get(`${kind}_1`)).toMatchObject({ state: 'queued' })
    expect(await storage.jobs.requestCancel(`${kind}_1`, Date.now())).not.toBeNull()
    expect(await moveToTeam(deps())).toMatchObject({ moved: 2, stayed: [{ id: `${kind}_1` }] })
    expect(await team.get(`${kind}_1`)).toMatchObject({ state: 'cancelled' })
  })

  it('ends an unfinished move before it begins another', async () => {
    await threeWait()
    await expect(moveToTeam({ ...deps(), onStep: crashAt(1) })).rejects.toBeInstanceOf(Crash)
    const other = moveToTeam({ ...deps(), destination: 'postgres://elsewhere' })
    await expect(other).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('postgres://there') })
  })

  it('loses and doubles nothing when its process is killed between the copy and its acknowledgement', async () => {
    await threeWait()
    await storage.dispose()
    const args = [join(import.meta.dirname, 'move-process.ts'), dataDir, database.url, `move_${kinds}`, '4']
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL'])
    storage = await openStorage({ dataDir, mode: 'inline', log: silentLog })
    expect((await moveToTeam(deps())).moved).toBe(2)
    expect(await runAll()).toEqual(eachOnce('there'))
  })
})
