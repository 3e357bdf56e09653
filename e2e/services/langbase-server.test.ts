import { getRunner, Langbase } from 'langbase'
import { afterEach, describe, expect, it } from 'vitest'
import { type LangbaseServer, type LangbaseServerOptions, startLangbaseServer } from './index.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const QUESTION = [{ role: 'user' as const, content: 'Hello, Zoë 👋' }]
const running: LangbaseServer[] = []

async function start(options: LangbaseServerOptions = {}, apiKey = 'test-key'): Promise<{ server: LangbaseServer; sdk: Langbase }> {
  const server = await startLangbaseServer(options)
  running.push(server)
  // The SDK's type admits only its two production addresses; at run time any origin works.
  const settings: { apiKey: string; baseUrl?: string } = { apiKey, baseUrl: server.url }
  return { server, sdk: new Langbase(settings as ConstructorParameters<typeof Langbase>[0]) }
}

async function failure(promise: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await promise
  } catch (error) {
    return { ...(error as object) }
  }
  throw new Error('it did not fail')
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()))
})

describe('the official Langbase SDK against the test server', () => {
  it('runs a pipe without streaming', async () => {
    const { sdk } = await start({ perMinute: 25 })
    const result = await sdk.pipes.run({ name: 'test-pipe', messages: QUESTION, stream: false, rawResponse: true })
    expect(result.completion).toBe('You wrote: Hello, Zoë 👋')
    expect(result.threadId).toMatch(UUID)
    expect(result.usage).toEqual({ prompt_tokens: 4, completion_tokens: 5, total_tokens: 9 })
    expect(result.rawResponse?.headers['lb-ratelimit-limit']).toBe('25')
  })

  it.each([{ framing: '\n\n' as const }, { framing: '\r\n\r\n' as const }, { splitBytes: 3 }])(
    'streams a pipe with %o',
    async (options) => {
      const { sdk } = await start(options)
      const { stream, threadId } = await sdk.pipes.run({ name: 'test-pipe', messages: QUESTION, stream: true })
      const runner = getRunner(stream)
      let text = ''
      runner.on('content', (delta) => {
        text += delta
      })
      await runner.done()
      expect(text).toBe('You wrote: Hello, Zoë 👋')
      expect(threadId).toMatch(UUID)
      expect(await runner.totalUsage()).toMatchObject({ completion_tokens: 5 })
    },
  )

  it('continues a thread and answers flat where asked to', async () => {
    const { sdk, server } = await start({ flat: true })
    server.setReply(({ messages }) => `${messages.length} messages`)
    const first = await sdk.pipes.run({ name: 'test-pipe', messages: QUESTION, stream: false })
    const threadId = first.threadId
    if (threadId === undefined) throw new Error('no thread')
    const second = await sdk.pipes.run({ name: 'test-pipe', messages: QUESTION, threadId, stream: false })
    expect(second.completion).toBe('3 messages')
    expect(await sdk.threads.messages.list({ threadId })).toHaveLength(4)
  })

  it('runs with a pipe key alone, and with an agent', async () => {
    const { sdk } = await start({}, 'pipe_test_pipe_key')
    expect((await sdk.pipes.run({ apiKey: 'pipe_test_pipe_key', messages: QUESTION, stream: false })).completion).toContain('Hello')
    expect(await failure(sdk.pipes.list())).toMatchObject({ status: 403, code: 'FORBIDDEN' })
    const { sdk: other } = await start()
    const agent = await other.agent.run({ model: 'openai:gpt-4o-mini', input: 'Hi', apiKey: 'llm', stream: false })
    expect(agent).toMatchObject({ output: 'You wrote: Hi', model: 'gpt-4o-mini' })
  })

  it('reports errors as the SDK reads them', async () => {
    const { sdk, server } = await start()
    expect(await failure(sdk.pipes.run({ name: 'nope', messages: QUESTION, stream: false }))).toMatchObject({
      status: 404,
      code: 'NOT_FOUND',
    })
    server.setFault({ type: 'rate-limited', resetInSeconds: 3 })
    expect(await failure(sdk.pipes.run({ name: 'test-pipe', messages: QUESTION, stream: false }))).toMatchObject({
      status: 429,
      code: 'RATE_LIMITED',
    })
    const { sdk: stranger } = await start({}, 'wrong')
    expect(await failure(stranger.pipes.list())).toMatchObject({ status: 401, code: 'UNAUTHORIZED' })
  })

  it('creates, lists and updates pipes', async () => {
    const { sdk } = await start({ pipes: [] })
    const created = await sdk.pipes.create({ name: 'summary', status: 'private', model: 'openai:gpt-4o' })
    expect(created).toMatchObject({ name: 'summary', status: 'private', owner_login: 'test-owner', api_key: 'pipe_summary_key' })
    expect(await failure(sdk.pipes.create({ name: 'summary' }))).toMatchObject({ status: 409, code: 'CONFLICT' })
    await sdk.pipes.update({ name: 'summary', description: 'Short' })
    const pipes = await sdk.pipes.list()
    expect(pipes).toHaveLength(1)
    expect(pipes[0]).toMatchObject({ name: 'summary', description: 'Short', model: 'openai:gpt-4o' })
    expect(pipes[0]).not.toHaveProperty('api_key')
  })

  it('uploads a document by a signed address, works on it, and finds it again', async () => {
    const { sdk } = await start()
    await sdk.memories.create({ name: 'notes', chunk_size: 1024, chunk_overlap: 256 })
    expect((await sdk.memories.list()).map(({ name }) => name)).toEqual(['notes'])
    const document = Buffer.from('The harbour opens in May.\n\nTickets cost four euros.')
    const upload = await sdk.memories.documents.upload({
      memoryName: 'notes',
      documentName: 'a.md',
      document,
      contentType: 'text/markdown',
      meta: { lang: 'en' },
    })
    expect(upload.status).toBe(200)
    const seen: (string | undefined)[] = []
    for (let round = 0; round < 3; round += 1) seen.push((await sdk.memories.documents.list({ memoryName: 'notes' }))[0]?.status)
    expect(seen).toEqual(['queued', 'in_progress', 'completed'])
    const found = await sdk.memories.retrieve({ query: 'when does the harbour open', memory: [{ name: 'notes' }], topK: 1 })
    expect(found).toEqual([{ text: 'The harbour opens in May.', similarity: 0.4, meta: { lang: 'en', documentName: 'a.md' } }])
    await sdk.memories.documents.delete({ memoryName: 'notes', documentName: 'a.md' })
    expect(await sdk.memories.documents.list({ memoryName: 'notes' })).toEqual([])
    expect(await sdk.memories.delete({ name: 'notes' })).toEqual({ success: true })
  })

  it('refuses more requests a minute than the plan has, and says so in its headers', async () => {
    const { sdk, server } = await start({ perMinute: 2 })
    await sdk.pipes.list()
    const second = await sdk.pipes.run({ name: 'test-pipe', messages: QUESTION, stream: false, rawResponse: true })
    expect(second.rawResponse?.headers).toMatchObject({ 'lb-ratelimit-limit': '2', 'lb-ratelimit-remaining': '0' })
    expect(await failure(sdk.pipes.list())).toMatchObject({ status: 429, code: 'RATE_LIMITED' })
    expect(server.requests).toHaveLength(3)
  })

  it('fails a document and works on it again when asked to', async () => {
    const { sdk } = await start({ failing: ['a.md'] })
    await sdk.memories.create({ name: 'notes' })
    const document = { memoryName: 'notes', documentName: 'a.md' }
    await sdk.memories.documents.upload({ ...document, document: Buffer.from('text'), contentType: 'text/plain' })
    const state = async () => (await sdk.memories.documents.list({ memoryName: 'notes' }))[0]?.status
    expect([await state(), await state(), await state()]).toEqual(['queued', 'in_progress', 'failed'])
    expect(await sdk.memories.documents.embeddings.retry(document)).toEqual({ success: true })
    expect([await state(), await state(), await state()]).toEqual(['queued', 'in_progress', 'completed'])
  })

  it('keeps threads', async () => {
    const { sdk } = await start()
    const thread = await sdk.threads.create({ metadata: { topic: 'a' }, messages: QUESTION })
    await sdk.threads.append({ threadId: thread.id, messages: [{ role: 'assistant', content: 'Hi' }] })
    await sdk.threads.update({ threadId: thread.id, metadata: { topic: 'b' } })
    expect((await sdk.threads.get({ threadId: thread.id })).metadata).toEqual({ topic: 'b' })
    expect((await sdk.threads.messages.list({ threadId: thread.id })).map(({ content }) => content)).toEqual(['Hello, Zoë 👋', 'Hi'])
    expect(await sdk.threads.delete({ threadId: thread.id })).toEqual({ success: true })
    expect(await failure(sdk.threads.get({ threadId: thread.id }))).toMatchObject({ status: 404 })
  })

  it('records what arrived, byte for byte', async () => {
    const { sdk, server } = await start()
    await sdk.pipes.run({ name: 'test-pipe', messages: QUESTION, stream: false })
    const [request] = server.requests
    expect(request).toMatchObject({ method: 'POST', path: '/v1/pipes/run', closedEarly: false })
    expect(request?.headers.authorization).toBe('Bearer test-key')
    expect(request?.body).toContain('Zoë 👋')
    expect(request?.bodyBytes.toString('utf8')).toBe(request?.body)
  })
})
