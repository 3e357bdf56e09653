import { afterEach, describe, expect, it } from 'vitest'
import type { TidegateError } from '#contracts/errors.ts'
import { type LangbaseServer, type LangbaseServerOptions, startLangbaseServer } from '../services/index.ts'
import { startTestApp, type TestApp, twoProviders } from './test-app.ts'

const stoppers: (() => Promise<void>)[] = []
const until = (): AbortSignal => new AbortController().signal
const PUBLIC = 'The harbour opens in May. Tickets cost four euros.'

async function start(
  options: LangbaseServerOptions = {},
  config: object = {},
  keys: Readonly<Record<string, string>> = { hosted: 'test-key' },
): Promise<{ server: LangbaseServer; test: TestApp }> {
  const server = await startLangbaseServer(options)
  const test = await startTestApp({ ...twoProviders({ hosted: server }), ...config }, keys)
  stoppers.push(
    () => server.stop(),
    () => test.stop(),
  )
  return { server, test }
}

async function refusal(promise: Promise<unknown>): Promise<TidegateError> {
  return promise.then(
    () => {
      throw new Error('it was not refused')
    },
    (error: TidegateError) => error,
  )
}

afterEach(async () => {
  for (const stop of stoppers.splice(0).reverse()) await stop()
})

describe('a Langbase account', () => {
  it('makes a private pipe from a template, lists it, and runs it from then on', async () => {
    const { server, test } = await start()
    const { langbase } = test.app
    expect(await langbase.createPipe({ template: 'judge', name: 'tide-judge' }, until())).toMatchObject({
      name: 'tide-judge',
      status: 'private',
    })
    const created = JSON.parse(server.requests[0]?.body ?? '')
    expect(created).toMatchObject({ status: 'private', upsert: false, temperature: 0, max_tokens: 800, json: true })
    await langbase.choosePipe(undefined, 'tide-judge')
    expect((await langbase.pipes(undefined, until())).map(({ name, inUse }) => [name, inUse])).toEqual([
      ['test-pipe', false],
      ['tide-judge', true],
    ])
    const generation = await test.run({ prompt: 'Write about tides.', options: { route: 'hosted' } })
    expect(generation.attempts[0]).toMatchObject({ error: null, state: 'succeeded', model: 'tide-judge' })
    expect(await refusal(langbase.createPipe({ template: 'judge', name: 'tide-judge' }, until()))).toMatchObject({ code: 'CONFLICT' })
    expect(await refusal(langbase.createPipe({ template: 'nothing' }, until()))).toMatchObject({ code: 'NOT_FOUND' })
  })

  it('uploads a public source in two steps, waits until it was worked on, and finds it again', async () => {
    const { server, test } = await start()
    const { langbase, sources } = test.app
    const source = await sources.addText('harbour.md', PUBLIC)
    await langbase.createMemory(undefined, { name: 'notes', description: 'Opening hours' }, until())
    await langbase.uploadSource(undefined, 'notes', source.id, until())
    const put = server.requests.find(({ method }) => method === 'PUT')
    expect(put?.body).toBe(PUBLIC)
    expect(put?.headers.authorization).toBeUndefined()
    const account = await langbase.account()
    expect(await account.awaitDocument('notes', 'harbour.md', until())).toMatchObject({ state: 'completed' })
    await langbase.chooseMemory(undefined, 'notes', true)
    const generation = await test.run({ prompt: 'When does the harbour open?', options: { route: 'hosted' } })
    expect(generation.state).toBe('succeeded')
    expect(server.requests.some(({ path }) => path === '/v1/memory/retrieve')).toBe(true)
    // Everything that left is in the ledger, and the text of the document with it.
    const ledger = await test.app.storage.ledger.list({ limit: 100 })
    expect(ledger.some(({ purpose, payload }) => purpose === 'upload' && payload === PUBLIC)).toBe(true)
    await langbase.deleteMemory(undefined, 'notes', until())
    expect(test.app.config.get().providers[0]?.memories).toEqual([])
    expect(await langbase.memories(undefined, until())).toEqual([])
  })

  it('works on a document again that failed', { tags: ['long'] }, async () => {
    const { test } = await start({ failing: ['harbour.md'] })
    const account = await test.app.langbase.account()
    await account.createMemory({ name: 'notes', description: '' }, until())
    await account.upload({ memory: 'notes', name: 'harbour.md', text: PUBLIC, mediaType: 'text/markdown' }, until())
    expect(await account.awaitDocument('notes', 'harbour.md', until())).toMatchObject({ state: 'failed' })
    await account.retryEmbeddings('notes', 'harbour.md', until())
    expect(await account.awaitDocument('notes', 'harbour.md', until())).toMatchObject({ state: 'completed' })
    expect(await refusal(account.awaitDocument('notes', 'other.md', until()))).toMatchObject({ code: 'NOT_FOUND' })
  })

  it('refuses to upload what is not public, before anything is sent', async () => {
    const { server, test } = await start()
    const { langbase, sources } = test.app
    const source = await sources.addText('contacts.md', 'Call Margaret Ellison, margaret.ellison@northfield.example, +44 20 7946 0958.')
    expect(await refusal(langbase.uploadSource(undefined, 'notes', source.id, until()))).toMatchObject({
      code: 'POLICY_FORBIDS_ROUTE',
      message: expect.stringContaining('confidential'),
    })
    // Whatever the caller says of it: the content decides, and so does the name.
    const secret = { memory: 'notes', name: 'plain.md', text: 'password = "hunter2-Trustno1!x"', mediaType: 'text/plain' }
    expect(await refusal(langbase.upload(undefined, secret, until()))).toMatchObject({ code: 'POLICY_FORBIDS_ROUTE' })
    const named = { memory: 'notes', name: 'margaret.ellison@northfield.example.md', text: PUBLIC, mediaType: 'text/plain' }
    expect(await refusal(langbase.upload(undefined, named, until()))).toMatchObject({ code: 'POLICY_FORBIDS_ROUTE' })
    const verdicts = await langbase.uploadable(until())
    expect(verdicts.find(({ name }) => name === 'contacts.md')).toMatchObject({ allowed: false, label: 'confidential' })
    expect(server.requests).toHaveLength(0)
  })

  it.each<[string, (account: Awaited<ReturnType<TestApp['app']['langbase']['account']>>) => Promise<unknown>]>([
    [
      'a document’s name',
      (a) => a.upload({ memory: 'notes', name: 'ann.lee@northfield.example', text: PUBLIC, mediaType: 'text/plain' }, until()),
    ],
    [
      'metadata',
      (a) =>
        a.upload({ memory: 'notes', name: 'a.md', text: PUBLIC, mediaType: 'text/plain', meta: { owner: 'SSN 536-22-8145' } }, until()),
    ],
    ['a document', (a) => a.upload({ memory: 'notes', name: 'a.md', text: 'Her SSN is 536-22-8145.', mediaType: 'text/plain' }, until())],
    [
      'a pipe’s instructions',
      (a) =>
        a.createPipe(
          {
            name: 'p',
            description: '',
            model: 'openai:gpt-4o-mini',
            temperature: 0,
            maxTokens: 10,
            json: false,
            system: 'Use AKIAQ3EGR7PLM5XW2TZN.',
          },
          until(),
        ),
    ],
    ['a pipe’s new description', (a) => a.updatePipe('test-pipe', { description: 'Write to ann.lee@northfield.example' }, until())],
    ['a memory’s name', (a) => a.createMemory({ name: 'notes-4111 1111 1111 1111', description: '' }, until())],
    ['a name in an address', (a) => a.deleteDocument('notes', 'ann.lee@northfield.example', until())],
    ['a thread’s message', (a) => a.append('t', [{ role: 'user', content: 'IBAN DE89 3704 0044 0532 0130 00' }], until())],
    ['a thread’s metadata', (a) => a.createThread({ metadata: { who: 'ann.lee@northfield.example' } }, until())],
    ['the provider’s own key', (a) => a.append('t', [{ role: 'user', content: 'test-key-12345678' }], until())],
  ])('lets nothing private leave in %s', async (_where, send) => {
    const { server, test } = await start({ key: 'test-key-12345678' }, {}, { hosted: 'test-key-12345678' })
    const account = await test.app.langbase.account()
    await account.createMemory({ name: 'notes', description: '' }, until())
    expect(await refusal(send(account))).toMatchObject({ code: 'EGRESS_REFUSED' })
    expect(server.requests.filter(({ method }) => method === 'PUT')).toHaveLength(0)
    expect(server.received.map(String).join('')).not.toMatch(/ann\.lee|536-22|AKIA|4111|DE89/)
  })

  it('sends nothing in local-only mode, and nothing where the workspace keeps public text here', async () => {
    const strict = { policy: { allowed: { public: ['local'], internal: ['local'], confidential: ['local'], restricted: ['local'] } } }
    for (const config of [{ privacyMode: 'local-only' }, strict]) {
      const { server, test } = await start({}, config)
      expect(await refusal(test.app.langbase.memories(undefined, until()))).toMatchObject({ code: 'EGRESS_REFUSED' })
      expect(server.requests).toHaveLength(0)
    }
  })

  it('does not put a document where the service must not lead: into the user’s own network, or without encryption', async () => {
    const { server, test } = await start({ uploadOrigin: 'http://10.1.2.3:9' })
    const account = await test.app.langbase.account()
    await account.createMemory({ name: 'notes', description: '' }, until())
    const document = { memory: 'notes', name: 'a.md', text: PUBLIC, mediaType: 'text/plain' as const }
    expect(await refusal(account.upload(document, until()))).toMatchObject({ code: 'EGRESS_REFUSED' })
    expect(server.requests.filter(({ method }) => method === 'PUT')).toHaveLength(0)
  })

  it('names no other step of an address than the one it was given', async () => {
    const { server, test } = await start()
    const account = await test.app.langbase.account()
    for (const name of ['..', '.', '']) expect(await refusal(account.deleteMemory(name, until()))).toMatchObject({ code: 'BAD_INPUT' })
    expect(await refusal(account.deleteMemory('../pipes', until()))).toMatchObject({ code: 'PROVIDER_NOT_FOUND' })
    expect(server.requests.map(({ path }) => path)).toEqual(['/v1/memory/..%2Fpipes'])
  })

  it('says what a pipe’s own key cannot do', async () => {
    const { test } = await start({}, {}, { hosted: 'pipe_test_pipe_key' })
    const error = await refusal(test.app.langbase.pipes(undefined, until()))
    expect(error).toMatchObject({ code: 'PROVIDER_FORBIDDEN', message: expect.stringContaining('user or organisation key') })
    expect((await test.run({ prompt: 'Write about tides.', options: { route: 'hosted' } })).state).toBe('succeeded')
  })

  it('keeps threads by hand', async () => {
    const { test } = await start()
    const account = await test.app.langbase.account()
    const thread = await account.createThread({ metadata: { topic: 'tides' } }, until())
    await account.append(thread.id, [{ role: 'user', content: 'Hello' }], until())
    expect(await account.messages(thread.id, until())).toEqual([{ role: 'user', content: 'Hello' }])
    expect((await account.updateThread(thread.id, { topic: 'waves' }, until())).metadata).toEqual({ topic: 'waves' })
    await account.deleteThread(thread.id, until())
    expect(await refusal(account.thread(thread.id, until()))).toMatchObject({ code: 'PROVIDER_NOT_FOUND' })
  })
})

