import { mkdtempSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { forkNodeChild, type ModelChild } from '../../main/model-process/index.ts'
import { writeTinyModel } from '../tiny-model/tiny-model.ts'
import { startTestApp, type TestApp } from './test-app.ts'

/** The whole app with the real engine and a model of 1.4 MB. */
const folder = mkdtempSync(join(tmpdir(), 'tidegate-embedded-'))
const talker = join(folder, 'talker.gguf')
const endless = join(folder, 'endless.gguf')
const broken = join(folder, 'broken.gguf')
let test: TestApp
let children: ModelChild[] = []

beforeAll(() => {
  writeTinyModel(talker, { contextTokens: 4_096 })
  writeTinyModel(endless, { contextTokens: 4_096, endless: true })
  writeTinyModel(broken)
  truncateSync(broken, 900_000)
})
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => test.stop())

function start(file: string): Promise<TestApp> {
  children = []
  const forkModel = (): ModelChild => {
    const child = forkNodeChild(new URL('../../main/model-process/entry.ts', import.meta.url), process.env)
    children.push(child)
    return child
  }
  const config = {
    machine: { cpuSaturatedPct: 101 },
    retry: { attempts: 1, baseMs: 5, capMs: 20 },
    providers: [{ id: 'own', kind: 'embedded', file, model: 'Talker' }],
  }
  return startTestApp(config, {}, undefined, { forkModel })
}

it('drafts with a model of its own, and nothing leaves', async () => {
  test = await start(talker)
  const generation = await test.run({ prompt: 'Write about the gate.', options: { route: 'local' } })
  expect(generation).toMatchObject({ state: 'succeeded', engine: 'Talker (local model)', costUsd: 0 })
  expect(generation.text).not.toBe('')
  expect(generation.usage.outputTokens).toBeGreaterThan(0)
  expect(await test.app.storage.ledger.list({ limit: 10 })).toEqual([])
  const { models } = await test.app.models.list()
  expect(models.find(({ file }) => file === talker)).toMatchObject({ providerId: 'own', state: { state: 'loaded', contextTokens: 4_096 } })
  // The router asks for no memory that the model has already.
  expect((await test.app.providers.states()).local).toMatchObject({ needsMemoryMb: 0, contextTokens: 4_096 })
})

it('keeps what was written when the process of the model is killed, and drafts again', { tags: ['long'] }, async () => {
  test = await start(endless)
  const { id } = await test.app.generations.start({
    prompt: 'Write about the gate.',
    sources: [],
    template: 'summary',
    options: { route: 'local' },
  })
  for await (const event of test.app.generations.watch(id)) {
    if (event.type === 'text') children.at(-1)?.kill()
    if (event.type === 'done') break
  }
  const lost = await test.app.generations.get(id)
  expect(lost.state).not.toBe('succeeded')
  expect(lost.text).not.toBe('')
  expect(children).toHaveLength(1)
  const next = await test.run({ prompt: 'Write about the tide.', options: { route: 'local' } })
  expect(next.state).toBe('succeeded')
  expect(children).toHaveLength(2)
})

it('takes the extractive engine when the file of the model is damaged, and says what is wrong with it', async () => {
  test = await start(broken)
  const generation = await test.run({
    prompt: 'Summarise the plan.',
    sources: [{ name: 'plan', text: 'The gate opens in spring. The budget holds. The list of risks is long.' }],
    options: { route: 'local' },
  })
  expect(generation).toMatchObject({ state: 'succeeded' })
  expect(generation.engine).not.toContain('Talker')
  expect(children).toEqual([])
  const status = (await test.app.providers.statuses()).find(({ id }) => id === 'own')
  expect(status).toMatchObject({ healthy: false, detail: expect.stringContaining('ends too early') })
})
