import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JobFilter } from '#contracts/job-list.ts'
import { silentLog } from '../../telemetry/index.ts'
import { type OpenedStorage, openStorage } from '../index.ts'
import { sampleGeneration, sampleJob } from '../storage-samples.ts'

const DAY = 86_400_000
let dataDir: string
let storage: OpenedStorage

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-list-'))
  storage = await openStorage({ dataDir, mode: 'inline', log: silentLog })
})
afterEach(async () => {
  await storage.dispose()
  rmSync(dataDir, { recursive: true, force: true })
})

const add = (id: string, patch = {}) =>
  storage.jobs.enqueue(sampleJob({ id, kind: 'sync-folder', subject: 'f', runAt: 1_000, createdAt: 1_000_000, ...patch }))
const lines = async (filter: JobFilter = {}, more = {}): Promise<string[]> =>
  (await storage.jobs.lines({ filter, order: 'newest', offset: 0, limit: 100, ...more })).map(({ id }) => id)
const upNext = () => lines({ scope: 'waiting' }, { order: 'next' })

describe('a long list of jobs', () => {
  it('is read by parts, newest first', async () => {
    for (const n of [1, 2, 3, 4, 5]) await add(`job_${n}`, { createdAt: n })
    expect(await lines({}, { limit: 2 })).toEqual(['job_5', 'job_4'])
    expect(await lines({}, { limit: 2, offset: 3 })).toEqual(['job_2', 'job_1'])
    expect(await lines({}, { offset: 5 })).toEqual([])
  })

  it('says how many there are by state, kind, workspace and day', async () => {
    await add('a', { createdAt: 10 * DAY + 1, workspace: 'north' })
    await add('b', { createdAt: 11 * DAY - 1 })
    await add('c', { createdAt: 11 * DAY, kind: 'index-source' })
    await storage.jobs.requestCancel('c', 1)
    const by = async (grouping: 'state' | 'kind' | 'workspace' | 'day', utcOffsetMin = 0, filter: JobFilter = {}) =>
      Object.fromEntries(
        (await storage.jobs.overview({ filter, by: grouping, utcOffsetMin })).sections.map(({ key, count }) => [key, count]),
      )
    expect(await by('state')).toEqual({ queued: 2, cancelled: 1 })
    expect(await by('kind')).toEqual({ 'sync-folder': 2, 'index-source': 1 })
    expect(await by('workspace')).toEqual({ '': 2, north: 1 })
    expect(await by('day')).toEqual({ 10: 2, 11: 1 })
    // A minute ahead of UTC the second of them is on the next day already.
    expect(await by('day', 1)).toEqual({ 10: 1, 11: 2 })
    expect(await by('state', 0, { scope: 'cancelled' })).toEqual({ cancelled: 1 })
    const { scopes, sections } = await storage.jobs.overview({ filter: { scope: 'waiting' }, by: 'none', utcOffsetMin: 0 })
    expect(scopes).toEqual({ working: 0, waiting: 2, failed: 0, succeeded: 0, cancelled: 1 })
    expect(sections).toEqual([{ key: '', count: 2 }])
  })

  it('is narrowed down by scope, kind, workspace, day and state at once', async () => {
    await add('a', { createdAt: 1, workspace: 'north' })
    await add('b', { createdAt: 2, workspace: 'north', kind: 'index-source' })
    await add('c', { createdAt: 3, workspace: 'north' })
    await storage.jobs.requestCancel('c', 1)
    expect(await lines({ workspace: 'north', kind: 'sync-folder' })).toEqual(['c', 'a'])
    expect(await lines({ workspace: 'north', scope: 'waiting' })).toEqual(['b', 'a'])
    expect(await lines({ from: 2, to: 3 })).toEqual(['b'])
    expect(await lines({}, { state: 'cancelled' })).toEqual(['c'])
  })

  it('is searched by the words of a request, the name of a folder, and an id; a job has the title of what it works on', async () => {
    await storage.generations.create(
      sampleGeneration({ id: 'gen_1', jobId: 'job_gen', prompt: 'Summarise the harbour report\nin one page' }),
      sampleJob({ id: 'job_gen', kind: 'generate', subject: 'gen_1' }),
    )
    await storage.folders.add({ id: 'fld_1', path: '/srv/harbour papers', addedAt: 1 })
    await add('job_read', { subject: 'fld_1' })
    await add('job_other', { subject: 'gone' })
    expect((await lines({ text: 'HARBOUR' })).toSorted()).toEqual(['job_gen', 'job_read'])
    expect(await lines({ text: 'harbour rep' })).toEqual(['job_gen'])
    expect(await lines({ text: 'job_o' })).toEqual(['job_other'])
    expect(await lines({ text: '%' })).toEqual([])
    const titled = await storage.jobs.lines({ filter: {}, order: 'newest', offset: 0, limit: 10 })
    expect(Object.fromEntries(titled.map(({ id, title }) => [id, title]))).toEqual({
      job_gen: 'Summarise the harbour report',
      job_read: 'harbour papers',
      job_other: null,
    })
  })

  it('has a job once that is found by its id and by what it works on', async () => {
    await storage.folders.add({ id: 'fld_1', path: '/srv/harbour', addedAt: 1 })
    await add('harbour-1', { subject: 'fld_1' })
    expect(await lines({ text: 'harbour' })).toEqual(['harbour-1'])
    const { scopes, sections } = await storage.jobs.overview({ filter: { text: 'harbour' }, by: 'none', utcOffsetMin: 0 })
    expect({ waiting: scopes.waiting, sections }).toEqual({ waiting: 1, sections: [{ key: '', count: 1 }] })
  })

  it('counts what a search found by state and group, each job once, also where it is found in two ways', async () => {
    await storage.folders.add({ id: 'fld_1', path: '/srv/harbour', addedAt: 1 })
    await add('a', { subject: 'fld_1', createdAt: 10 * DAY })
    await add('b', { subject: 'fld_1', createdAt: 11 * DAY, workspace: 'north' })
    await storage.jobs.requestCancel('b', 1)
    const search = async (filter: JobFilter, by: 'none' | 'state' | 'day' = 'state') => {
      const { scopes, sections } = await storage.jobs.overview({ filter, by, utcOffsetMin: 0 })
      return {
        waiting: scopes.waiting,
        cancelled: scopes.cancelled,
        sections: Object.fromEntries(sections.map(({ key, count }) => [key, count])),
      }
    }
    expect(await search({ text: 'harbour' })).toEqual({ waiting: 1, cancelled: 1, sections: { queued: 1, cancelled: 1 } })
    expect(await search({ text: 'harbour', scope: 'cancelled' })).toEqual({ waiting: 1, cancelled: 1, sections: { cancelled: 1 } })
    expect(await search({ text: 'harbour', workspace: 'north' }, 'none')).toEqual({ waiting: 0, cancelled: 1, sections: { '': 1 } })
    expect(await search({ text: 'harbour' }, 'day')).toEqual({ waiting: 1, cancelled: 1, sections: { 10: 1, 11: 1 } })
    // By its id and by the name of its folder.
    await add('harbour_1', { subject: 'fld_1' })
    expect(await search({ text: 'harbour' }, 'none')).toEqual({ waiting: 2, cancelled: 1, sections: { '': 3 } })
    expect(await search({ text: 'nothing of it' }, 'none')).toEqual({ waiting: 0, cancelled: 0, sections: {} })
  })

  it('counts and lists the newest thousand where a search found more, and says so', async () => {
    await storage.folders.add({ id: 'fld_1', path: '/srv/harbour', addedAt: 1 })
    for (let n = 0; n < 1_000; n += 1) await add(`j${n}`, { subject: 'fld_1', createdAt: n })
    const search = async (text: string) => {
      const { sections, isCut } = await storage.jobs.overview({ filter: { text }, by: 'none', utcOffsetMin: 0 })
      return { jobs: sections[0]?.count ?? 0, isCut }
    }
    expect(await search('harbour')).toEqual({ jobs: 1_000, isCut: false })
    for (let n = 1_000; n < 1_010; n += 1) await add(`j${n}`, { subject: 'fld_1', createdAt: n })
    expect(await search('harbour')).toEqual({ jobs: 1_001, isCut: true })
    expect(await lines({ text: 'harbour' }, { limit: 3 })).toEqual(['j1009', 'j1008', 'j1007'])
    expect(await search('j100')).toEqual({ jobs: 11, isCut: false })
  })

  it.each([3, 97])('has the newest first of what a search found, where that is %i of a hundred jobs', async (found) => {
    for (let n = 0; n < 100; n += 1) await add(`${n < found ? 'wanted' : 'other'}_${n}`, { createdAt: 1_000 + ((n * 37) % 100) })
    const wanted = Array.from({ length: found }, (_, n) => n).sort((a, b) => ((b * 37) % 100) - ((a * 37) % 100))
    expect(await lines({ text: 'wanted' }, { limit: 2 })).toEqual(wanted.slice(0, 2).map((n) => `wanted_${n}`))
    expect(await lines({ text: 'wanted', kind: 'sync-folder' }, { offset: 1, limit: 2 })).toEqual(
      wanted.slice(1, 3).map((n) => `wanted_${n}`),
    )
  })
})

