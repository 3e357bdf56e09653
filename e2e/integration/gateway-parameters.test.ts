import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { HeadlessHost } from '../../main/headless/index.ts'
import { type ScriptedServer, startOpenAiServer } from '../services/index.ts'
import { hostOf } from './mcp/clients.ts'
import { startTestApp, type TestApp, twoProviders } from './test-app.ts'

let local: ScriptedServer
let test: TestApp
let host: HeadlessHost

beforeEach(async () => {
  local = await startOpenAiServer({})
  test = await startTestApp(twoProviders({ local }))
  host = await hostOf(test.app, test.dataDir)
})
afterEach(async () => {
  await host.dispose()
  await test.stop()
  await local.stop()
})

const QUESTION = { role: 'user', content: 'How often does the tide turn?' }
const send = (body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`http://127.0.0.1:${host.port}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${host.token}`, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
const ask = (more: Readonly<Record<string, unknown>>): Promise<Response> => send({ model: 'local', messages: [QUESTION], ...more })
const get = (path: string, headers: Record<string, string> = { authorization: `Bearer ${host.token}` }): Promise<Response> =>
  fetch(`http://127.0.0.1:${host.port}${path}`, { headers })
const answerOf = async (response: Response) => (await response.json()).choices[0]

describe('a parameter of a chat', () => {
  it('that changes nothing is told, whatever its name, and the answer comes', async () => {
    local.setReply('Twice a day.')
    const many = Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`of_mine_${index}`, 1]))
    for (const [more, told] of [
      [{ temperature: 1, schlüssel: 1 }, 'temperature, and 1 more'],
      [{ 'a\r\nset-cookie: x=1': 1 }, 'and 1 more'],
      [many, /^(of_mine_\d+, ){20}and 2980 more$/],
      [{ messages: [{ ...QUESTION, name: 'Ines', audio: null }] }, 'messages.name'],
      [{ messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi', cache_control: {} }] }] }, 'messages.content.cache_control'],
      [{ stream_options: { include_usage: true } }, 'stream_options'],
      [{ max_tokens: 20, max_completion_tokens: 40 }, 'max_tokens'],
    ] as const) {
      const response = await ask(more)
      expect(response.status).toBe(200)
      expect(response.headers.get('x-tidegate-ignored')).toMatch(told)
      expect(response.headers.get('set-cookie')).toBeNull()
      expect((await answerOf(response)).message.content).toBe('Twice a day.')
    }
  })

  it('that is wrong is named with what is expected there, and not with what was sent', async () => {
    for (const [more, param, expected] of [
      [{ max_tokens: 0 }, 'max_tokens', '>0'],
      [{ model: undefined }, 'model', 'expected string'],
      [{ messages: [{ role: 'harbour-boss', content: 'x' }] }, 'messages.0.role', '"system"'],
      [{ stop: ['1', '2', '3', '4', '5'] }, 'stop', ''],
    ] as const) {
      const response = await ask(more)
      const { error } = await response.json()
      expect(response.status, param).toBe(400)
      expect(error).toMatchObject({ param, type: 'invalid_request_error' })
      expect(error.message).toContain(expected)
      expect(error.message).not.toContain('harbour')
    }
  })

  it('that is no part of a request names the whole', async () => {
    for (const body of ['"x"', 'null', '[]'])
      expect((await (await send(body)).json()).error).toMatchObject({ code: 'bad_input', param: null })
  })

  it('that is nested without end is the client’s mistake', async () => {
    const schema = `${'{"items":'.repeat(100_000)}{}${'}'.repeat(100_000)}`
    const format = `{"type":"json_schema","json_schema":{"name":"a","schema":${schema}}}`
    const response = await send(`{"model":"local","messages":[${JSON.stringify(QUESTION)}],"response_format":${format}}`)
    expect(response.status).toBe(400)
    expect((await response.json()).error).toMatchObject({ param: 'response_format' })
  })

  it('that asks for JSON is answered with JSON and nothing around it', async () => {
    local.setReply('Here it is:\n```json\n{"times": 2}\n```\nAsk me for more!')
    for (const type of ['json_object', 'json_schema']) {
      const format = { type, json_schema: { name: 'a', description: 'x', schema: { type: 'object', required: ['times'] } } }
      const response = await ask({ response_format: format })
      expect((await answerOf(response)).message.content).toBe('{"times": 2}')
      const streamed = await (await ask({ response_format: format, stream: true })).text()
      expect(streamed).toContain(JSON.stringify('{"times": 2}'))
      expect(streamed).not.toContain('Here it is')
    }
  })

  it.each([
    ['no JSON', 'It turns twice.', { type: 'json_object' }],
    [
      'JSON of another schema',
      '{"turns": 2}',
      { type: 'json_schema', json_schema: { name: 'a', schema: { type: 'object', required: ['times'] } } },
    ],
  ])('that asks for JSON is not answered with %s as if nothing were wrong', async (_what, reply, response_format) => {
    local.setReply(reply)
    for (const stream of [false, true]) {
      const response = await ask({ response_format, stream })
      expect(response.status).toBe(502)
      expect(response.headers.get('x-should-retry')).toBe('false')
      const { error } = await response.json()
      expect(error).toMatchObject({ code: 'provider_protocol', message: expect.stringContaining('response_format') })
      expect(error.message).not.toContain('turns')
      const kept = await test.app.generations.get(response.headers.get('x-tidegate-generation-id') ?? '')
      expect(kept.text).toBe(reply)
    }
  })

  it('that stops an answer ends it there, whole and in a stream', async () => {
    local.setReply('It turns twice a day.\nUser: And at night?')
    const whole = await answerOf(await ask({ stop: '\nUser:' }))
    expect(whole).toMatchObject({ message: { content: 'It turns twice a day.' }, finish_reason: 'stop' })
    const streamed = await (await ask({ stop: ['day', '\nUser:'], stream: true, stream_options: { include_usage: true } })).text()
    const chunks = streamed.split('\n\n').flatMap((line) => (line.startsWith('data: {') ? [JSON.parse(line.slice(6))] : []))
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('It turns twice a ')
    expect(chunks.at(-2)?.choices[0].finish_reason).toBe('stop')
    expect(chunks.at(-1)?.usage.prompt_tokens).toBeGreaterThan(0)
    expect(streamed).toMatch(/data: \[DONE\]\n\n$/)
  })

  it('that stops an answer also stops the model, which would have written on', async () => {
    local.setReply(`Twice a day.\nUser: ${'And at night? '.repeat(2_000)}`)
    local.setFault({ type: 'drip', afterFrames: 12, ms: 50 })
    expect(await answerOf(await ask({ stop: 'User:' }))).toMatchObject({ message: { content: 'Twice a day.\n' }, finish_reason: 'stop' })
    // The job is settled once its generation is, of which the client has heard by then.
    const states = async () =>
      (await test.app.storage.jobs.list({ limit: 10 })).flatMap(({ kind, state }) => (kind === 'generate' ? [state] : []))[0]
    await expect.poll(states, { interval: 5, timeout: 2_000 }).toBe('cancelled')
  })
})

