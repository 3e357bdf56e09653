import { afterEach, describe, expect, it } from 'vitest'
import type { ProviderKind, ServedProviderConfig } from '#contracts/config.ts'
import {
  callContext,
  createDirectEgress,
  type DirectEgress,
  type OpenAiServerOptions,
  outcomeOf,
  providerConfig,
  type ScriptedServer,
  startOpenAiServer,
} from '../../e2e/services/index.ts'
import { createProvider } from './create-provider.ts'
import type { Provider } from './types.ts'

const TIMEOUTS = { connectMs: 2_000, firstByteMs: 2_000, idleMs: 2_000 }
const REQUEST = { messages: [{ role: 'user' as const, content: 'Hi there' }], maxTokens: 50 }
const signal = new AbortController().signal
const running: ScriptedServer[] = []

interface SetUp {
  readonly server: ScriptedServer
  readonly provider: Provider
  readonly egress: DirectEgress
}

async function start(options: OpenAiServerOptions = {}, extra: Partial<ServedProviderConfig> = {}): Promise<SetUp> {
  const server = await startOpenAiServer(options)
  running.push(server)
  const egress = createDirectEgress()
  const kind: ProviderKind = options.flavour === 'open-webui' ? 'open-webui' : 'openai-compatible'
  const provider = createProvider(providerConfig(kind, server.url, extra), { egress, key: async () => null, timeouts: TIMEOUTS })
  return { server, egress, provider }
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()))
})

describe('the client for OpenAI-compatible servers', () => {
  it('sends what is needed, and no key where there is none', async () => {
    const { server, provider } = await start()
    await outcomeOf(provider.stream({ ...REQUEST, temperature: 0 }, callContext()))
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
      model: 'test-model',
      messages: [{ role: 'user', content: 'Hi there' }],
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: 50,
      temperature: 0,
    })
    expect(server.requests[0]?.headers).not.toHaveProperty('authorization')
  })

  it('passes on the schema that the answer has to keep to', async () => {
    const { server, provider } = await start()
    const schema = { type: 'object', properties: { title: { type: 'string' } } }
    await outcomeOf(provider.stream({ ...REQUEST, jsonSchema: schema }, callContext()))
    expect(JSON.parse(server.requests.at(-1)?.body ?? '')).toMatchObject({
      response_format: { type: 'json_schema', json_schema: { name: 'answer', schema } },
    })
  })

  it.each(['openai', 'llama-server', 'lm-studio', 'open-webui'] as const)('passes over the reasoning of %s', async (flavour) => {
    const { provider } = await start({ flavour, reasoning: 'let me think' })
    expect((await outcomeOf(provider.stream(REQUEST, callContext()))).text).toBe('You wrote: Hi there')
  })

  it('says which model LM Studio answered with', async () => {
    const { provider } = await start({ flavour: 'lm-studio', models: ['loaded-one'] })
    expect((await outcomeOf(provider.stream(REQUEST, callContext()))).end).toMatchObject({ model: 'loaded-one' })
    expect(await provider.health(signal)).toMatchObject({ healthy: true, detail: expect.stringContaining('another model') })
  })

  it('says that LM Studio has no model loaded', async () => {
    const { provider } = await start({ flavour: 'lm-studio', models: [] })
    expect((await outcomeOf(provider.stream(REQUEST, callContext()))).error).toMatchObject({ code: 'PROVIDER_NOT_FOUND' })
    expect(await provider.health(signal)).toMatchObject({ healthy: false, detail: expect.stringContaining('Load one') })
  })

  it('is not misled by the 200 of an unknown path', async () => {
    const { provider } = await start({ flavour: 'lm-studio' }, {})
    expect(await provider.health(signal)).toMatchObject({ healthy: true })
    const { server } = await start({ flavour: 'lm-studio' })
    const lost = createProvider(providerConfig('openai-compatible', `${server.url}/wrong`), {
      egress: createDirectEgress(),
      key: async () => null,
      timeouts: TIMEOUTS,
    })
    expect((await outcomeOf(lost.stream(REQUEST, callContext()))).error).toMatchObject({ code: 'PROVIDER_NOT_FOUND' })
    expect(await lost.health(signal)).toMatchObject({ healthy: false })
  })

  it.each(['openai', 'llama-server', 'lm-studio', 'open-webui'] as const)('knows a prompt that is too long for %s', async (flavour) => {
    const { provider } = await start({ flavour, contextTokens: 1 })
    expect((await outcomeOf(provider.stream(REQUEST, callContext()))).error).toMatchObject({ code: 'PROVIDER_CONTEXT_OVERFLOW' })
  })

  it('waits for a llama-server that loads: unhealthy, and worth a retry', async () => {
    const { provider } = await start({ flavour: 'llama-server', loading: true })
    expect((await outcomeOf(provider.stream(REQUEST, callContext()))).error).toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
      retryable: true,
    })
    expect(await provider.health(signal)).toMatchObject({ healthy: false })
  })

  it('needs [DONE]: a finish reason alone is a broken stream', async () => {
    const { server, provider } = await start()
    server.setFault({ type: 'omit-last' })
    const { text, error } = await outcomeOf(provider.stream(REQUEST, callContext()))
    expect(text).toBe('You wrote: Hi there')
    expect(error).toMatchObject({ code: 'STREAM_TRUNCATED' })
  })

  it('says that the answer was cut at its limit', async () => {
    const { provider } = await start()
    const { text, end } = await outcomeOf(provider.stream({ ...REQUEST, maxTokens: 2 }, callContext()))
    expect(text).toBe('You wrote: ')
    expect(end?.finishReason).toBe('length')
  })
})

describe('an Open WebUI on this machine', () => {
  it('counts as local when it runs the model itself', async () => {
    const { provider, egress } = await start({ flavour: 'open-webui', connection: 'local' })
    expect(await provider.locality()).toBe('local')
    await outcomeOf(provider.stream(REQUEST, callContext()))
    expect(egress.sent.at(-1)?.passesOn).toBeUndefined()
  })

  it('counts as hosted when it passes requests on, and says so to the door', async () => {
    const { provider, egress } = await start({ flavour: 'open-webui', connection: 'external' })
    expect(await provider.locality()).toBe('hosted')
    await outcomeOf(provider.stream(REQUEST, callContext()))
    expect(egress.sent.at(-1)).toMatchObject({ method: 'POST', passesOn: true })
  })

  it('sends no text when it cannot say what it does with it', async () => {
    const { provider, server } = await start({ flavour: 'open-webui' })
    server.setFault({ type: 'server-error', everywhere: true })
    expect((await outcomeOf(provider.stream(REQUEST, callContext()))).error).toMatchObject({ code: 'PROVIDER_UNAVAILABLE' })
    expect(server.requests.map(({ method, body }) => [method, body])).toEqual([['GET', '']])
  })
})
