import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { EMPTY_DRAFT } from '../../contracts/compose.ts'
import { ServedProviderConfigSchema } from '../../contracts/config.ts'
import { systemPlatform } from '../../main/system-platform.ts'
import { startLangbaseServer, startOllamaServer, startOpenAiServer } from '../services/index.ts'
import { startTestApp, type TestApp } from './test-app.ts'

let test: TestApp | null = null
afterEach(async () => {
  await test?.stop()
  test = null
})

const PLANTED = {
  prompt: 'Write about the Quillfeather merger for ann.quillfeather@planted.example',
  source: 'The planted Marzipanturm report says that revenue was 412.',
  draft: 'Unsent words about Drachenzahn',
  key: 'planted-key-77aa88bb',
  host: 'planted-gpu.internal.example',
  provider: 'planted-provider',
}

describe('a diagnostics bundle', () => {
  it('tells of versions, checks, settings, sizes, jobs and the log, and holds nothing of a person', async () => {
    const platform = systemPlatform({ TIDEGATE_LOG: 'info', TIDEGATE_KEY_OTHER: PLANTED.key }, () => undefined)
    test = await startTestApp(
      {
        trustedHosts: [PLANTED.host],
        telemetry: { otlp: { endpoint: `https://${PLANTED.host}` } },
        models: { folders: [join(tmpdir(), 'planted-models')] },
        providers: [
          {
            id: PLANTED.provider,
            kind: 'openai-compatible',
            baseUrl: `http://${PLANTED.host}:1/v1`,
            model: 'planted-model',
            enabled: true,
          },
        ],
      },
      { [PLANTED.provider]: PLANTED.key },
      platform,
    )
    const { app } = test
    await app.sources.add({ name: 'planted-notes.md', mediaType: 'text/markdown', bytes: Buffer.from(PLANTED.source) })
    const { revision } = await app.drafts.get()
    await app.drafts.save({ base: revision, draft: { ...EMPTY_DRAFT, prompt: PLANTED.draft }, keepReplaced: false, closing: false })
    await test.run({ prompt: PLANTED.prompt, options: { route: 'local' } })
    const { parts } = await app.diagnostics()
    expect(parts.map(({ part }) => part)).toEqual(['versions', 'checks', 'settings', 'tables', 'jobs', 'log'])
    const text = parts.map((part) => part.text).join('\n')
    for (const word of ['Quillfeather', 'quillfeather', 'Marzipanturm', 'Drachenzahn', 'planted', PLANTED.key, test.dataDir]) {
      expect(text).not.toContain(word)
    }
    expect(text).toContain('storage.opened')
    expect(JSON.parse(parts.find(({ part }) => part === 'tables')?.text ?? '{}')).toMatchObject({ generations: 1 })
    expect(JSON.parse(parts.find(({ part }) => part === 'settings')?.text ?? '{}')).toMatchObject({
      shipping: { logs: true, metrics: true },
      trustedHosts: 1,
      providers: [{ kind: 'openai-compatible' }],
    })
  }, 30_000)
})

describe('backups', () => {
  it('are made while the app runs, to a chosen file or folder, and never over a file', async () => {
    test = await startTestApp({})
    const { backups } = test.app.dataFolder
    const folder = mkdtempSync(join(tmpdir(), 'tidegate-backup-'))
    const inside = await backups.create()
    const chosen = await backups.create(join(folder, 'mine.db'))
    await expect(backups.create(join(folder, 'mine.db'))).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(backups.create(join(folder, 'nowhere', 'mine.db'))).rejects.toMatchObject({ code: 'BAD_INPUT' })
    const named = await backups.create(folder)
    expect(readdirSync(folder).sort()).toEqual([named.name, 'mine.db'].sort())
    expect(await backups.check(chosen.file)).toMatchObject({ problem: null, sources: expect.any(Number) })
    expect((await backups.list()).map(({ file }) => file)).toEqual([inside.file])
    expect(await backups.remove(chosen.file)).toBe(false)
    expect(await backups.remove(inside.file)).toBe(true)
    rmSync(folder, { recursive: true })
  })

  it('a restore can be taken back before the next start', async () => {
    test = await startTestApp({})
    const { dataFolder } = test.app
    const backup = await dataFolder.backups.create()
    expect(await dataFolder.backups.restore(backup.file)).toMatchObject({ kind: 'restore', from: backup.name })
    expect((await dataFolder.get()).nextStart).toMatchObject({ kind: 'restore' })
    expect(dataFolder.keepAsItIs()).toBe(true)
    expect((await dataFolder.get()).nextStart).toBeNull()
  })
})

