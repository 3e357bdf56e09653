import { OpenAI } from 'openai'
import { afterEach, describe, expect, it } from 'vitest'
import { hashedVector, type OpenAiFlavour, type OpenAiServerOptions, type ScriptedServer, startOpenAiServer } from './index.ts'

const QUESTION = [{ role: 'user' as const, content: 'Grüße aus Köln 🌉' }]
const running: ScriptedServer[] = []

async function start(options: OpenAiServerOptions = {}, apiKey = 'secret'): Promise<{ server: ScriptedServer; sdk: OpenAI }> {
  const server = await startOpenAiServer(options)
  running.push(server)
  const prefix = options.flavour === 'open-webui' ? '/api' : '/v1'
  return { server, sdk: new OpenAI({ apiKey, baseURL: server.url + prefix, maxRetries: 0 }) }
}

async function failure(promise: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await promise
  } catch (error) {
    return { status: undefined, ...(error as object) }
  }
  throw new Error('it did not fail')
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()))
})

describe.each<OpenAiFlavour>(['openai', 'llama-server', 'lm-studio', 'open-webui'])(
  'the official OpenAI SDK against the %s flavour',
  (flavour) => {
    it('completes without streaming', async () => {
      const { sdk } = await start({ flavour })
      const result = await sdk.chat.completions.create({ model: 'test-model', messages: QUESTION })
      expect(result.choices[0]?.message.content).toBe('You wrote: Grüße aus Köln 🌉')
      expect(result.usage?.completion_tokens).toBe(6)
    })

    it.each([{}, { splitBytes: 2 }, { framing: '\r\n\r\n' as const, pings: true }])('streams with %o', async (wire) => {
      const { sdk } = await start({ flavour, ...wire })
      const stream = await sdk.chat.completions.create({
        model: 'test-model',
        messages: QUESTION,
        stream: true,
        stream_options: { include_usage: true },
      })
      let text = ''
      let total = 0
      for await (const chunk of stream) {
        // Open WebUI's own frames come through the SDK as chunks without choices.
        text += (chunk.choices as typeof chunk.choices | undefined)?.[0]?.delta.content ?? ''
        total = chunk.usage?.total_tokens ?? total
      }
      expect(text).toBe('You wrote: Grüße aus Köln 🌉')
      expect(total).toBe(11)
    })

    it('makes vectors, one for each text in their order', async () => {
      const { sdk } = await start({ flavour })
      // Encoded, as the SDK asks for it unless it is told otherwise.
      for (const encoding_format of [undefined, 'float' as const]) {
        const input = ['the gate opens', 'the water is high']
        const { data, usage } = await sdk.embeddings.create({ model: 'test-model', input, ...(encoding_format ? { encoding_format } : {}) })
        expect(data.map(({ index }) => index)).toEqual([0, 1])
        for (const [index, text] of input.entries()) {
          const expected = hashedVector(text)
          expect(data[index]?.embedding).toHaveLength(expected.length)
          expect(data[index]?.embedding.every((number, place) => Math.abs(number - (expected[place] ?? 1)) < 1e-6)).toBe(true)
        }
        expect(usage.prompt_tokens).toBe(9)
      }
    })

    it('lists its models', async () => {
      const { sdk } = await start({ flavour, models: ['a', 'b'] })
      const ids: string[] = []
      for await (const model of sdk.models.list()) ids.push(model.id)
      expect(ids).toEqual(['a', 'b'])
    })

    it('refuses a wrong key and too many requests', async () => {
      const { sdk, server } = await start({ flavour, key: 'right' })
      expect(await failure(sdk.chat.completions.create({ model: 'test-model', messages: QUESTION }))).toMatchObject({ status: 401 })
      server.setFault({ type: 'rate-limited', retryAfter: '2' })
      expect(await failure(sdk.chat.completions.create({ model: 'test-model', messages: QUESTION }))).toMatchObject({ status: 429 })
    })

    it('cuts the answer at the limit of tokens', async () => {
      const { sdk } = await start({ flavour, reply: 'one two three' })
      const result = await sdk.chat.completions.create({ model: 'test-model', messages: QUESTION, max_tokens: 2 })
      expect(result.choices[0]).toMatchObject({ finish_reason: 'length', message: { content: 'one two ' } })
    })
  },
)

describe('what the flavours do differently', () => {
  it('an unknown model', async () => {
    const ask = async (flavour: OpenAiFlavour): Promise<unknown> => {
      const { sdk } = await start({ flavour })
      return sdk.chat.completions.create({ model: 'other', messages: QUESTION })
    }
    expect(await failure(ask('openai'))).toMatchObject({ status: 404, code: 'model_not_found' })
    expect(await failure(ask('open-webui'))).toMatchObject({ status: 400 })
    expect(await ask('lm-studio')).toMatchObject({ model: 'test-model' })
    expect(await ask('llama-server')).toMatchObject({ model: 'test-model', timings: { prompt_n: 5, predicted_n: 6 } })
  })

  it('an unknown path', async () => {
    const ask = async (flavour: OpenAiFlavour): Promise<Response> => {
      const { server } = await start({ flavour })
      return fetch(`${server.url}/nowhere`)
    }
    expect((await ask('openai')).status).toBe(404)
    expect((await ask('llama-server')).status).toBe(404)
    expect(await (await ask('lm-studio')).json()).toEqual({ error: 'Unexpected endpoint or method. (GET /nowhere)' })
    expect((await ask('open-webui')).headers.get('content-type')).toContain('text/html')
  })

  it('a prompt that is too long', async () => {
    const { sdk } = await start({ flavour: 'llama-server', contextTokens: 2 })
    const error = await failure(sdk.chat.completions.create({ model: 'test-model', messages: QUESTION }))
    expect(error).toMatchObject({ status: 400, type: 'exceed_context_size_error', error: { n_prompt_tokens: 5, n_ctx: 2 } })
  })

  it('llama-server: loading, health, and what it does not support', async () => {
    const { server: loading } = await start({ flavour: 'llama-server', loading: true })
    expect(await (await fetch(`${loading.url}/health`)).json()).toMatchObject({ error: { code: 503, type: 'unavailable_error' } })
    const { server } = await start({ flavour: 'llama-server', key: 'k' })
    expect(await (await fetch(`${server.url}/health`)).json()).toEqual({ status: 'ok' })
    expect((await fetch(`${server.url}/metrics`)).status).toBe(501)
    expect((await fetch(`${server.url}/v1/models`)).status).toBe(200)
  })
})

describe('a stream that drips', () => {
  it('is written byte by byte, each after the time that is named', async () => {
    const { server } = await start()
    server.setFault({ type: 'drip', afterFrames: 1, ms: 40 })
    const body = JSON.stringify({ model: 'test-model', messages: QUESTION, stream: true })
    const leaving = new AbortController()
    const response = await fetch(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer secret', 'content-type': 'application/json' },
      body,
      signal: leaving.signal,
    })
    const sizes: number[] = []
    const begun = performance.now()
    for await (const chunk of response.body ?? []) {
      sizes.push(chunk.length)
      if (sizes.length === 11) break
    }
    // The first frame comes as a whole; a timer may be early by less than a millisecond.
    expect(sizes.slice(1)).toEqual(Array.from({ length: 10 }, () => 1))
    expect(performance.now() - begun).toBeGreaterThan(9 * 39)
  })
})
