import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { EmbeddingStatus } from '#contracts/embedding.ts'
import { makeDataDir, removeDataDir, startHost } from '../host-process.ts'
import {
  type OpenAiServerOptions,
  type ScriptedServer,
  startLangbaseServer,
  startOllamaServer,
  startOpenAiServer,
} from '../services/index.ts'
import { writeTinyModel } from '../tiny-model/tiny-model.ts'
import { warmTidegate as tidegate } from './command.ts'
import { startTestApp, type TestApp, twoProviders } from './test-app.ts'

/** The whole app with a server that makes vectors by the stems of words. */
/** No word of it stands in the passage, not even by its stem, nor in the sample workspace. */
const QUESTION = 'luthiery retuning zitherists'
const PASSAGE = 'Zithers are tuned by the luthier, string by string.'
const stop: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const one of stop.splice(0).reverse()) await one()
})

async function serve(options: OpenAiServerOptions = {}): Promise<ScriptedServer> {
  const server = await startOpenAiServer({ flavour: 'llama-server', ...options })
  stop.push(() => server.stop())
  return server
}
const settings = (server: ScriptedServer, model = 'test-model') => ({
  ...twoProviders({ local: server }),
  sources: { embedding: { provider: 'local', model } },
})
async function start(config: object): Promise<TestApp> {
  const test = await startTestApp(config)
  stop.push(() => test.stop())
  return test
}
async function addTexts({ app }: TestApp): Promise<string> {
  await app.sources.addText('hills.md', 'The hill is green in spring and brown in autumn.')
  return (await app.sources.addText('gate.md', PASSAGE)).id
}
/** All sources are cut into passages, and all passages have vectors. */
const untilReady = (test: TestApp) =>
  expect
    .poll(
      async () => {
        const isIndexed = (await test.app.sources.list()).every(({ indexState }) => indexState === undefined)
        return isIndexed ? (await test.app.embedding.status()).state : 'indexing'
      },
      { timeout: 10_000 },
    )
    .toBe('ready')
const embeddingsAt = (server: ScriptedServer) => server.requests.filter(({ path }) => path.endsWith('/embeddings'))
const textsAt = (server: ScriptedServer): string[] =>
  embeddingsAt(server).flatMap(({ body }) => (JSON.parse(body) as { input: string[] }).input)