describe('the order in which waiting jobs come up', () => {
  it('is by rank; what is not due yet comes after, by its time', async () => {
    await add('plain', { runAt: 1_000 })
    await add('urgent', { runAt: 2_000, priority: 1 })
    const later = Date.now() + 1e9
    await add('later', { runAt: later + 5, createdAt: 1 })
    await add('sooner', { runAt: later, createdAt: 1 })
    expect(await upNext()).toEqual(['urgent', 'plain', 'sooner', 'later'])
  })

  it('is changed by hand: first, before one, after one, also among jobs of the same moment', async () => {
    for (const id of ['a', 'b', 'c', 'd']) await add(id, { runAt: 1_000 })
    await add('e', { runAt: 1_001 })
    expect(await upNext()).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(await storage.jobs.place('d', 'first')).toBe(true)
    expect(await upNext()).toEqual(['d', 'a', 'b', 'c', 'e'])
    expect(await storage.jobs.place('e', { before: 'b' })).toBe(true)
    expect(await upNext()).toEqual(['d', 'a', 'e', 'b', 'c'])
    expect(await storage.jobs.place('d', { after: 'e' })).toBe(true)
    expect(await upNext()).toEqual(['a', 'e', 'd', 'b', 'c'])
    expect(await storage.jobs.place('a', { after: 'c' })).toBe(true)
    expect(await upNext()).toEqual(['e', 'd', 'b', 'c', 'a'])
  })

  it('keeps a job due when it is moved', async () => {
    await add('a', { runAt: 1_000 })
    await add('b', { runAt: 500_000 })
    await storage.jobs.place('b', 'first')
    const moved = await storage.jobs.get('b')
    expect(moved?.runAt).toBeLessThanOrEqual(500_000)
    expect(500_000 - (moved?.runAt ?? 0)).toBeLessThan(60_000)
  })

  it('is left alone where a job is not ready any more', async () => {
    await add('a')
    await add('b')
    await storage.jobs.requestCancel('a', 1)
    expect(await storage.jobs.place('a', 'first')).toBe(false)
    expect(await storage.jobs.place('b', { before: 'a' })).toBe(false)
    expect(await storage.jobs.place('b', { before: 'b' })).toBe(false)
    expect(await storage.jobs.place('none', 'first')).toBe(false)
  })
})