describe('whoever asks the gateway wrongly', () => {
  it('is told of a body that is too long by the status for it', async () => {
    const response = await send({ model: 'local', messages: [{ role: 'user', content: 'a'.repeat(5 * 1024 * 1024) }] })
    expect(response.status).toBe(413)
    expect((await response.json()).error).toMatchObject({
      type: 'invalid_request_error',
      message: expect.stringContaining('4194304 bytes'),
    })
  })

  it('is answered in the shape of the API also where the token or the origin is wrong', async () => {
    for (const [path, headers, status] of [
      ['/v1', {}, 401],
      ['/v1/models', {}, 401],
      ['/v1/models', { authorization: `Bearer ${host.token}`, origin: 'https://elsewhere.example' }, 403],
    ] as const) {
      const response = await get(path, headers)
      expect(response.status).toBe(status)
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      expect((await response.json()).error).toMatchObject({ type: 'authentication_error', param: null })
    }
  })

  it('finds one model by its name, also one with a slash, and is told which there are', async () => {
    expect(await (await get('/v1/models/auto')).json()).toMatchObject({ id: 'auto', object: 'model' })
    for (const path of ['/v1/models/local/test-model', '/v1/models/local%2Ftest-model']) {
      expect(await (await get(path)).json()).toMatchObject({ id: 'local/test-model', owned_by: 'local' })
    }
    const missing = await get('/v1/models/%')
    expect(missing.status).toBe(404)
    expect((await missing.json()).error.message).toContain('local/test-model')
  })
})
