import { afterEach, describe, expect, it } from 'vitest'
import {
  callContext,
  createDirectEgress,
  type LangbaseServer,
  type LangbaseServerOptions,
  outcomeOf,
  providerConfig,
  startLangbaseServer,
} from '../../../e2e/services/index.ts'
import { createProvider } from '../create-provider.ts'
import { ProviderError } from '../provider-error.ts'
import type { Provider } from '../types.ts'

const TIMEOUTS = { connectMs: 2_000, firstByteMs: 2_000, idleMs: 2_000 }
const ask = (content: string, threadId?: string) => ({
  messages: [{ role: 'user' as const, content }],
  maxTokens: 50,
  ...(threadId === undefined ? {} : { threadId }),
})
const running: LangbaseServer[] = []

async function start(
  options: LangbaseServerOptions = {},
  key: string | null = 'test-key',
): Promise<{ server: LangbaseServer; provider: Provider }> {
  const server = await startLangbaseServer(options)
  running.push(server)
  const provider = createProvider(providerConfig('langbase', server.url), {
    egress: createDirectEgress(),
    key: async () => key,
    timeouts: TIMEOUTS,
  })
  return { server, provider }
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()))
})

describe('the Langbase client', () => {
  it('sends what a pipe needs and nothing else', async () => {
    const { server, provider } = await start()
    await outcomeOf(provider.stream({ ...ask('Hi'), temperature: 0.5 }, callContext()))
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
      name: 'test-pipe',
      messages: [{ role: 'user', content: 'Hi' }],
      stream: true,
    })
  })

  it('continues a thread by the id it was given', async () => {
    const { server, provider } = await start()
    server.setReply(({ messages }) => messages.map(({ content }) => content).join(' | '))
    const first = await outcomeOf(provider.stream(ask('one'), callContext()))
    expect(first.end?.threadId).toMatch(/^[0-9a-f-]{36}$/)
    const second = await outcomeOf(provider.stream(ask('two', first.end?.threadId ?? ''), callContext()))
    expect(second.text).toBe('one | one | two')
    expect(second.end?.threadId).toBe(first.end?.threadId)
  })

  it('begins a new thread where the old one is gone', async () => {
    const { server, provider } = await start()
    const gone = 'b1f0f0e0-2f4c-4d0b-9a51-1d0c6a3f8e11'
    const { text, end, error } = await outcomeOf(provider.stream(ask('x', gone), callContext()))
    expect(error).toBeNull()
    expect(text).toBe('You wrote: x')
    expect(end?.threadId).toMatch(/^[0-9a-f-]{36}$/)
    expect(end?.threadId).not.toBe(gone)
    expect(server.requests).toHaveLength(2)
  })

  it('takes a finish reason for an end, and lives without token counts', async () => {
    const { server, provider } = await start({ usage: false })
    server.setFault({ type: 'omit-last' })
    const { text, end, error } = await outcomeOf(provider.stream(ask('Hi'), callContext()))
    expect(error).toBeNull()
    expect(text).toBe('You wrote: Hi')
    expect(end).toMatchObject({ finishReason: 'stop', usage: null, model: 'gpt-4o-mini' })
  })

  it('waits as long as the rate limit says', async () => {
    const { server, provider } = await start()
    server.setFault({ type: 'rate-limited', resetInSeconds: 5 })
    const { error } = await outcomeOf(provider.stream(ask('Hi'), callContext()))
    expect(error).toMatchObject({ code: 'PROVIDER_RATE_LIMITED' })
    const wait = error instanceof ProviderError ? error.retryAfterMs : null
    // The header counts whole seconds.
    expect(wait).toBeGreaterThanOrEqual(4_000)
    expect(wait).toBeLessThanOrEqual(6_000)
  })

  it('says that the plan is used up, and does not call that worth a retry', async () => {
    const { server, provider } = await start()
    server.setFault({ type: 'status', status: 403, body: { success: false, error: { code: 'USAGE_EXCEEDED', status: 403, message: 'x' } } })
    const { error } = await outcomeOf(provider.stream(ask('Hi'), callContext()))
    expect(error).toMatchObject({ code: 'PROVIDER_FORBIDDEN', retryable: false })
    expect(error?.message).toContain('used up its plan')
  })

  it('connects to nobody without a key', async () => {
    const { server, provider } = await start({}, null)
    expect((await outcomeOf(provider.stream(ask('Hi'), callContext()))).error).toMatchObject({ code: 'PROVIDER_UNAUTHORIZED' })
    expect(await provider.health(new AbortController().signal)).toMatchObject({ healthy: false })
    expect(server.requests).toEqual([])
  })

  it.each(['sk secret', 'sk-“quoted”', 'sk\r\nx-evil: 1'])('sends no key that a header cannot carry: %j', async (key) => {
    const { server, provider } = await start({}, key)
    const { error } = await outcomeOf(provider.stream(ask('Hi'), callContext()))
    expect(error).toMatchObject({ code: 'PROVIDER_UNAUTHORIZED' })
    expect(error?.message).not.toContain(key)
    expect(server.requests).toEqual([])
  })

  it('counts as healthy with a pipe key, which may not list pipes', async () => {
    const { provider } = await start({}, 'pipe_test_pipe_key')
    expect(await provider.health(new AbortController().signal)).toMatchObject({ healthy: true })
    expect((await outcomeOf(provider.stream(ask('Hi'), callContext()))).text).toBe('You wrote: Hi')
  })

  it('says that the pipe does not exist', async () => {
    const { provider } = await start({ pipes: ['other'] })
    expect(await provider.health(new AbortController().signal)).toMatchObject({
      healthy: false,
      detail: expect.stringContaining('test-pipe'),
    })
    expect((await outcomeOf(provider.stream(ask('Hi'), callContext()))).error).toMatchObject({ code: 'PROVIDER_NOT_FOUND' })
  })

  it('puts rows in order itself, and lives with any spelling of the document’s name', async () => {
    const { server, provider } = await start()
    const rows = [
      { text: 'far', similarity: -0.2, meta: {} },
      { text: 'near', similarity: 1.2, meta: { document_name: 'b.md' } },
      { text: 'middle', similarity: 0.5, meta: { file: 'c.md' } },
    ]
    server.setFault({ type: 'status', status: 200, body: rows, everywhere: true })
    expect(await provider.retrieve?.('x', ['notes'], 3, callContext())).toEqual([
      { text: 'near', similarity: 1, source: 'b.md' },
      { text: 'middle', similarity: 0.5, source: 'c.md' },
      { text: 'far', similarity: 0, source: '' },
    ])
  })

  it('searches memories, nearest first, under the purpose it was given', async () => {
    const { server, provider } = await start()
    server.addDocument('notes', 'ferry.md', 'The ferry leaves at nine.\n\nBring a coat.')
    const context = callContext()
    const found = await provider.retrieve?.('when does the ferry leave', ['notes'], 500, {
      ...context,
      egress: { ...context.egress, purpose: 'retrieve' },
    })
    expect(found?.[0]).toEqual({ text: 'The ferry leaves at nine.', similarity: 0.4, source: 'ferry.md' })
    expect(found?.map(({ similarity }) => similarity)).toEqual([0.4, 0])
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
      query: 'when does the ferry leave',
      memory: [{ name: 'notes' }],
      topK: 100,
    })
    expect(await provider.retrieve?.('x', [], 3, context)).toEqual([])
    expect(server.requests).toHaveLength(1)
    await expect(provider.retrieve?.('x', ['none'], 3, context)).rejects.toMatchObject({ code: 'PROVIDER_NOT_FOUND' })
  })
})