describe('clearing', () => {
  it('of settings leaves every rule of privacy and every provider', async () => {
    test = await startTestApp({ privacyMode: 'local-only', budgetUsdPerDay: 7, hostedHosts: ['127.0.0.1:9'], timeouts: { totalMs: 1_000 } })
    expect(test.app.dataFolder.resetSettings()).toEqual({ budgetUsdPerDay: 7, timeouts: { totalMs: 1_000 } })
    expect(test.app.config.get()).toMatchObject({ privacyMode: 'local-only', hostedHosts: ['127.0.0.1:9'], budgetUsdPerDay: 1 })
  })

  it('of the history takes the texts and says how many requests went', async () => {
    test = await startTestApp({})
    await test.run({ prompt: 'Write about the tide.', options: { route: 'local' } })
    expect(await test.app.dataFolder.clear('history')).toBe(1)
    expect(await test.app.storage.generations.list({ limit: 5 })).toEqual([])
  }, 30_000)

  it('of vectors is no error where there are none', async () => {
    test = await startTestApp({})
    expect(await test.app.dataFolder.clear('vectors')).toBe(0)
  })
})

describe('setting up a provider', () => {
  const signal = new AbortController().signal
  it('says what answers, and what is wrong', async () => {
    const ollama = await startOllamaServer()
    const hosted = await startLangbaseServer({ key: 'right-key' })
    test = await startTestApp(
      { hostedHosts: [`127.0.0.1:${hosted.port}`], providers: [{ id: 'lb', kind: 'langbase', baseUrl: hosted.url, model: 'writer' }] },
      { lb: 'wrong-key' },
    )
    const desk = test.app.providerDesk
    const right = await desk.test({ kind: 'ollama', baseUrl: ollama.url }, signal)
    expect(right).toMatchObject({ outcome: 'ok', locality: 'local' })
    expect(right.models.length).toBeGreaterThan(0)
    expect(await desk.test({ kind: 'ollama', baseUrl: ollama.url, model: 'nothing-like-it' }, signal)).toMatchObject({
      outcome: 'model-missing',
    })
    expect(await desk.test({ kind: 'open-webui', baseUrl: ollama.url }, signal)).toMatchObject({ outcome: 'other-kind', found: 'ollama' })
    expect(await desk.test({ kind: 'langbase', baseUrl: hosted.url }, signal)).toMatchObject({ outcome: 'no-key', locality: 'hosted' })
    expect(await desk.test({ kind: 'langbase', baseUrl: hosted.url, id: 'lb' }, signal)).toMatchObject({ outcome: 'wrong-key' })
    test.app.config.set('privacyMode', 'local-only')
    expect(await desk.test({ kind: 'langbase', baseUrl: hosted.url, id: 'lb' }, signal)).toMatchObject({ outcome: 'refused' })
    await ollama.stop()
    expect(await desk.test({ kind: 'ollama', baseUrl: ollama.url }, signal)).toMatchObject({ outcome: 'no-answer' })
    await hosted.stop()
  })

  it('adds, changes, removes and puts back at the same place', async () => {
    test = await startTestApp({})
    const desk = test.app.providerDesk
    const made = (id: string) => ServedProviderConfigSchema.parse({ id, kind: 'ollama', baseUrl: 'http://127.0.0.1:9', model: 'm' })
    const ids = (): string[] => test?.app.config.get().providers.map(({ id }) => id) ?? []
    for (const id of ['one', 'two', 'three']) desk.put(made(id))
    desk.put({ ...made('two'), model: 'other' })
    expect(ids()).toEqual(['one', 'two', 'three'])
    const { removed, at } = desk.remove('two')
    expect(ids()).toEqual(['one', 'three'])
    if (removed !== null) desk.put(removed, at)
    expect(ids()).toEqual(['one', 'two', 'three'])
    expect(desk.remove('nobody')).toEqual({ removed: null, at: -1 })
  })

  it('finds what runs on this machine, and asks nowhere else', async () => {
    const ollama = await startOllamaServer()
    const elsewhere = await startOpenAiServer({})
    test = await startTestApp(
      {},
      {},
      systemPlatform({ OLLAMA_HOST: `127.0.0.1:${ollama.port}` }, () => undefined),
    )
    const found = await test.app.providerDesk.find(signal)
    expect(found).toContainEqual(expect.objectContaining({ product: 'Ollama', kind: 'ollama', baseUrl: ollama.url, providerId: null }))
    await test.stop()
    test = await startTestApp(
      {},
      {},
      systemPlatform({ OLLAMA_HOST: 'models.elsewhere.example:11434' }, () => undefined),
    )
    expect((await test.app.providerDesk.find(signal)).every(({ baseUrl }) => baseUrl.startsWith('http://127.0.0.1:'))).toBe(true)
    expect(await test.app.storage.ledger.list({ limit: 5 })).toEqual([])
    await ollama.stop()
    await elsewhere.stop()
  })
})

describe('the first steps', () => {
  it('are offered in a new folder only, and the answer is kept', async () => {
    test = await startTestApp({})
    expect(test.app.onboarding.get()).toBe('done')
    writeFileSync(join(test.dataDir, 'onboarding.json'), '{"state":"pending"}')
    expect(test.app.onboarding.get()).toBe('pending')
    test.app.onboarding.set('skipped')
    expect(test.app.onboarding.get()).toBe('skipped')
  })
})
