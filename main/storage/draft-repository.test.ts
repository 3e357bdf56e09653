import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { COMPOSE_LIMITS, type Draft, EMPTY_DRAFT } from '#contracts/compose.ts'
import type { Label } from '#contracts/privacy.ts'
import { silentLog } from '../telemetry/index.ts'
import { type OpenedStorage, openStorage } from './index.ts'
import { accessOf } from './operations.ts'

let dataDir: string
let storage: OpenedStorage
const open = () => openStorage({ dataDir, mode: 'inline', log: silentLog })

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-draft-'))
  storage = await open()
})
afterEach(async () => {
  await storage.dispose()
  rmSync(dataDir, { recursive: true })
})

const draft = (prompt: string, patch: Partial<Draft> = {}): Draft & { label: Label } => ({
  ...EMPTY_DRAFT,
  label: 'internal',
  prompt,
  ...patch,
})
const save = (prompt: string, base: number, keepReplaced = false) =>
  storage.drafts.save(draft(prompt), { base, keepReplaced, keepRefused: false, now: 1_000 + base })
const keptPrompts = async () => (await storage.drafts.kept()).map(({ prompt }) => prompt)

it('is empty before anything was saved', async () => {
  expect(await storage.drafts.get()).toEqual({ ...EMPTY_DRAFT, revision: 0, label: 'public', savedAt: 0 })
})

it('is there with every choice after the database was closed and opened', async () => {
  const full = draft('A note on tides 🌊', {
    template: 'email',
    route: 'hybrid',
    localOnly: true,
    raisedLabel: 'confidential',
    excludedSources: ['src_1', 'src_2'],
  })
  expect(await storage.drafts.save(full, { base: 0, keepReplaced: false, keepRefused: false, now: 5 })).toEqual({
    saved: true,
    revision: 1,
  })
  await storage.dispose()
  storage = await open()
  expect(await storage.drafts.get()).toEqual({ ...full, revision: 1, savedAt: 5 })
})

it('is synced to disk before a save is answered', () => {
  expect(accessOf({ store: 'drafts', method: 'save', args: [] })).toBe('durable')
})

it('is not overwritten by a save that was not written on it, which learns what is stored', async () => {
  await save('first', 0)
  await save('second', 1)
  for (const base of [0, 1, 3]) {
    expect(await save('stale', base)).toMatchObject({ saved: false, stored: { prompt: 'second', revision: 2, label: 'internal' } })
  }
  expect((await storage.drafts.get()).prompt).toBe('second')
})

it('keeps the text that it takes the place of when asked to', async () => {
  await save('from the other window', 0)
  await save('mine', 1, true)
  expect(await storage.drafts.kept()).toEqual([{ id: 1, prompt: 'from the other window', label: 'internal', keptAt: 1_001 }])
  expect(await storage.drafts.discardKept(1)).toBe(true)
  expect(await storage.drafts.discardKept(1)).toBe(false)
  expect(await keptPrompts()).toEqual([])
})

it('keeps the text that it refuses when nobody can try again', async () => {
  await save('stored', 0)
  const options = { base: 0, keepReplaced: false, keepRefused: true, now: 9 }
  expect(await storage.drafts.save(draft('last words'), options)).toMatchObject({ saved: false })
  expect(await storage.drafts.save(draft('stor'), options)).toMatchObject({ saved: false })
  expect(await keptPrompts()).toEqual(['last words'])
  expect((await storage.drafts.get()).prompt).toBe('stored')
})

it('keeps nothing that is blank or still in the new text, nor anything that was not asked for', async () => {
  await save('  \n', 0)
  await save('a', 1, true)
  await save('more than a', 2, true)
  await save('other', 3)
  expect(await keptPrompts()).toEqual([])
})

it('keeps a bounded number of texts, the newest', async () => {
  for (let n = 0; n < COMPOSE_LIMITS.keptTexts + 3; n += 1) await save(`text ${n}.`, n, true)
  const prompts = await keptPrompts()
  expect(prompts).toHaveLength(COMPOSE_LIMITS.keptTexts)
  expect(prompts[0]).toBe(`text ${COMPOSE_LIMITS.keptTexts + 1}.`)
})

it('takes a label for the revision that was judged, and for no other', async () => {
  await save('first', 0)
  await save('second', 1)
  expect(await storage.drafts.relabel(1, 'public')).toBe(false)
  expect(await storage.drafts.relabel(2, 'public')).toBe(true)
  expect(await storage.drafts.get()).toMatchObject({ label: 'public', revision: 2 })
})