describe('a conversation', () => {
  it('goes on in its thread, and what was written here never gets into it', async () => {
    const { server, test } = await start()
    server.setReply(({ messages }) => messages.map(({ content }) => content).join(' | '))
    const options = { route: 'hosted', conversation: 'c1' } as const
    await test.run({ prompt: 'First about tides.', options })
    const local = 'Keep here: Margaret Ellison, margaret.ellison@northfield.example.'
    await test.run({ prompt: local, options: { route: 'local', conversation: 'c1' } })
    const third = await test.run({ prompt: 'Then about waves.', options })
    expect(third.text).toContain('First about tides.')
    const runs = server.requests.filter(({ path }) => path === '/v1/pipes/run').map(({ body }) => JSON.parse(body))
    expect(runs.map(({ threadId }) => typeof threadId)).toEqual(['undefined', 'string'])
    expect(server.received.map(String).join('')).not.toMatch(/ellison/i)
    const [kept] = await test.app.storage.threads.list()
    expect(kept).toMatchObject({ conversation: 'c1', provider: 'hosted', threadId: runs[1]?.threadId })
    // Another conversation has its own.
    await test.run({ prompt: 'Something else.', options: { ...options, conversation: 'c2' } })
    expect(JSON.parse(server.requests.at(-1)?.body ?? '').threadId).toBeUndefined()
  })
})

