import { afterEach, describe, expect, it } from 'vitest'
import type { ProviderKind } from '#contracts/config.ts'
import type { ErrorCode } from '#contracts/errors.ts'
import {
  callContext,
  createDirectEgress,
  type DirectEgress,
  type Fault,
  outcomeOf,
  providerConfig,
  type ScriptedServer,
  startServerFor,
} from '../../e2e/services/index.ts'
import { createProvider } from './create-provider.ts'
import { isRetryable } from './resilience/index.ts'
import type { Provider, ProviderRequest } from './types.ts'

const KINDS: readonly ProviderKind[] = ['langbase', 'openai-compatible', 'open-webui', 'ollama']
const QUESTION = 'Was kostet die Überfahrt nach Ærø? 🛥️'
const REQUEST: ProviderRequest = { messages: [{ role: 'user', content: QUESTION }], maxTokens: 200, temperature: 0.2 }
const ANSWER = `You wrote: ${QUESTION}`
const running: ScriptedServer[] = []

interface SetUp {
  readonly server: ScriptedServer
  readonly provider: Provider
  readonly egress: DirectEgress
}

async function setUp(
  kind: ProviderKind,
  options: { wire?: Parameters<typeof startServerFor>[1]; key?: string | null; timeoutMs?: number } = {},
): Promise<SetUp> {
  const server = await startServerFor(kind, options.wire)
  running.push(server)
  const egress = createDirectEgress()
  const ms = options.timeoutMs ?? 5_000
  const key = options.key === undefined ? 'test-key' : options.key
  const timeouts = { connectMs: ms, firstByteMs: ms, idleMs: ms }
  return { server, egress, provider: createProvider(providerConfig(kind, server.url), { egress, key: async () => key, timeouts }) }
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()))
})

