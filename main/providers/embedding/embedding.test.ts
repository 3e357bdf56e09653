import { afterEach, describe, expect, it } from 'vitest'
import type { ProviderKind, ServedProviderConfig } from '#contracts/config.ts'
import {
  createDirectEgress,
  hashedVector,
  type OpenAiFlavour,
  providerConfig,
  type ScriptedServer,
  startOllamaServer,
  startOpenAiServer,
} from '../../../e2e/services/index.ts'
import { createEmbedder } from './index.ts'

const never = new AbortController().signal
const TEXTS = ['the gate opens', 'the water is high']
const servers: ScriptedServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})

async function started(server: Promise<ScriptedServer>): Promise<ScriptedServer> {
  const running = await server
  servers.push(running)
  return running
}
function embedderOf(kind: ProviderKind, server: ScriptedServer, model = 'test-model', extra: Partial<ServedProviderConfig> = {}) {
  const egress = createDirectEgress()
  const deps = { egress, key: async () => null, timeouts: { connectMs: 1_000, firstByteMs: 1_000, idleMs: 1_000 } }
  const models = { embed: async () => [], problem: () => null }
  return { egress, embedder: createEmbedder(providerConfig(kind, server.url, extra), model, deps, models) }
}
const rounded = (vectors: readonly (readonly number[])[]) => vectors.map((vector) => vector.map((number) => Math.round(number * 1e6)))

describe.each([
  ['openai-compatible', 'llama-server', '/v1/embeddings'],
  ['openai-compatible', 'lm-studio', '/v1/embeddings'],
  ['open-webui', 'open-webui', '/api/embeddings'],
] satisfies [ProviderKind, OpenAiFlavour, string][])('vectors of %s, %s', (kind, flavour, path) => {
  it('come in the order of the texts, and are asked for as embedding', async () => {
    const server = await started(startOpenAiServer({ flavour }))
    const { embedder, egress } = embedderOf(kind, server)
    expect(rounded(await embedder.embed(TEXTS, never))).toEqual(rounded(TEXTS.map((text) => hashedVector(text))))
    const sent = egress.sent.at(-1)
    expect(sent?.url).toBe(`${server.url}${path}`)
    expect(sent?.context).toMatchObject({ purpose: 'embed', decision: null, vaultId: null })
    expect(JSON.parse(sent?.body ?? '')).toEqual({ model: 'test-model', input: TEXTS, encoding_format: 'float' })
  })
})

describe('vectors of Ollama', () => {
  it('are asked for with the embedding model, uncut', async () => {
    const server = await started(startOllamaServer({ models: ['nomic-embed-text'], embedTokens: 10 }))
    const { embedder, egress } = embedderOf('ollama', server, 'nomic-embed-text')
    expect(rounded(await embedder.embed(TEXTS, never))).toEqual(rounded(TEXTS.map((text) => hashedVector(text))))
    expect(JSON.parse(egress.sent.at(-1)?.body ?? '')).toEqual({ model: 'nomic-embed-text', input: TEXTS, truncate: false })
    await expect(embedder.embed(['x'.repeat(50)], never)).rejects.toMatchObject({ code: 'PROVIDER_CONTEXT_OVERFLOW' })
  })

  it('of a cloud model behind it are those of a hosted service', async () => {
    const server = await started(startOllamaServer({ models: [{ name: 'far-embed', remoteHost: 'https://ollama.com' }] }))
    const { embedder, egress } = embedderOf('ollama', server, 'far-embed')
    expect(await embedder.locality()).toBe('hosted')
    await embedder.embed(['x'], never)
    // The door judges it as such, and refuses.
    expect(egress.sent.at(-1)).toMatchObject({ passesOn: true, context: { purpose: 'embed' } })
  })

  it('say what to do when the model is not there', async () => {
    const { embedder } = embedderOf('ollama', await started(startOllamaServer()), 'missing')
    await expect(embedder.embed(TEXTS, never)).rejects.toMatchObject({ code: 'PROVIDER_NOT_FOUND' })
  })
})