describe('a model without a pipe', () => {
  it('is run with the key of its maker in a header, which stands in no body and not in the ledger', async () => {
    const { server, test } = await start({}, {}, { hosted: 'test-key', 'hosted-llm': 'llm-key-of-the-maker-123' })
    test.app.config.set('providers.0.model', 'openai:gpt-4o-mini')
    const generation = await test.run({ prompt: 'Write about tides.', options: { route: 'hosted' } })
    expect(generation.state).toBe('succeeded')
    const request = server.requests.find(({ path }) => path === '/v1/agent/run')
    expect(request?.headers['lb-llm-key']).toBe('llm-key-of-the-maker-123')
    expect(JSON.parse(request?.body ?? '')).toMatchObject({ model: 'openai:gpt-4o-mini', stream: true })
    const ledger = JSON.stringify(await test.app.storage.ledger.list({ limit: 100 }))
    expect(`${server.requests.map(({ body }) => body).join('')}${ledger}`).not.toContain('llm-key-of-the-maker-123')
    // And it may not leave in a text either.
    const leaking = await test.run({ prompt: 'Use llm-key-of-the-maker-123 there.', options: { route: 'hosted' } })
    expect(leaking.state).not.toBe('succeeded')
    expect(server.requests.filter(({ path }) => path === '/v1/agent/run')).toHaveLength(1)
  })
})

describe('the limit of an account', () => {
  it('holds back what the plan does not allow; what is over it waits for its time and is not refused by the service', async () => {
    const { server, test } = await start({ perMinute: 3 }, {}, { hosted: 'test-key' })
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, index) => test.run({ prompt: `Write about tide ${index}.`, options: { route: 'hosted' } })),
    )
    const states = results.map(({ state }) => state)
    expect(states.filter((state) => state === 'succeeded')).toHaveLength(3)
    expect(states.filter((state) => state === 'deferred')).toHaveLength(5)
    expect(server.requests.filter(({ path }) => path === '/v1/pipes/run').length).toBeLessThanOrEqual(5)
    expect(Math.min(...results.flatMap(({ retryAt }) => retryAt ?? []))).toBeGreaterThan(Date.now() + 20_000)
  })
})
