import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Draft, EMPTY_DRAFT, textEditBetween } from '#contracts/compose.ts'
import { type OpenedStorage, openStorage } from '../storage/index.ts'
import { silentLog } from '../telemetry/index.ts'
import { createDraftService, type DraftService } from './index.ts'

let dataDir: string
let storage: OpenedStorage
let drafts: DraftService
let announced: number[]

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-compose-'))
  storage = await openStorage({ dataDir, mode: 'inline', log: silentLog })
  announced = []
  drafts = createDraftService({
    store: storage.drafts,
    clock: { now: () => 7, monotonic: () => 7 },
    onSaved: (revision) => announced.push(revision),
  })
})
afterEach(async () => {
  await storage.dispose()
  rmSync(dataDir, { recursive: true })
})

const save = (prompt: string, base: number, patch: Partial<Draft> = {}) =>
  drafts.save({ base, draft: { ...EMPTY_DRAFT, ...patch, prompt }, keepReplaced: false, closing: false })
const label = async () => (await drafts.get()).label

it('an edit of the saved text makes the whole text', async () => {
  await save('The tide comes in.', 0)
  const prompt = textEditBetween('The tide comes in.', 'The spring tide comes in.')
  expect(await drafts.save({ base: 1, draft: { ...EMPTY_DRAFT, prompt }, keepReplaced: false, closing: false })).toEqual({
    saved: true,
    revision: 2,
  })
  expect((await drafts.get()).prompt).toBe('The spring tide comes in.')
  expect(announced).toEqual([1, 2])
})

it('an edit of another text is refused and changes nothing', async () => {
  await save('one', 0)
  const prompt = textEditBetween('three', 'threesome')
  for (const base of [0, 1]) {
    expect(await drafts.save({ base, draft: { ...EMPTY_DRAFT, prompt }, keepReplaced: false, closing: false })).toMatchObject({
      saved: false,
      stored: { prompt: 'one', revision: 1 },
    })
  }
  expect(announced).toEqual([1])
})

it('a text counts as restricted until the classifier has judged it, before or after it is saved', async () => {
  await save('hello', 0)
  expect(await label()).toBe('restricted')
  await drafts.scanned('something else', 'public')
  expect(await label()).toBe('restricted')
  await drafts.scanned('hello', 'public')
  expect(await label()).toBe('public')
  await drafts.scanned('hello you', 'internal')
  await save('hello you', 1)
  expect(await label()).toBe('internal')
  await save('hello you there', 2)
  expect(await label()).toBe('restricted')
})

it('a label that the person sets raises the one that was found', async () => {
  await drafts.scanned('hello', 'internal')
  await save('hello', 0, { raisedLabel: 'confidential' })
  expect(await label()).toBe('confidential')
  await save('hello', 1, { raisedLabel: 'public' })
  expect(await label()).toBe('internal')
})

it('saves that are sent together are done in the order they were sent', async () => {
  await save('one', 0)
  const edit = { ...EMPTY_DRAFT, prompt: textEditBetween('one', 'one two') }
  const results = [drafts.save({ base: 1, draft: edit, keepReplaced: false, closing: false }), save('one two three', 2)]
  expect(await Promise.all(results)).toEqual([
    { saved: true, revision: 2 },
    { saved: true, revision: 3 },
  ])
  expect((await drafts.get()).prompt).toBe('one two three')
})

it('an empty draft has nothing to protect', async () => {
  await save('', 0)
  expect(await label()).toBe('public')
})