describe.each(KINDS)('%s', (kind) => {
  it.each([{}, { splitBytes: 1 }, { splitBytes: 7, framing: '\r\n\r\n' as const, pings: true }, { framing: '\r\r' as const }])(
    'streams an answer whole, whatever the wire: %o',
    async (wire) => {
      const { provider } = await setUp(kind, { wire })
      const { text, end, error } = await outcomeOf(provider.stream(REQUEST, callContext()))
      expect(error).toBeNull()
      expect(text).toBe(ANSWER)
      expect(end).toMatchObject({ finishReason: 'stop', usage: { inputTokens: Math.ceil(QUESTION.length / 4), outputTokens: 9 } })
    },
  )

  it('sends the text once, in the body, and the key only as a credential', async () => {
    const { provider, server, egress } = await setUp(kind)
    await outcomeOf(provider.stream(REQUEST, callContext()))
    const posts = server.requests.filter(({ method }) => method === 'POST')
    expect(posts).toHaveLength(1)
    expect(posts[0]?.headers.authorization).toBe('Bearer test-key')
    expect(posts[0]?.body).toContain('Ærø? 🛥️')
    expect(posts[0]?.body).not.toContain('test-key')
    for (const sent of egress.sent) {
      expect(JSON.stringify({ ...sent, credentials: null, signal: null })).not.toContain('test-key')
      expect(decodeURIComponent(sent.url)).not.toContain('Ærø')
      expect(sent.credentials).toEqual({ authorization: 'Bearer test-key' })
    }
    const [post] = egress.sent.filter(({ method }) => method === 'POST')
    expect(post?.context).toEqual({ ...callContext().egress, provider: 'box' })
    expect(post?.passesOn).toBeUndefined()
  })

  const BEFORE: readonly (readonly [Fault, ErrorCode, boolean | undefined])[] = [
    [{ type: 'rate-limited', retryAfter: '2' }, 'PROVIDER_RATE_LIMITED', true],
    [{ type: 'server-error' }, 'PROVIDER_UNAVAILABLE', true],
    [{ type: 'unavailable' }, 'PROVIDER_UNAVAILABLE', true],
    [{ type: 'html-502' }, 'PROVIDER_UNAVAILABLE', true],
    [{ type: 'empty-401' }, 'PROVIDER_UNAUTHORIZED', false],
    [{ type: 'html-200' }, 'PROVIDER_NOT_FOUND', false],
    [{ type: 'redirect', location: 'http://127.0.0.1:1/' }, 'PROVIDER_PROTOCOL', false],
    [{ type: 'status', status: 400, body: { detail: 'x' } }, 'PROVIDER_INVALID_REQUEST', false],
    [{ type: 'status', status: 403, body: {} }, 'PROVIDER_FORBIDDEN', false],
    [{ type: 'reset-before-answer' }, 'PROVIDER_NETWORK', undefined],
    [
      { type: 'status', status: 200, body: { status: true, task_id: 't' } },
      kind === 'ollama' ? 'STREAM_TRUNCATED' : 'PROVIDER_PROTOCOL',
      undefined,
    ],
    [{ type: 'status', status: 200, body: { error: 'Unexpected endpoint or method. (POST /x)' } }, 'PROVIDER_NOT_FOUND', false],
  ]
  it.each(BEFORE)('before the answer, %o is %s', async (fault, code, retryable) => {
    const { provider, server } = await setUp(kind)
    server.setFault(fault)
    const { text, end, error } = await outcomeOf(provider.stream(REQUEST, callContext()))
    expect({ text, end }).toEqual({ text: '', end: null })
    expect(error).toMatchObject({ code, ...(retryable === undefined ? {} : { retryable }) })
    expect(error?.message).toMatch(/^[^\n]+\.$/)
  })

  const WITHIN: readonly (readonly [Fault, ErrorCode])[] = [
    [{ type: 'truncate', afterFrames: 4 }, 'STREAM_TRUNCATED'],
    [{ type: 'truncate', afterFrames: 99 }, 'STREAM_TRUNCATED'],
    [{ type: 'cut-frame', afterFrames: 4 }, 'STREAM_TRUNCATED'],
    [{ type: 'reset', afterFrames: 4 }, 'STREAM_TRUNCATED'],
    [{ type: 'malformed-frame', afterFrames: 4 }, 'PROVIDER_PROTOCOL'],
    [{ type: 'huge-frame', bytes: 1_100_000 }, 'PROVIDER_PROTOCOL'],
    [{ type: 'error-frame', afterFrames: 4, style: 'data' }, 'PROVIDER_UNAVAILABLE'],
    [{ type: 'error-frame', afterFrames: 4, style: 'event' }, 'PROVIDER_UNAVAILABLE'],
  ]
  it.each(WITHIN)('within the answer, %o is %s', async (fault, code) => {
    const { provider, server } = await setUp(kind)
    server.setFault(fault)
    const { text, end, error } = await outcomeOf(provider.stream(REQUEST, callContext()))
    expect(error).toMatchObject({ code })
    expect(end).toBeNull()
    if (fault.type === 'huge-frame') expect(text).toBe('')
    else expect(ANSWER.startsWith(text) && text !== '').toBe(true)
  })

  it('takes a connection that breaks before the first text for a failure of the network, which is worth a retry', async () => {
    const { provider, server } = await setUp(kind)
    server.setFault({ type: 'reset', afterFrames: 0 })
    const { text, error } = await outcomeOf(provider.stream(REQUEST, callContext()))
    expect(text).toBe('')
    expect(error).toMatchObject({ code: 'PROVIDER_NETWORK' })
    expect(isRetryable(error)).toBe(true)
  })

  it.each<Fault>([{ type: 'never-answer' }, { type: 'stall', afterFrames: 4 }])('%o runs into the timeout', async (fault) => {
    const { provider, server } = await setUp(kind, { timeoutMs: 150 })
    server.setFault(fault)
    const { error } = await outcomeOf(provider.stream(REQUEST, callContext()))
    expect(error).toMatchObject({ code: 'PROVIDER_TIMEOUT' })
  })

  it('waits for a slow first byte', async () => {
    const { provider, server } = await setUp(kind)
    server.setFault({ type: 'latency', ms: 30 })
    expect((await outcomeOf(provider.stream(REQUEST, callContext()))).text).toBe(ANSWER)
  })

  it('closes the socket when it is cancelled, within 100 ms', async () => {
    const { provider, server } = await setUp(kind)
    server.setFault({ type: 'endless' })
    const stop = new AbortController()
    let asked = 0
    const drain = async (): Promise<void> => {
      for await (const chunk of provider.stream(REQUEST, callContext(stop.signal))) {
        if (chunk.type !== 'text' || asked > 0) continue
        asked = performance.now()
        stop.abort()
      }
    }
    await expect(drain()).rejects.toMatchObject({ code: 'CANCELLED' })
    const last = server.requests.length - 1
    expect((await server.waitForClose(last)).closedEarly).toBe(true)
    expect(performance.now() - asked).toBeLessThan(100)
  })

  it('closes the socket when its reader leaves', async () => {
    const { provider, server } = await setUp(kind)
    server.setFault({ type: 'endless' })
    for await (const chunk of provider.stream(REQUEST, callContext())) if (chunk.type === 'text') break
    expect((await server.waitForClose(server.requests.length - 1)).closedEarly).toBe(true)
  })

  it('reads an answer that is not streamed', async () => {
    const { provider, server } = await setUp(kind)
    const message = { role: 'assistant', content: 'All at once.' }
    const counts = { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 }
    const openai = { model: 'm', choices: [{ index: 0, message, finish_reason: 'length' }], usage: counts }
    const body =
      kind === 'langbase'
        ? { success: true, completion: 'All at once.', raw: openai }
        : kind === 'ollama'
          ? { model: 'm', message, done: true, done_reason: 'length', prompt_eval_count: 3, eval_count: 4 }
          : openai
    server.setFault({ type: 'status', status: 200, body })
    const { text, end } = await outcomeOf(provider.stream(REQUEST, callContext()))
    expect(text).toBe('All at once.')
    expect(end).toMatchObject({ finishReason: 'length', model: 'm', usage: { inputTokens: 3, outputTokens: 4 } })
  })

  it.each([1e300, 2 ** 53, 1e12, -1])('believes no count of tokens that cannot be one: %s', async (count) => {
    const { provider, server } = await setUp(kind)
    const message = { role: 'assistant', content: 'All at once.' }
    const openai = { model: 'm', choices: [{ index: 0, message }], usage: { prompt_tokens: 3, completion_tokens: count } }
    const body = kind === 'ollama' ? { model: 'm', message, done: true, prompt_eval_count: 3, eval_count: count } : openai
    server.setFault({ type: 'status', status: 200, body })
    expect((await outcomeOf(provider.stream(REQUEST, callContext()))).end).toMatchObject({ usage: null })
  })

  it('is healthy or says why not, in a line for a person', async () => {
    const { provider, server } = await setUp(kind)
    const signal = new AbortController().signal
    expect(await provider.health(signal)).toEqual({ healthy: true, detail: 'Ready.' })
    expect(await provider.models(signal)).toContain(provider.model)
    for (const fault of ['server-error', 'html-502', 'html-200', 'empty-401', 'reset-before-answer'] as const) {
      server.setFault({ type: fault, everywhere: true })
      const health = await provider.health(signal)
      expect(health.healthy).toBe(false)
      expect(health.detail).toMatch(/^[^\n]{10,160}\.$/)
      expect(health.detail).not.toMatch(/127\.0\.0\.1|test-key/)
    }
    await server.stop()
    running.pop()
    expect(await provider.health(signal)).toMatchObject({ healthy: false })
  })

  it('shows the key to be wrong', async () => {
    if (kind === 'ollama') return
    const { provider } = await setUp(kind, { key: 'wrong' })
    expect((await outcomeOf(provider.stream(REQUEST, callContext()))).error).toMatchObject({ code: 'PROVIDER_UNAUTHORIZED' })
  })
})
