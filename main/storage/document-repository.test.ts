import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { HistoryFilter } from '#contracts/history.ts'
import { silentLog } from '../telemetry/index.ts'
import { type OpenedStorage, openStorage } from './index.ts'
import { sampleDecision, sampleGeneration, sampleJob, sampleSource } from './storage-samples.ts'

let dataDir: string
let storage: OpenedStorage
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-documents-'))
  storage = await openStorage({ dataDir, mode: 'inline', log: silentLog })
})
afterEach(async () => {
  await storage.dispose()
  rmSync(dataDir, { recursive: true })
})

async function generate(number: number, prompt: string, text: string, place?: { under: string } | { beside: string }): Promise<string> {
  const id = `gen_${number}`
  const job = `job_${number}`
  await storage.generations.create(
    sampleGeneration({ id, jobId: job, prompt, createdAt: 1_000 * number, ...(place === undefined ? {} : { place }) }),
    sampleJob({ id: job, subject: id }),
  )
  await storage.generations.update(id, { state: 'succeeded', text, endedAt: 1_000 * number + 500 })
  return id
}

const edit = (id: string, parentId: string, text: string) =>
  storage.documents.add({ id, parentId, kind: 'edit', createdAt: 9_000, label: 'internal', text, citations: [] })

describe('versions of a document', () => {
  it('begin with the draft that an engine wrote', async () => {
    await generate(1, 'Write about tides', 'The tide is high.')
    const document = await storage.documents.get('doc_gen_1')
    expect(document?.document).toMatchObject({ title: 'Write about tides', current: 'ver_gen_1', label: 'restricted' })
    await storage.generations.setDecision('gen_1', sampleDecision({ label: 'internal', route: 'local' }))
    expect((await storage.documents.get('doc_gen_1'))?.document.label).toBe('internal')
    expect(await storage.documents.version('ver_gen_1')).toMatchObject({ text: 'The tide is high.', route: 'local', state: 'succeeded' })
  })

  it('branch, and leave what was there as it was', async () => {
    await generate(1, 'Write about tides', 'The tide is high.')
    await edit('ver_a', 'ver_gen_1', 'The tide is low.')
    await edit('ver_b', 'ver_gen_1', 'The tide is out.')
    await generate(2, 'Write about tides', 'The tide turns.', { under: 'ver_gen_1' })
    await generate(3, 'Write about tides', 'The tide waits.', { beside: 'ver_a' })
    const document = await storage.documents.get('doc_gen_1')
    expect(document?.versions.map(({ id, parentId }) => [id, parentId])).toEqual([
      ['ver_gen_1', null],
      ['ver_a', 'ver_gen_1'],
      ['ver_b', 'ver_gen_1'],
      ['ver_gen_2', 'ver_gen_1'],
      ['ver_gen_3', 'ver_gen_1'],
    ])
    expect(document?.document.current).toBe('ver_gen_3')
    expect((await storage.documents.version('ver_gen_1'))?.text).toBe('The tide is high.')
    expect(await storage.documents.keep('ver_a')).toBe(true)
    expect((await storage.documents.get('doc_gen_1'))?.document.current).toBe('ver_a')
    expect(await storage.documents.list({ limit: 10 })).toHaveLength(1)
  })

  it('are refused under a version that is gone', async () => {
    await expect(edit('ver_a', 'ver_none', 'x')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(generate(2, 'x', 'y', { under: 'ver_none' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await storage.generations.get('gen_2')).toBeNull()
  })
})

describe('an imported conversation', () => {
  const turns = [
    { id: 'ver_1', parentId: null, role: 'user', createdAt: 1, text: 'Where is the lighthouse?' },
    { id: 'ver_2', parentId: 'ver_1', role: 'assistant', createdAt: 2, text: 'On the northern pier.' },
  ] as const
  const conversation = {
    id: 'doc_1',
    title: 'Lighthouse',
    origin: 'chatgpt',
    originId: 'c1',
    createdAt: 1,
    turns,
    current: 'ver_2',
  } as const

  it('is kept once, can be found, and is restricted until it was judged', async () => {
    expect(await storage.documents.addImported(conversation)).toBe(true)
    expect(await storage.documents.addImported({ ...conversation, id: 'doc_2' })).toBe(false)
    expect((await storage.documents.get('doc_1'))?.document).toMatchObject({ label: 'restricted', versions: 2, origin: 'chatgpt' })
    expect(await storage.documents.unjudged(10)).toEqual(turns.map(({ id, text }) => ({ id, text })))
    for (const { id } of turns) await storage.documents.judged(id, 'public')
    expect(await storage.documents.unjudged(10)).toEqual([])
    expect((await storage.documents.get('doc_1'))?.document.label).toBe('public')
    expect(await search('pier')).toMatchObject([{ kind: 'version', documentId: 'doc_1', versionId: 'ver_2', title: 'Lighthouse' }])
  })
})

const search = (query: string, filter: HistoryFilter = {}) => storage.history.search({ query, limit: 20, filter })
const found = async (query: string, filter: HistoryFilter = {}) =>
  (await search(query, filter))
    .map(({ kind, generationId, versionId, sourceId }) => `${kind} ${generationId ?? versionId ?? sourceId}`)
    .sort()

describe('the search', () => {
  it('finds requests, drafts, edits, names and sources, and marks what matched', async () => {
    await storage.sources.add(sampleSource({ name: 'harbour-plan.md' }), 'x')
    await generate(1, 'Write about the harbour', 'Ships rest in the Häfen.')
    await edit('ver_a', 'ver_gen_1', 'Boats sleep in the harbour.')
    await storage.documents.name('ver_a', 'harbour, for the board')
    expect(await found('harbour')).toEqual(['name ver_a', 'prompt gen_1', 'source src_1', 'version ver_a'])
    expect(await found('hafen')).toEqual(['draft gen_1'])
    const [hit] = await search('sleep')
    expect(hit?.snippet).toEqual([
      { text: 'Boats ', match: false },
      { text: 'sleep', match: true },
      { text: ' in the harbour.', match: false },
    ])
  })

  it('shows of each hit its own words', async () => {
    const prompts = ['the tide in spring', 'the tide in autumn', 'no tide at all']
    for (const [index, prompt] of prompts.entries()) await generate(index + 1, prompt, 'x')
    const shown = (await search('tide')).map(({ generationId, snippet }) => [generationId, snippet.map(({ text }) => text).join('')])
    expect(shown.sort()).toEqual(prompts.map((prompt, index) => [`gen_${index + 1}`, prompt]))
  })

  it('wants all words, keeps quoted ones together, and finds the beginning of the last', async () => {
    await generate(1, 'alpha beta gamma', 'x')
    await generate(2, 'beta alpha', 'y')
    expect(await found('alpha beta')).toEqual(['prompt gen_1', 'prompt gen_2'])
    expect(await found('"alpha beta"')).toEqual(['prompt gen_1'])
    expect(await found('gam')).toEqual(['prompt gen_1'])
    expect(await found('alp beta')).toEqual([])
    expect(await found('" * NEAR( -:^')).toEqual([])
    expect(await found('OR')).toEqual([])
  })

  it('keeps in step: a draft that is written anew replaces the earlier one, a name that is taken away is gone', async () => {
    await generate(1, 'request', 'first wording')
    await storage.generations.update('gen_1', { state: 'running', text: '', endedAt: null })
    await storage.generations.update('gen_1', { state: 'succeeded', text: 'second wording', endedAt: 3 })
    expect(await found('first')).toEqual([])
    expect(await found('second')).toEqual(['draft gen_1'])
    await storage.documents.name('ver_gen_1', 'keeper')
    await storage.documents.name('ver_gen_1', '')
    expect(await found('keeper')).toEqual([])
    await storage.sources.add(sampleSource({ name: 'gone.md' }), 'x')
    await storage.sources.remove('src_1')
    expect(await found('gone')).toEqual([])
  })

  it('is narrowed by route, label, template, kind and time', async () => {
    await generate(1, 'tide tables', 'a')
    await generate(2, 'tide charts', 'b')
    await storage.generations.setDecision('gen_1', sampleDecision({ id: 'dec_1', label: 'internal', route: 'local' }))
    await storage.generations.setDecision('gen_2', sampleDecision({ id: 'dec_2', label: 'public', route: 'hosted' }))
    expect(await found('tide', { route: 'local' })).toEqual(['prompt gen_1'])
    expect(await found('tide', { label: 'public' })).toEqual(['prompt gen_2'])
    expect(await found('tide', { from: 1_500 })).toEqual(['prompt gen_2'])
    expect(await found('tide', { to: 1_500 })).toEqual(['prompt gen_1'])
    expect(await found('tide', { kind: 'draft' })).toEqual([])
    expect(await found('tide', { template: 'email' })).toEqual([])
  })
})

describe('the words of requests and drafts', () => {
  const waiting = (): number => {
    const db = new Database(join(dataDir, 'tidegate.db'), { readonly: true })
    const count = Number(db.prepare('SELECT count(*) FROM history_waiting').pluck().get())
    db.close()
    return count
  }

  it('are not written in the commit that somebody waits for, and are found all the same, also after a crash in between', async () => {
    await generate(1, 'Write about tides', 'The tide is high.')
    expect(waiting()).toBe(2)
    await storage.dispose()
    storage = await openStorage({ dataDir, mode: 'inline', log: silentLog })
    expect(waiting()).toBe(2)
    expect((await search('tide')).map(({ kind }) => kind).sort()).toEqual(['draft', 'prompt'])
    expect(waiting()).toBe(0)
  })

  it('go into the index a few at a time, and those of a draft that ran again take the place of the earlier ones', async () => {
    for (const number of [1, 2, 3, 4, 5]) await generate(number, `Write about tide ${number}`, 'The tide is high.')
    await storage.generations.update('gen_1', { state: 'succeeded', text: 'The moon is full.', endedAt: 9_999 })
    expect(waiting()).toBe(11)
    expect(await storage.history.index()).toBe(true)
    expect(waiting()).toBe(3)
    expect(await storage.history.index()).toBe(false)
    expect(await search('high')).toHaveLength(4)
    expect(await search('moon')).toMatchObject([{ kind: 'draft', generationId: 'gen_1' }])
  })

  it('are indexed by the storage thread itself, once nothing else is asked of it', async () => {
    await generate(1, 'Write about tides', 'The tide is high.')
    await storage.dispose()
    storage = await openStorage({ dataDir, mode: 'thread', log: silentLog })
    await generate(2, 'Write about the moon', 'The moon is full.')
    await expect.poll(waiting, { timeout: 10_000 }).toBe(0)
    expect(await search('moon')).toHaveLength(2)
  })
})
