import { Ollama } from 'ollama'
import { afterEach, describe, expect, it } from 'vitest'
import { hashedVector, type OllamaServerOptions, type ScriptedServer, startOllamaServer } from './index.ts'

const CHAT = { model: 'llama3.2:1b', messages: [{ role: 'user', content: 'Ça va ? 🙂' }] }
const running: ScriptedServer[] = []

async function start(options: OllamaServerOptions = {}): Promise<{ server: ScriptedServer; sdk: Ollama }> {
  const server = await startOllamaServer(options)
  running.push(server)
  return { server, sdk: new Ollama({ host: server.url }) }
}

async function failure(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
  throw new Error('it did not fail')
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()))
})

describe('the official Ollama package against the test server', () => {
  it.each([{}, { splitBytes: 1 }, { thinking: 'hm' }])('streams a chat with %o', async (options) => {
    const { sdk } = await start(options)
    let text = ''
    let last: unknown
    for await (const part of await sdk.chat({ ...CHAT, stream: true })) {
      text += part.message.content
      last = part
    }
    expect(text).toBe('You wrote: Ça va ? 🙂')
    expect(last).toMatchObject({ done: true, done_reason: 'stop', eval_count: 6, prompt_eval_count: 3 })
  })

  it('answers in one document', async () => {
    const { sdk } = await start({ promptCached: true })
    const result = await sdk.chat(CHAT)
    expect(result).toMatchObject({ done: true, message: { role: 'assistant', content: 'You wrote: Ça va ? 🙂' } })
    expect(result).not.toHaveProperty('prompt_eval_count')
  })

  it('makes vectors, cut to the context unless that is refused', async () => {
    const { sdk } = await start({ embedTokens: 4 })
    const { embeddings } = await sdk.embed({ model: 'llama3.2:1b', input: ['the gate', 'the gate is open and the tide is high'] })
    expect(embeddings).toEqual([hashedVector('the gate'), hashedVector('the gate is open')])
    expect(await failure(sdk.embed({ model: 'llama3.2:1b', input: 'x'.repeat(17), truncate: false }))).toContain(
      'exceeds the context length',
    )
    expect(await failure(sdk.embed({ model: 'missing', input: 'x' }))).toContain('not found')
  })

  it('lists models, shows one, and knows what is loaded', async () => {
    const { sdk } = await start({ models: ['a', { name: 'b:cloud', remoteHost: 'https://ollama.com:443' }] })
    expect((await sdk.list()).models.map(({ name }) => name)).toEqual(['a:latest', 'b:cloud'])
    expect((await sdk.show({ model: 'a' })).capabilities).toEqual(['completion'])
    await sdk.chat({ model: 'a', messages: [] })
    expect((await sdk.ps()).models.map(({ name }) => name)).toEqual(['a:latest'])
    await sdk.chat({ model: 'a', messages: [], keep_alive: 0 })
    expect((await sdk.ps()).models).toEqual([])
  })

  it('fails before and within a stream as the package expects', async () => {
    const { sdk, server } = await start()
    expect(await failure(sdk.chat({ ...CHAT, model: 'none' }))).toContain("model 'none' not found")
    server.setFault({ type: 'error-frame', afterFrames: 1 })
    const drain = async (): Promise<void> => {
      for await (const _part of await sdk.chat({ ...CHAT, stream: true }));
    }
    expect(await failure(drain())).toContain('an error was encountered')
    server.setFault({ type: 'truncate', afterFrames: 2 })
    expect(await failure(drain())).toContain('Did not receive done')
  })

  it('says that the client left', async () => {
    const { sdk, server } = await start()
    server.setFault({ type: 'endless' })
    const stream = await sdk.chat({ ...CHAT, stream: true })
    const drain = async (): Promise<void> => {
      for await (const _part of stream) stream.abort()
    }
    const [closed, told] = await Promise.all([server.waitForClose(0), failure(drain())])
    expect(closed.closedEarly).toBe(true)
    expect(told).toContain('abort')
  })
})