describe('sources with an embedding model', () => {
  it('are found by what they mean, where words alone find nothing', async () => {
    const test = await start(settings(await serve()))
    const gate = await addTexts(test)
    await untilReady(test)
    expect(await test.app.storage.sources.search(QUESTION, 3, {})).toEqual([])
    const { hits, meaning } = await test.app.passages.search(QUESTION, 3)
    expect(meaning).toEqual({ used: true, note: '' })
    expect(hits[0]).toMatchObject({ source: gate, text: PASSAGE, foundBy: ['meaning'] })
    expect((await test.app.passages.search('luthier zithers', 3)).hits[0]).toMatchObject({ source: gate, foundBy: ['words', 'meaning'] })
    const answer = await test.app.history.search({ query: QUESTION, limit: 5, filter: {} })
    expect(answer.meaning).toEqual({ used: true, note: '' })
    expect(answer.passages[0]).toMatchObject({ source: gate })
    expect(await test.app.storage.ledger.list({ limit: 5 })).toEqual([])
  })

  it('lose their vectors when they go, and keep them when nothing has changed', async () => {
    const server = await serve()
    const test = await start(settings(server))
    const gate = await addTexts(test)
    await untilReady(test)
    const timesEmbedded = () => textsAt(server).filter((text) => text.includes(PASSAGE)).length
    expect(timesEmbedded()).toBe(1)
    const { passages } = await test.app.embedding.status()
    await test.app.sources.addText('copy.md', PASSAGE)
    await untilReady(test)
    expect(timesEmbedded()).toBe(1)
    await test.app.sources.remove(gate)
    expect(await test.app.embedding.status()).toMatchObject({ state: 'ready', passages, embedded: passages })
    expect((await test.app.passages.search(QUESTION, 1)).hits).toMatchObject([{ sourceName: 'copy.md' }])
  })

  it('are embedded anew, and nothing of the old model is left, when the model is another one', async () => {
    const server = await serve({ dimension: 64 })
    const test = await start(settings(server, 'one'))
    await addTexts(test)
    await untilReady(test)
    const first = await test.app.storage.vectors.counts()
    test.app.config.set('sources.embedding.model', 'two')
    await expect.poll(async () => (await test.app.storage.vectors.counts()).index?.model, { timeout: 10_000 }).toMatch(/ two$/)
    await untilReady(test)
    const { index, vectors } = await test.app.storage.vectors.counts()
    expect(vectors).toBe(first.vectors)
    expect(index).not.toEqual(first.index)
    const asked = embeddingsAt(server).map(({ body }) => (JSON.parse(body) as { model: string }).model)
    expect(new Set(asked)).toEqual(new Set(['one', 'two']))
  })

  it('are searched by words, and that is said, when the model is too slow or away', async () => {
    const server = await serve()
    const test = await start(settings(server))
    await addTexts(test)
    await untilReady(test)
    server.setFault({ type: 'never-answer', everywhere: true })
    const asked = performance.now()
    const slow = await test.app.passages.search('hill', 3)
    expect(performance.now() - asked).toBeLessThan(2_000)
    expect(slow.meaning).toEqual({ used: false, note: 'Found by words alone: the embedding model did not answer within 300 ms.' })
    expect(slow.hits).toMatchObject([{ sourceName: 'hills.md' }])
    server.setFault({ type: 'unavailable', everywhere: true })
    const away = await test.app.passages.search('green hill', 3)
    expect(away.meaning).toMatchObject({ used: false, note: expect.stringMatching(/^Found by words alone\. Provider "local"/) })
    expect(away.hits).toMatchObject([{ sourceName: 'hills.md' }])
  })

  it('wait while the model is away, with the reason, and go on when it is back', async () => {
    const server = await serve()
    server.setFault({ type: 'unavailable', everywhere: true })
    const test = await start(settings(server))
    await addTexts(test)
    const waiting = async (): Promise<EmbeddingStatus> => test.app.embedding.status()
    await expect
      .poll(async () => (await waiting()).detail, { timeout: 10_000 })
      .toMatch(/wait to be embedded\. Provider "local" has a problem/)
    server.setFault(null)
    // Any change of the settings is another chance.
    test.app.config.set('budgetUsdPerDay', 2)
    await untilReady(test)
  })

  it('give a model that has not room for all of them the passages that mean what is asked', async () => {
    const server = await serve()
    const { providers, ...rest } = settings(server) as unknown as { providers: object[] }
    const test = await start({ ...rest, providers: providers.map((provider) => ({ ...provider, contextTokens: 4_096 })) })
    const filler = (index: number): string =>
      `Paragraph ${index} tells of hills, meadows and the weather of the year.`.padEnd(900, ' and more of it')
    const pages = Array.from({ length: 12 }, (_, index) => filler(index))
    const { id } = await test.app.sources.addText('long.txt', [...pages, PASSAGE.padEnd(900, ' That takes a while.')].join('\n\n'))
    await untilReady(test)
    const askedFor = async (): Promise<string> => {
      const before = server.requests.length
      const generation = await test.run({ prompt: QUESTION, sources: [{ id }], options: { route: 'local' } })
      expect(generation.state).toBe('succeeded')
      return server.requests.slice(before).find(({ path }) => path.endsWith('/chat/completions'))?.body ?? ''
    }
    expect(await askedFor()).toContain(PASSAGE)
    // By its words it is as far from the question as all the others, and the first of those come first.
    test.app.config.set('sources.embedding', null)
    const byWords = await askedFor()
    expect(byWords).toContain('Paragraph 1 ')
    expect(byWords).not.toContain(PASSAGE)
  })
})

