import { describe, expect, it } from 'vitest'
import { EmbeddedProviderConfigSchema } from '#contracts/config.ts'
import { TidegateError } from '#contracts/errors.ts'
import { callContext, outcomeOf } from '../../e2e/services/index.ts'
import { type ModelPiece, ModelProcessError } from '../model-process/index.ts'
import { createProvider } from './create-provider.ts'
import { type EmbeddedModels, NO_EMBEDDED_MODELS } from './embedded.ts'
import type { Provider } from './types.ts'

const config = EmbeddedProviderConfigSchema.parse({ id: 'own', kind: 'embedded', file: '/models/a.gguf', model: 'A' })
const request = { messages: [{ role: 'user' as const, content: 'Hi' }], maxTokens: 50, jsonSchema: { type: 'object' } }
const fits = { fits: true, contextTokens: 4_096, needsBytes: 3 * 2 ** 30, freeBytes: 2 ** 33, limitedBy: 'memory' as const }

function provider(pieces: readonly (ModelPiece | Error)[], extra: Partial<EmbeddedModels> = {}): { provider: Provider; asked: unknown[] } {
  const asked: unknown[] = []
  const models: EmbeddedModels = {
    problem: () => null,
    fit: async () => fits,
    async *generate(_config, given) {
      asked.push(given)
      for (const piece of pieces) {
        if (piece instanceof Error) throw piece
        yield piece
      }
    },
    ...extra,
  }
  return { provider: createProvider(config, NO_NETWORK, models), asked }
}
/** Whatever would reach for the network fails the test. */
const NO_NETWORK = new Proxy({} as Parameters<typeof createProvider>[1], {
  get() {
    throw new Error('an embedded model asked for the network or a key')
  },
})
const text: ModelPiece = { type: 'text', delta: 'Hello' }
const end: ModelPiece = { type: 'end', end: { finishReason: 'stop', inputTokens: 3, outputTokens: 1 } }
const signal = new AbortController().signal

describe('an embedded model as a provider', () => {
  it('is local, does one thing at a time, and asks for no key and no connection', async () => {
    const { provider: own, asked } = provider([text, end])
    expect(await own.locality()).toBe('local')
    expect(own.alone).toBe(true)
    const outcome = await outcomeOf(own.stream(request, callContext()))
    expect(outcome).toMatchObject({
      text: 'Hello',
      end: { finishReason: 'stop', usage: { inputTokens: 3, outputTokens: 1 }, model: 'A' },
      error: null,
    })
    expect(asked).toEqual([{ messages: request.messages, maxTokens: 50, jsonSchema: { type: 'object' } }])
  })

  it('has the context and the need for memory that were measured, not those of the settings', async () => {
    expect(await provider([]).provider.capacity?.()).toEqual({ contextTokens: 4_096, needsMemoryMb: 3_072 })
    const broken = provider([], { fit: () => Promise.reject(new TidegateError('FILE_UNREADABLE', 'x')) })
    expect(await broken.provider.capacity?.()).toEqual({ contextTokens: 8_192, needsMemoryMb: 0 })
  })

  it('is healthy when its file is good, also while there is no memory for it', async () => {
    expect(await provider([]).provider.health(signal)).toEqual({ healthy: true, detail: expect.stringContaining('context of 4096') })
    const large = provider([], { fit: async () => ({ ...fits, fits: false }) })
    expect(await large.provider.health(signal)).toEqual({ healthy: true, detail: 'Needs 3072 MB of memory, more than is free now.' })
    const gone = provider([], { fit: () => Promise.reject(new TidegateError('FILE_NOT_FOUND', 'It has gone.')) })
    expect(await gone.provider.health(signal)).toEqual({ healthy: false, detail: 'It has gone.' })
    const missing = provider([], { problem: () => 'Install the engine.' })
    expect(await missing.provider.health(signal)).toEqual({ healthy: false, detail: 'Install the engine.' })
  })

  it.each([
    ['before the first word', [], 'PROVIDER_UNAVAILABLE'],
    ['in the middle', [text], 'STREAM_TRUNCATED'],
  ] as const)('gives a failure of its process the name that it has %s', async (_when, before, code) => {
    const crash = new ModelProcessError('PROVIDER_UNAVAILABLE', 'The process of the model crashed.', { retryable: true })
    const outcome = await outcomeOf(provider([...before, crash]).provider.stream(request, callContext()))
    expect(outcome.error).toMatchObject({ code, retryable: true })
    expect(outcome.text).toBe(before.length === 0 ? '' : 'Hello')
  })

  it('does not ask again for what would fail again', async () => {
    const long = new ModelProcessError('PROVIDER_CONTEXT_OVERFLOW', 'Too long.')
    const outcome = await outcomeOf(provider([long]).provider.stream(request, callContext()))
    expect(outcome.error).toMatchObject({ code: 'PROVIDER_CONTEXT_OVERFLOW', retryable: false })
  })

  it('says so where nothing runs models', async () => {
    const none = createProvider(config, NO_NETWORK, NO_EMBEDDED_MODELS)
    expect((await outcomeOf(none.stream(request, callContext()))).error).toMatchObject({ code: 'PROVIDER_UNAVAILABLE' })
    expect(await none.health(signal)).toMatchObject({ healthy: false })
  })
})