describe('servers that cannot', () => {
  it('are told from those that are away', async () => {
    const chat = await started(startOpenAiServer({ flavour: 'llama-server', embeddings: false }))
    await expect(embedderOf('openai-compatible', chat).embedder.embed(TEXTS, never)).rejects.toMatchObject({
      code: 'PROVIDER_INVALID_REQUEST',
      message: expect.stringMatching(/does not support this kind of request/),
    })
  })

  it('say that a text is too long, which llama-server calls its own fault', async () => {
    const small = await started(startOpenAiServer({ flavour: 'llama-server', embedTokens: 8 }))
    const { embedder } = embedderOf('openai-compatible', small)
    await expect(embedder.embed(['short', 'x'.repeat(100)], never)).rejects.toMatchObject({ code: 'PROVIDER_CONTEXT_OVERFLOW' })
  })

  it.each([
    ['fewer vectors than texts', { data: [{ index: 0, embedding: [1, 0] }] }],
    [
      'vectors of different lengths',
      {
        data: [
          { index: 0, embedding: [1] },
          { index: 1, embedding: [1, 0] },
        ],
      },
    ],
    [
      'no numbers',
      {
        data: [
          { index: 0, embedding: ['a', 'b'] },
          { index: 1, embedding: ['a', 'b'] },
        ],
      },
    ],
    [
      'nothing',
      {
        data: [
          { index: 0, embedding: [] },
          { index: 1, embedding: [] },
        ],
      },
    ],
    ['text for vectors', { data: 'AAAA' }],
  ])('are not believed when they send %s', async (_what, document) => {
    const egress = createDirectEgress()
    const answer = { status: 200, headers: {}, locality: 'local' as const, ledgerSeq: null, cancel: async () => undefined }
    const body = { text: async () => JSON.stringify(document), body: (async function* () {})() }
    const deps = {
      egress: { ...egress, request: async () => ({ ...answer, ...body }) },
      key: async () => null,
      timeouts: { connectMs: 1_000, firstByteMs: 1_000, idleMs: 1_000 },
    }
    const embedder = createEmbedder(providerConfig('openai-compatible', 'http://127.0.0.1:1'), 'm', deps, {
      embed: async () => [],
      problem: () => null,
    })
    await expect(embedder.embed(TEXTS, never)).rejects.toMatchObject({ code: 'PROVIDER_PROTOCOL' })
  })
})

it('tells apart models, addresses and kinds, whose vectors cannot be compared', async () => {
  const deps = { egress: createDirectEgress(), key: async () => null, timeouts: { connectMs: 1, firstByteMs: 1, idleMs: 1 } }
  const models = { embed: async () => [], problem: () => null }
  const key = (kind: ProviderKind, url: string, model: string, id = 'box'): string =>
    createEmbedder(providerConfig(kind, url, { id }), model, deps, models).key
  const keys = [
    key('ollama', 'http://127.0.0.1:1', 'a'),
    key('ollama', 'http://127.0.0.1:1', 'b'),
    key('ollama', 'http://127.0.0.1:2', 'a'),
    key('openai-compatible', 'http://127.0.0.1:1', 'a'),
  ]
  expect(new Set(keys).size).toBe(4)
  expect(key('ollama', 'http://127.0.0.1:1', 'a', 'renamed')).toBe(keys[0])
})

it('never makes a client for Langbase', () => {
  const deps = { egress: createDirectEgress(), key: async () => 'k', timeouts: { connectMs: 1, firstByteMs: 1, idleMs: 1 } }
  const make = () =>
    createEmbedder(providerConfig('langbase', 'http://127.0.0.1:1', { id: 'lb' }), 'm', deps, {
      embed: async () => [],
      problem: () => null,
    })
  expect(make).toThrow(/^Provider "lb" is not on this machine, and sources are only embedded on it, whatever their label\./)
})