describe('a provider that is not on this machine', () => {
  it('embeds nothing: it is refused by its name, and no other one takes its place', async () => {
    const server = await serve()
    const other = await serve()
    const hosted = { id: 'far', kind: 'openai-compatible', baseUrl: `${server.url}/v1`, model: 'test-model' }
    const near = { id: 'near', kind: 'openai-compatible', baseUrl: `${other.url}/v1`, model: 'test-model' }
    const embedding = { provider: 'far', model: 'test-model' }
    const test = await start({ hostedHosts: [`127.0.0.1:${server.port}`], providers: [hosted, near], sources: { embedding } })
    await addTexts(test)
    const status = await test.app.embedding.status()
    expect(status).toMatchObject({ state: 'refused', provider: 'far', embedded: 0 })
    expect(status.detail).toMatch(/^Provider "far" is not on this machine, and sources are only embedded on it, whatever their label\./)
    // What was just added is indexed in the background.
    await vi.waitFor(
      async () => expect((await test.app.passages.search('hill', 3)).hits).toMatchObject([{ sourceName: 'hills.md' }]),
      10_000,
    )
    expect((await test.app.passages.search('hill', 3)).meaning).toMatchObject({
      used: false,
      note: expect.stringMatching(/Provider "far" is not on this machine/),
    })
    await expect(test.app.embedding.start()).rejects.toMatchObject({ code: 'POLICY_FORBIDS_ROUTE' })
    expect([...embeddingsAt(server), ...embeddingsAt(other)]).toEqual([])
    expect((await test.app.storage.jobs.list({ limit: 50 })).filter(({ kind }) => kind === 'embed-sources')).toEqual([])
    expect((await test.app.doctor()).checks.find(({ name }) => name === 'search by meaning')).toMatchObject({ status: 'warning' })
  })

  it('is not reached through one that is, either', async () => {
    const server = await startOllamaServer({ models: [{ name: 'far-embed', remoteHost: 'https://ollama.com' }] })
    stop.push(() => server.stop())
    const provider = { id: 'ollama', kind: 'ollama', baseUrl: server.url, model: 'llama3.2:1b' }
    const test = await start({ providers: [provider], sources: { embedding: { provider: 'ollama', model: 'far-embed' } } })
    await addTexts(test)
    expect(await test.app.embedding.status()).toMatchObject({ state: 'refused' })
    expect(server.requests.filter(({ path }) => path === '/api/embed')).toEqual([])
  })

  it('cannot be named where its kind gives it away, nor one that is not there', async () => {
    const langbase = await startLangbaseServer({})
    stop.push(() => langbase.stop())
    const test = await start(twoProviders({ hosted: langbase }))
    expect(() => test.app.config.set('sources.embedding', { provider: 'hosted', model: 'm' })).toThrow(
      /"sources\.embedding" was not set: provider "hosted" is Langbase, a hosted service; sources are only embedded by a provider on this machine/,
    )
    expect(() => test.app.config.set('sources.embedding', { provider: 'nobody', model: 'm' })).toThrow(
      /"sources\.embedding" was not set: there is no provider "nobody"; name one of those in providers/,
    )
  })
})

describe('embedding that was interrupted', () => {
  it('stops when it is cancelled, keeps what it has, and goes on from there', async () => {
    const server = await serve()
    const test = await start(twoProviders({ local: server }))
    await addTexts(test)
    await test.app.sources.addText('copy.md', PASSAGE)
    await expect.poll(async () => (await test.app.sources.list()).every(({ indexState }) => indexState === undefined)).toBe(true)
    // The probe and the first batch are answered; the second never is.
    const batches = (count: number) => expect.poll(() => embeddingsAt(server).length, { timeout: 10_000 }).toBeGreaterThanOrEqual(count)
    server.setFault({ type: 'latency', ms: 150, everywhere: true })
    test.app.config.set('sources.embedding', { provider: 'local', model: 'test-model' })
    await batches(2)
    server.setFault({ type: 'never-answer', everywhere: true })
    await batches(3)
    const job = (await test.app.storage.jobs.list({ limit: 50 })).find(({ kind }) => kind === 'embed-sources')
    expect(await test.app.jobs.cancel(job?.id ?? '')).toBe(true)
    await expect.poll(async () => (await test.app.storage.jobs.get(job?.id ?? ''))?.state, { timeout: 10_000 }).toBe('cancelled')
    const { embedded, waiting } = await test.app.embedding.status()
    expect(embedded).toBeGreaterThan(0)
    expect(waiting).toBeGreaterThan(0)
    server.setFault(null)
    const before = textsAt(server).length
    await test.app.jobs.runOnly(await test.app.embedding.start())
    expect(await test.app.embedding.status()).toMatchObject({ state: 'ready', waiting: 0 })
    // A text that stands in two sources is embedded once for both.
    expect(
      textsAt(server)
        .slice(before)
        .filter((text) => text === PASSAGE).length,
    ).toBeLessThanOrEqual(1)
    // The probe comes on top.
    expect(textsAt(server).length - before).toBeLessThanOrEqual(waiting + 1)
  })

  it('goes on after kill -9 where it was, and embeds no passage that is on disk a second time', {
    tags: ['long'],
    timeout: 60_000,
  }, async () => {
    const server = await serve()
    const dataDir = makeDataDir(settings(server))
    stop.push(async () => removeDataDir(dataDir))
    const text = Array.from({ length: 160 }, (_, index) => `Paragraph ${index} tells of a gate.`.padEnd(900, ` and of gate ${index}`)).join(
      '\n\n',
    )
    const api = (host: { url: string; token: string }) => async (path: string, body?: object) => {
      const response = await fetch(`${new URL(host.url).origin}/api${path}`, {
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
        headers: { authorization: `Bearer ${host.token}`, 'content-type': 'application/json' },
      })
      expect(response.ok).toBe(true)
      return (await response.json()) as EmbeddingStatus
    }
    const first = await startHost(dataDir)
    // Each batch takes a while, so that it is killed in the middle.
    server.setFault({ type: 'latency', ms: 60, everywhere: true })
    await api(first)('/sources', { name: 'long.txt', mediaType: 'text/plain', base64: Buffer.from(text).toString('base64') })
    await expect.poll(async () => (await api(first)('/source-embedding')).embedded, { timeout: 20_000 }).toBeGreaterThan(32)
    const before = (await api(first)('/source-embedding')).embedded
    await first.kill()
    const sentBefore = textsAt(server).filter((sent) => sent !== 'tide gate').length
    server.setFault(null)
    const second = await startHost(dataDir)
    await expect.poll(async () => (await api(second)('/source-embedding')).state, { timeout: 20_000 }).toBe('ready')
    const { passages, embedded } = await api(second)('/source-embedding')
    await second.stop()
    expect(embedded).toBe(passages)
    // Of what was sent before, only what was under way is wanted again: one batch. It is sent as often as something more urgent breaks it off.
    const texts = textsAt(server).filter((sent) => sent !== 'tide gate')
    const sentAfter = new Set(texts.slice(sentBefore))
    expect(sentAfter.intersection(new Set(texts.slice(0, sentBefore))).size).toBeLessThanOrEqual(16)
    expect(sentAfter.size).toBeLessThanOrEqual(passages - before)
  })
})

