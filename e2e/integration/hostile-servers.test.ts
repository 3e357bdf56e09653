import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp, twoProviders } from './test-app.ts'

/** Answers each question as a test wants it, which no faithful server would. */
let answer: (response: ServerResponse) => void
let test: TestApp

const server = createServer((request, response) => {
  if (request.method === 'POST') request.resume().once('end', () => answer(response))
  else response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":[{"id":"test-model"}]}')
})

beforeEach(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  test = await startTestApp(twoProviders({ local: { url: `http://127.0.0.1:${port}` } }))
})
afterEach(async () => {
  await test.stop()
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
})

const said = (content: string): string => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`
const stream = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' })
const ask = () => test.run({ prompt: 'How often does the tide turn?', options: { route: 'local' } })

describe('a server that answers with nonsense', () => {
  it.each([1e300, 2 ** 53, Number.MAX_SAFE_INTEGER])('costs no draft by what it says to have counted: %s', async (count) => {
    const usage = JSON.stringify({ choices: [], usage: { prompt_tokens: count, completion_tokens: count } })
    answer = (response) => void stream(response).end(`${said('Twice a day.')}data: ${usage}\n\ndata: [DONE]\n\n`)
    expect(await ask()).toMatchObject({ state: 'succeeded', text: 'Twice a day.', usage: { counted: 'estimate' } })
    expect(await test.app.storage.generations.list({ limit: 10 })).toHaveLength(1)
  })

  it.each(['9'.repeat(400), '99999999999'])('holds a request back for a day at most, whatever it asks for: %s', async (wait) => {
    answer = (response) => void response.writeHead(429, { 'retry-after': wait }).end()
    const { state, retryAt } = await ask()
    expect(state).toBe('deferred')
    expect(retryAt).toBeGreaterThan(Date.now())
    expect(retryAt).toBeLessThan(Date.now() + 25 * 3_600_000)
  })

  it('and never ends is stopped, and what it wrote is kept', async () => {
    answer = async (response) => {
      const { socket } = stream(response)
      while (socket?.destroyed === false) if (!response.write(said('The tide turns again. '.repeat(4_000)))) await once(response, 'drain')
    }
    const { state, text, error } = await ask()
    expect(state).toBe('failed')
    expect(error).toMatchObject({ code: 'PROVIDER_PROTOCOL', message: expect.stringContaining('2000000 characters') })
    expect(text.length).toBeGreaterThan(1_500_000)
  })
})
