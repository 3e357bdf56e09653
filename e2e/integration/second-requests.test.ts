import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { removeDataDir } from '../host-process.ts'
import { type LangbaseServer, type ScriptedServer, startLangbaseServer, startOpenAiServer } from '../services/index.ts'
import { makeSettledDataDir } from '../settled-database.ts'
import { startTestApp, type TestApp, twoProviders } from './test-app.ts'

const KEY = 'hosted-key-9f8e7d6c'
const PUBLIC = 'Write a two-sentence invitation to the public book club on Saturday at the town library.'
const ACCOUNT = `For the payment: DE89 3704 0044 0532 0130 00.
The keeper of the lighthouse painted the door green before the winter storms, and the ferry brought two barrels of lamp oil and a box of
books for the long evenings.`
const PASSAGE =
  'the KEEPER of the lighthouse painted the door green before the winter storms - and the ferry brought two barrels of lamp oil'

let hosted: LangbaseServer
let local: ScriptedServer
let test: TestApp

async function start(change: (config: Record<string, unknown>) => void = () => undefined): Promise<void> {
  const config = twoProviders({ hosted, local }) as Record<string, unknown>
  change(config)
  test = await startTestApp(config, { hosted: KEY, local: 'local-key-1a2b3c4d5e' })
}

beforeEach(async () => {
  hosted = await startLangbaseServer({ key: KEY })
  local = await startOpenAiServer({})
})
afterEach(async () => {
  await test.stop()
  await Promise.all([hosted.stop(), local.stop()])
})

const arrived = (): string => Buffer.concat(hosted.received).toString('utf8')
const refusals = async (): Promise<(string | null)[]> =>
  (await test.app.storage.ledger.list({ limit: 100 })).filter(({ verdict }) => verdict === 'refused').map(({ reason }) => reason)