describe('the engine of embedded models', () => {
  it('makes the vectors in a process of its own, beside the one that writes', { tags: ['long'], timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tidegate-meaning-'))
    stop.push(async () => rmSync(folder, { recursive: true }))
    const file = join(folder, 'talker.gguf')
    writeTinyModel(file, { contextTokens: 4_096 })
    const own = { id: 'own', kind: 'embedded', file, model: 'Talker' }
    const test = await start({
      machine: { cpuSaturatedPct: 101 },
      providers: [own],
      sources: { embedding: { provider: 'own', model: 'Talker' } },
    })
    await addTexts(test)
    await untilReady(test)
    expect(await test.app.storage.vectors.counts()).toMatchObject({ index: { dimension: 512 } })
    const generation = await test.run({ prompt: 'Write about the gate.', options: { route: 'local' } })
    expect(generation.state).toBe('succeeded')
    expect((await test.app.passages.search(PASSAGE, 3)).hits[0]).toMatchObject({ sourceName: 'gate.md', foundBy: ['words', 'meaning'] })
  })
})

describe('the command', () => {
  it('embeds what waits, says how it stands, and ends with 3 for a hosted provider', { timeout: 60_000 }, async () => {
    const server = await serve()
    const dataDir = makeDataDir(twoProviders({ local: server }))
    stop.push(async () => removeDataDir(dataDir))
    const run = (...args: string[]) => tidegate([...args, '--data-dir', dataDir])
    await run('sources', 'add', join(import.meta.dirname, '../../resources/sample/launch-plan.md'))
    const off = await run('sources', 'embed')
    expect(off).toMatchObject({ exit: 2, stderr: expect.stringMatching(/No embedding model is set/) })
    const done = await run('sources', 'embed', '--provider', 'local', '--model', 'test-model', '--json')
    expect(JSON.parse(done.stdout)).toMatchObject({ state: 'ready', provider: 'local', model: 'test-model', dimension: 256, waiting: 0 })
    const found = await run('sources', 'search', 'launching risky plans', '--json')
    expect(found).toMatchObject({ exit: 0, stderr: '' })
    const [hit] = JSON.parse(found.stdout) as unknown[]
    expect(hit).toMatchObject({ sourceName: 'launch-plan.md', foundBy: expect.arrayContaining(['meaning']) })
    const doctor = JSON.parse((await run('doctor', '--json')).stdout) as { checks: { name: string; detail: string }[] }
    expect(doctor.checks.find(({ name }) => name === 'search by meaning')?.detail).toMatch(
      /^test-model of local: All \d+ passages are embedded\.$/,
    )
    await run('config', 'set', 'hostedHosts', JSON.stringify([`127.0.0.1:${server.port}`]))
    expect(await run('sources', 'embed')).toMatchObject({ exit: 3, stderr: expect.stringMatching(/"local" is not on this machine/) })
    const words = await run('sources', 'search', 'launch', '--json')
    expect(words.stderr).toMatch(/^Found by words alone\. Provider "local" is not on this machine/)
    expect(JSON.parse(words.stdout)).toBeInstanceOf(Array)
  })
})
