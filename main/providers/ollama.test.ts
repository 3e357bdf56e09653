import { afterEach, describe, expect, it } from 'vitest'
import type { ServedProviderConfig } from '#contracts/config.ts'
import {
  callContext,
  createDirectEgress,
  type DirectEgress,
  type OllamaServerOptions,
  outcomeOf,
  providerConfig,
  type ScriptedServer,
  startOllamaServer,
} from '../../e2e/services/index.ts'
import { createProvider } from './create-provider.ts'
import { estimateMessageTokens } from './estimate-tokens.ts'
import type { Provider } from './types.ts'

const TIMEOUTS = { connectMs: 2_000, firstByteMs: 2_000, idleMs: 2_000 }
const REQUEST = { messages: [{ role: 'user' as const, content: 'Hi there' }], maxTokens: 50, temperature: 0.1 }
const signal = new AbortController().signal
const running: ScriptedServer[] = []

interface SetUp {
  readonly server: ScriptedServer
  readonly provider: Provider
  readonly egress: DirectEgress
}

async function start(options: OllamaServerOptions = {}, extra: Partial<ServedProviderConfig> = {}): Promise<SetUp> {
  const server = await startOllamaServer(options)
  running.push(server)
  const egress = createDirectEgress()
  const provider = createProvider(providerConfig('ollama', server.url, extra), { egress, key: async () => null, timeouts: TIMEOUTS })
  return { server, egress, provider }
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()))
})

describe('the Ollama client', () => {
  it('asks for the context that the settings promise, so that nothing is cut in silence', async () => {
    const { server, provider } = await start({}, { contextTokens: 16_384 })
    await outcomeOf(provider.stream(REQUEST, callContext()))
    expect(JSON.parse(server.requests.at(-1)?.body ?? '')).toEqual({
      model: 'llama3.2:1b',
      messages: [{ role: 'user', content: 'Hi there' }],
      stream: true,
      truncate: false,
      options: { num_ctx: 16_384, num_predict: 50, temperature: 0.1 },
    })
    const { provider: small } = await start({}, { contextTokens: 1 })
    expect((await outcomeOf(small.stream(REQUEST, callContext()))).error).toMatchObject({ code: 'PROVIDER_CONTEXT_OVERFLOW' })
  })

  it('passes on the schema that the answer has to keep to', async () => {
    const { server, provider } = await start()
    const jsonSchema = { type: 'object', properties: { title: { type: 'string' } } }
    await outcomeOf(provider.stream({ ...REQUEST, jsonSchema }, callContext()))
    expect(JSON.parse(server.requests.at(-1)?.body ?? '')).toMatchObject({ format: jsonSchema })
  })

  it('passes over thinking', async () => {
    const { provider } = await start({ thinking: 'hm' })
    expect((await outcomeOf(provider.stream(REQUEST, callContext()))).text).toBe('You wrote: Hi there')
  })

  it('estimates a cached prompt, whose count the server leaves out', async () => {
    const { provider } = await start({ promptCached: true })
    const { end } = await outcomeOf(provider.stream(REQUEST, callContext()))
    expect(end?.usage).toEqual({ inputTokens: estimateMessageTokens(REQUEST.messages), outputTokens: 4 })
  })

  it('says how to get a model that is missing', async () => {
    const { provider } = await start({ models: ['other'] })
    expect((await provider.health(signal)).detail).toContain('ollama pull llama3.2:1b')
    expect((await outcomeOf(provider.stream(REQUEST, callContext()))).error).toMatchObject({ code: 'PROVIDER_NOT_FOUND' })
  })

  it('takes a name without a tag for the latest', async () => {
    const { provider } = await start({ models: ['mistral:latest'] }, { model: 'mistral' })
    expect(await provider.health(signal)).toMatchObject({ healthy: true })
  })
})

describe('a cloud model behind a local Ollama', () => {
  it.each([
    ['by its name', ['gpt-oss:120b-cloud'], 'gpt-oss:120b-cloud'],
    ['by its list entry, whatever its name', [{ name: 'mine', remoteHost: 'https://ollama.com:443' }], 'mine'],
  ])('counts as hosted %s', async (_how, models, model) => {
    const { provider, egress } = await start({ models }, { model })
    expect(await provider.locality()).toBe('hosted')
    await outcomeOf(provider.stream(REQUEST, callContext()))
    expect(egress.sent.at(-1)).toMatchObject({ method: 'POST', passesOn: true })
  })

  it.each(['library/mine', 'LIBRARY/Mine:latest', 'registry.ollama.ai/library/mine', 'https://registry.ollama.ai/library/mine:latest'])(
    'counts as hosted however its name is written: %s',
    async (model) => {
      const { provider, egress } = await start({ models: [{ name: 'mine', remoteHost: 'https://ollama.com:443' }] }, { model })
      expect(await provider.locality()).toBe('hosted')
      await outcomeOf(provider.stream(REQUEST, callContext()))
      expect(egress.sent.at(-1)).toMatchObject({ method: 'POST', passesOn: true })
    },
  )

  it('counts as hosted where its registry has a port', async () => {
    const name = 'models.example:5000/team/mine'
    const { provider } = await start({ models: [{ name: `${name}:latest`, remoteHost: 'https://ollama.com:443' }] }, { model: name })
    expect(await provider.locality()).toBe('hosted')
  })

  it('is sent no text where the list does not say what it is', async () => {
    const { provider, server } = await start({ models: ['other'] })
    expect((await outcomeOf(provider.stream(REQUEST, callContext()))).error).toMatchObject({ code: 'PROVIDER_NOT_FOUND' })
    expect(server.requests.filter(({ method }) => method === 'POST')).toEqual([])
  })

  it('is noticed before the first text is sent, also when it took the place of a local one', async () => {
    const { provider, egress, server } = await start()
    expect(await provider.locality()).toBe('local')
    const entry = { name: 'llama3.2:1b', remote_host: 'https://ollama.com:443' }
    server.setFault({ type: 'status', status: 200, body: { models: [entry] }, everywhere: true, times: 1 })
    await outcomeOf(provider.stream(REQUEST, callContext()))
    expect(egress.sent.at(-1)).toMatchObject({ method: 'POST', passesOn: true })
    expect(await provider.locality()).toBe('hosted')
  })

  it('is placed by its address while the server is down', async () => {
    const { provider, server } = await start()
    await server.stop()
    running.pop()
    expect(await provider.locality()).toBe('local')
  })
})
