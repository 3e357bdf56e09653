import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { makeDataDir, removeDataDir } from '../host-process.ts'
import { writeTinyModel } from '../tiny-model/tiny-model.ts'
import { warmTidegate as tidegate } from './command.ts'

/** Each of these starts several processes, one after the other. */
const PROCESSES_MS = 120_000
const Ids = z.array(z.looseObject({ id: z.string() }))

let dataDir: string
beforeAll(() => {
  dataDir = makeDataDir({})
})
afterAll(() => removeDataDir(dataDir))

async function json(args: readonly string[], exit = 0): Promise<unknown> {
  const result = await tidegate([...args, '--json', '--data-dir', dataDir])
  expect(result.exit, result.stderr).toBe(exit)
  return result.stdout === '' ? null : JSON.parse(result.stdout)
}

function write(name: string, content: string): string {
  const file = join(dataDir, name)
  writeFileSync(file, content)
  return file
}

it('reads a folder, finds its passages, and forgets it', { timeout: PROCESSES_MS }, async () => {
  // Not in the data folder, which is no place for sources.
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-notes-'))
  writeFileSync(join(folder, 'harbour.md'), '# Harbour\n\nThe lighthouse stands on the northern pier.')
  writeFileSync(join(folder, 'picture.png'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]))
  const [added] = Ids.parse(await json(['sources', 'add', folder]))
  const id = added?.id ?? ''
  expect(await json(['sources', 'files', id])).toMatchObject([
    { path: 'harbour.md', status: 'indexed' },
    { path: 'picture.png', status: 'skipped' },
  ])
  expect(await json(['sources', 'search', 'lighthouse pier'])).toMatchObject([{ sourceName: expect.stringContaining('harbour.md') }])
  expect(await json(['sources', 'remove', id])).toEqual({ removed: true })
  expect(await json(['sources', 'search', 'lighthouse pier'])).toEqual([])
  rmSync(folder, { recursive: true })
})

it('drafts by a template, compares, finds and exports', { timeout: PROCESSES_MS }, async () => {
  expect(Ids.parse(await json(['templates', 'list'])).map(({ id }) => id)).toContain('extraction')
  const source = write('plan.md', 'The ferry to the island leaves at nine every morning. It carries 240 passengers.')
  const request = ['--prompt', 'Summarise the ferry plan.', '--source', source]
  const made = z.looseObject({ id: z.string(), text: z.string() }).parse(await json(['generate', '--template', 'brief', ...request]))
  expect(made.text).toContain('ferry')
  expect(await json(['compare', '--routes', 'local,hybrid', ...request])).toMatchObject({
    drafts: [{ state: 'succeeded' }, { state: 'deferred' }],
  })
  expect(await json(['history', 'search', 'ferry plan', '--in', 'prompt'])).not.toEqual([])
  const out = join(dataDir, 'draft.md')
  expect((await tidegate(['export', made.id, '--out', out, '--data-dir', dataDir])).exit).toBe(0)
  expect(readFileSync(out, 'utf8')).toContain('plan.md')
  // Without a model nothing is made up.
  const schema = '{"type":"object","properties":{"passengers":{"type":"integer"}},"required":["passengers"]}'
  const refused = await tidegate(['generate', '--template', 'extraction', '--field', `schema=${schema}`, ...request, '--data-dir', dataDir])
  expect(refused.exit).not.toBe(0)
  expect(refused.stderr).toMatch(/model/)
})

it('imports conversations once', { timeout: PROCESSES_MS }, async () => {
  const turn = (parent: string | null, role: string, text: string) => ({
    parent,
    message: { author: { role }, create_time: 1_700_000_000, content: { content_type: 'text', parts: [text] } },
  })
  const mapping = { a: turn(null, 'user', 'Where is the buoy?'), b: turn('a', 'assistant', 'North of the pier.') }
  const file = write('conversations.json', JSON.stringify([{ conversation_id: 'one', title: 'Buoy', current_node: 'b', mapping }]))
  expect(await json(['import', 'chatgpt', file])).toMatchObject({ imported: 1, turns: 2 })
  expect(await json(['import', 'chatgpt', file])).toMatchObject({ imported: 0, known: 1 })
  expect(await json(['history', 'search', 'buoy'])).not.toEqual([])
})

it('tells what a model file is, and makes it a provider', { timeout: PROCESSES_MS }, async () => {
  const file = join(dataDir, 'tiny.gguf')
  writeTinyModel(file)
  expect(await json(['models', 'info', file])).toMatchObject({ file })
  expect(await json(['models', 'add', file])).toMatchObject({ providerId: expect.any(String) })
  expect(await json(['models', 'list'])).toMatchObject({ models: [{ file }] })
  expect(await json(['models', 'verify', file])).toMatchObject({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
  // It says what is wrong with a file, and that it is of no use.
  expect(await json(['models', 'info', join(dataDir, 'nowhere.gguf')], 1)).toMatchObject({
    state: { state: 'unusable', problem: expect.stringContaining('cannot be opened') },
  })
  expect(await json(['costs'])).toMatchObject({ days: 30, rows: [] })
})

it('measures the verifier on labelled pairs, and names the row that it cannot read', { timeout: PROCESSES_MS }, async () => {
  const passage = 'The crossing takes 35 minutes in good weather.'
  const rows = [
    { claim: passage, passage, label: 1 },
    { claim: 'The crossing takes 45 minutes in good weather.', passage, label: 0 },
  ]
  const file = write('pairs.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'))
  expect(await json(['eval', 'citations', '--data', file])).toMatchObject({ accuracy: 1 })
  const bad = await tidegate(['eval', 'citations', '--data', write('bad.jsonl', '{"claim":"x","label":1}')])
  expect(bad.exit).toBe(2)
  expect(bad.stderr).toMatch(/bad\.jsonl:1: /)
})