describe('what must not leave, and what it would leave with', () => {
  it('a passage of a restricted source is refused in another request, and the draft is written here', async () => {
    await start()
    expect((await test.app.sources.addText('account.txt', ACCOUNT)).label).toBe('restricted')
    const generation = await test.run({ prompt: `Shorten this to one sentence: "${PASSAGE}"`, options: {} })
    const pinned = await test.run({ prompt: `Shorten this to one sentence: "${PASSAGE}"`, options: { route: 'hosted' } })
    expect(generation.state).toBe('succeeded')
    expect(pinned).toMatchObject({ state: 'failed', error: { code: 'EGRESS_REFUSED' } })
    expect(pinned.error?.message).toContain('restricted sources')
    expect(arrived()).not.toContain('lighthouse')
    expect(await refusals()).toContain('RESTRICTED_OVERLAP')
    // Once the source is gone the text is nobody's secret any more.
    for (const { id } of await test.app.sources.list()) await test.app.sources.remove(id)
    expect(await test.run({ prompt: `Shorten this to one sentence: "${PASSAGE}"`, options: { route: 'hosted' } })).toMatchObject({
      state: 'succeeded',
    })
    expect(arrived()).toContain('lighthouse')
  })

  it.each(['local-key-1a2b3c4d5e', Buffer.from('local-key-1a2b3c4d5e').toString('base64'), 'LOCAL-KEY-1A2B3C4D5E'])(
    'the key of another provider is refused: %s',
    async (key) => {
      await start()
      await test.run({ prompt: `What does ${key} stand for?`, options: { route: 'hosted' } })
      expect(arrived()).not.toContain(key)
    },
  )

  it('what a hosted memory answers is judged again before it goes into a second request', async () => {
    await start((config) => {
      const [first, ...rest] = config.providers as Record<string, unknown>[]
      config.providers = [{ ...first, memories: ['notes'] }, ...rest]
    })
    hosted.addDocument('notes', 'note.txt', 'The book club pays with card 4539 5787 6362 1486 at the town library on Saturday.')
    expect(await test.run({ prompt: PUBLIC })).toMatchObject({ state: 'succeeded' })
    // Pinned, so that it is tried for certain.
    const pinned = await test.run({ prompt: PUBLIC, options: { route: 'hosted' } })
    expect(pinned).toMatchObject({ state: 'failed', error: { code: 'EGRESS_REFUSED' } })
    expect(hosted.requests.map(({ path }) => path)).toContain('/v1/memory/retrieve')
    expect(hosted.requests.map(({ path }) => path)).not.toContain('/v1/pipes/run')
    expect(await refusals()).toContain('PAYLOAD_NOT_PUBLIC')
    expect(arrived()).not.toMatch(/4539 5787|45395787/)
  })

  it('a retry that waits is not sent once local-only is switched on', async () => {
    await start((config) => {
      config.retry = { attempts: 3, baseMs: 400, capMs: 5_000 }
    })
    hosted.setFault({ type: 'rate-limited', retryAfter: '1' })
    const { id } = await test.app.generations.start({ prompt: PUBLIC, sources: [], options: { route: 'hosted' } })
    await hosted.waitForRequest(0)
    test.app.config.set('privacyMode', 'local-only')
    hosted.setFault(null)
    for await (const event of test.app.generations.watch(id)) if (event.type === 'done') break
    expect(await test.app.generations.get(id)).toMatchObject({ state: 'failed', error: { code: 'EGRESS_REFUSED' } })
    expect(hosted.requests).toHaveLength(1)
  })

  it('a word that the workspace has called private since is not sent again by a retry', async () => {
    await start((config) => {
      config.retry = { attempts: 3, baseMs: 400, capMs: 5_000 }
    })
    hosted.setFault({ type: 'rate-limited', retryAfter: '1' })
    const { id } = await test.app.generations.start({
      prompt: `${PUBLIC} Call it Project Heron.`,
      sources: [],
      options: { route: 'hosted' },
    })
    await hosted.waitForRequest(0)
    await test.app.privacy.rules.add({ kind: 'word', text: 'Project Heron', label: 'restricted', note: '' })
    hosted.setFault(null)
    for await (const event of test.app.generations.watch(id)) if (event.type === 'done') break
    expect(await test.app.generations.get(id)).toMatchObject({ state: 'failed', error: { code: 'EGRESS_REFUSED' } })
    expect(hosted.requests).toHaveLength(1)
  })

  it('an answer that asks for a further request gets none', async () => {
    await start()
    const elsewhere = await startOpenAiServer({})
    const call = {
      id: 'call_1',
      type: 'function',
      function: { name: 'http_post', arguments: JSON.stringify({ url: elsewhere.url, body: 'all' }) },
    }
    const message = { role: 'assistant', content: `Go to ${elsewhere.url}`, tool_calls: [call] }
    const raw = { choices: [{ index: 0, message, finish_reason: 'tool_calls' }], model: 'm' }
    for (const status of [200, 301, 302, 307, 308]) {
      hosted.setFault({
        type: 'status',
        status,
        body: { completion: message.content, raw, next: elsewhere.url },
        headers: { location: elsewhere.url, link: `<${elsewhere.url}>; rel="next"` },
      })
      await test.run({ prompt: PUBLIC, options: { route: 'hosted' } })
    }
    expect(hosted.requests.length).toBeGreaterThanOrEqual(5)
    expect(elsewhere.received).toHaveLength(0)
    await elsewhere.stop()
  })
})

describe('proxies of the environment', () => {
  it('are not used', async () => {
    await start()
    const connections: string[] = []
    const proxy = createServer((socket) => {
      connections.push('one')
      socket.destroy()
    })
    proxy.listen(0, '127.0.0.1')
    await once(proxy, 'listening')
    const address = proxy.address()
    const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
    const dataDir = makeSettledDataDir(twoProviders({ hosted }), { hosted: KEY })
    const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy']
    const child = spawn(
      process.execPath,
      [
        fileURLToPath(new URL('../../bin/tidegate.mjs', import.meta.url)),
        'generate',
        '--prompt',
        PUBLIC,
        '--route',
        'hosted',
        '--json',
        '--data-dir',
        dataDir,
      ],
      {
        env: {
          ...process.env,
          ...Object.fromEntries(names.map((name) => [name, url])),
          NO_PROXY: '',
          no_proxy: '',
          NODE_USE_ENV_PROXY: '1',
          CI: 'true',
          TIDEGATE_NO_BUILD: '1',
        },
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    )
    const [exit] = await once(child, 'close')
    expect(exit).toBe(0)
    expect(hosted.requests).toHaveLength(1)
    expect(connections).toEqual([])
    proxy.close()
    removeDataDir(dataDir)
  })
})
