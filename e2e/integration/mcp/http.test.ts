import { readdirSync } from 'node:fs'
import { request } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { HeadlessHost } from '../../../main/headless/index.ts'
import { type LangbaseServer, type ScriptedServer, startLangbaseServer, startOpenAiServer } from '../../services/index.ts'
import { startTestApp, type TestApp, twoProviders } from '../test-app.ts'
import { call, connectHttp, hostOf } from './clients.ts'

const SAMPLES = readdirSync(fileURLToPath(new URL('../../../resources/sample', import.meta.url))).filter((name) => name !== 'README.md')
/** The machine may be as busy as it likes. */
const WAIT = { timeout: 20_000 }
const KEY = 'AKIAQ3EXAMPLETIDEWZ7'
const MAIL = 'mara.lindqvist@harbour-office.org'

let test: TestApp
let host: HeadlessHost
let hosted: LangbaseServer
let local: ScriptedServer
let client: Client
let transport: Awaited<ReturnType<typeof connectHttp>>['transport']

beforeEach(async () => {
  hosted = await startLangbaseServer({})
  local = await startOpenAiServer({ frameDelayMs: 20 })
  test = await startTestApp(twoProviders({ hosted, local }), { hosted: 'test-key' })
  host = await hostOf(test.app, test.dataDir)
  ;({ client, transport } = await connectHttp(host))
})
afterEach(async () => {
  await client.close()
  await host.dispose()
  await test.stop()
  await hosted.stop()
  await local.stop()
})

const grant = (...grants: string[]) => test.app.config.set('mcp.grants', grants)
const hostedBodies = () => hosted.requests.filter(({ body }) => body !== '').length
async function addSources() {
  // The samples of a new data folder come by and by.
  const labelled = async () => (await test.app.sources.list()).filter(({ labelState }) => labelState === undefined)
  await expect.poll(async () => (await labelled()).length, WAIT).toBe(SAMPLES.length)
  const open = await test.app.sources.addText('tides.txt', 'The barrier closes at high water. The tide turns twice a day.')
  const person = await test.app.sources.addText('people.txt', `The barrier is kept by Mara Lindqvist, ${MAIL}.`)
  const secret = await test.app.sources.addText('deploy.txt', `The barrier is deployed with ${KEY} as the key.`)
  // What is added is indexed in the background: what a search finds before and after is not the same.
  const waiting = async () => (await test.app.sources.list()).filter(({ indexState }) => indexState !== undefined)
  await expect.poll(waiting, WAIT).toEqual([])
  return { open, person, secret }
}

describe('a client over HTTP', () => {
  it('is told of every tool with its schemas and what it may do', async () => {
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name).sort()).toEqual(
      'generate jobs_cancel jobs_list jobs_show ledger_list ledger_verify mask restore route scan sources_list sources_search test_run'.split(
        ' ',
      ),
    )
    for (const tool of tools) {
      expect(tool, tool.name).toMatchObject({ inputSchema: { type: 'object' }, outputSchema: { type: 'object' }, annotations: {} })
      expect(tool.description?.length, tool.name).toBeGreaterThan(40)
    }
    const hints = (name: string) => tools.find((tool) => tool.name === name)?.annotations
    expect(hints('scan')).toMatchObject({ readOnlyHint: true, openWorldHint: false })
    expect(hints('generate')).toMatchObject({ readOnlyHint: false, openWorldHint: true, destructiveHint: false })
    expect(hints('jobs_cancel')).toMatchObject({ readOnlyHint: false, destructiveHint: true })
  })

  it('scans, masks and restores its own text', async () => {
    const text = `Write to ${MAIL} with ${KEY}.`
    expect((await call(client, 'scan', { text })).data).toMatchObject({ label: 'restricted' })
    const masked = (await call(client, 'mask', { text })).data
    expect(JSON.stringify(masked)).not.toContain(MAIL)
    expect((await call(client, 'restore', masked)).isError).toBe(true)
    expect((await call(client, 'restore', { text: masked.text, vaultId: masked.vaultId })).data).toMatchObject({ text })
  })

  it('does not get at the originals of another', async () => {
    const { vaultId, text } = await test.app.privacy.mask(`Write to ${MAIL}.`)
    const refused = await call(client, 'restore', { text, vaultId })
    expect(refused).toMatchObject({ isError: true, text: expect.stringContaining(`tidegate config set mcp.grants '["vaults"]'`) })
    grant('vaults')
    expect((await call(client, 'restore', { text, vaultId })).text).toContain(MAIL)
  })

  it('is told what is wrong with its input, and not what it said', async () => {
    const wrong = await call(client, 'scan', { txt: KEY })
    expect(wrong.isError).toBe(true)
    expect(wrong.text).not.toContain(KEY)
    expect((await call(client, 'generate', { prompt: 5 })).isError).toBe(true)
    expect((await call(client, 'jobs_show', { id: 'job_none' })).text).toContain('NOT_FOUND')
    expect((await call(client, 'no_such_tool')).isError).toBe(true)
  })

  it('sees what the gate decides, and nothing is stored or sent', async () => {
    const { data } = await call(client, 'route', { prompt: `Deploy with ${KEY}.` })
    expect(data).toMatchObject({ status: 'routed', route: 'local', label: 'restricted' })
    expect(await test.app.storage.generations.list({ limit: 10 })).toEqual([])
    expect(hostedBodies()).toBe(0)
  })

  it('may write nothing until a person grants it, and then only on this machine', async () => {
    const asked = { prompt: 'Write two sentences about tides.' }
    const refused = await call(client, 'generate', asked)
    expect(refused).toMatchObject({ isError: true, text: expect.stringContaining(`tidegate config set mcp.grants '["generate"]'`) })
    expect(await test.app.storage.jobs.list({ kind: 'generate', limit: 10 })).toEqual([])

    grant('generate')
    expect((await call(client, 'generate', asked)).data).toMatchObject({ state: 'succeeded', route: 'local', bytesOut: 0 })
    const pinned = await call(client, 'generate', { ...asked, route: 'hosted' })
    expect(pinned).toMatchObject({ isError: true, text: expect.stringContaining(`'["generate","hosted"]'`) })
    expect(hostedBodies()).toBe(0)

    grant('generate', 'hosted')
    expect((await call(client, 'generate', { ...asked, route: 'hosted' })).data).toMatchObject({ state: 'succeeded', route: 'hosted' })
    expect(hostedBodies()).toBe(1)
    // A grant opens no route that the policy closes.
    const blocked = await call(client, 'generate', { prompt: `Deploy with ${KEY}.`, route: 'hosted' })
    expect(blocked.data).toMatchObject({ state: 'blocked', text: '' })
    expect(hostedBodies()).toBe(1)
    expect((await call(client, 'ledger_verify')).data).toMatchObject({ ok: true })
    const { entries } = (await call(client, 'ledger_list')).data
    expect(entries).toMatchObject([{ kind: 'outcome' }, { kind: 'request', verdict: 'allowed', label: 'public' }])
    expect(JSON.stringify(entries)).not.toContain('payload"')
  })

  it('hears how a draft comes along, in words that hold none of it', async () => {
    grant('generate')
    const heard: { progress: number; message?: string | undefined }[] = []
    const { data } = await call(
      client,
      'generate',
      { prompt: 'Write two sentences about the lighthouse.' },
      { onprogress: (step) => heard.push(step) },
    )
    expect(data.state).toBe('succeeded')
    expect(heard.length).toBeGreaterThan(1)
    expect(heard.map(({ progress }) => progress)).toEqual(heard.map((_step, n) => n + 1))
    expect(heard.map(({ message }) => message).join(' ')).toMatch(/Route: local.*characters written/)
    expect(JSON.stringify(heard)).not.toContain('lighthouse')
  })

  it('stops a draft by taking its call back', async () => {
    grant('generate')
    local.setReply(() => 'word '.repeat(2_000))
    const stop = new AbortController()
    const asked = call(
      client,
      'generate',
      { prompt: 'Write at length about tides.' },
      {
        signal: stop.signal,
        onprogress: ({ message }) => message?.includes('written') === true && stop.abort('enough'),
      },
    )
    await expect(asked).rejects.toThrow('enough')
    await expect.poll(async () => (await test.app.storage.generations.list({ limit: 1 }))[0]?.state, WAIT).toBe('cancelled')
    expect((await call(client, 'scan', { text: 'still here' })).isError).toBe(false)
  })

  it('that goes away in the middle leaves nothing running once its session is ended', async () => {
    grant('generate')
    local.setReply(() => 'word '.repeat(2_000))
    const begun = Promise.withResolvers<void>()
    const asked = call(client, 'generate', { prompt: 'Write at length about tides.' }, { onprogress: () => begun.resolve() })
    const gone = expect(asked).rejects.toThrow()
    await begun.promise
    await transport.terminateSession()
    await client.close()
    await gone
    await expect.poll(async () => (await test.app.storage.generations.list({ limit: 1 }))[0]?.state, WAIT).toBe('cancelled')
    ;({ client, transport } = await connectHttp(host))
    expect((await call(client, 'scan', { text: 'a new session' })).isError).toBe(false)
  })

  it('finds its draft when it only lost the connection', async () => {
    grant('generate')
    const begun = Promise.withResolvers<void>()
    const asked = call(client, 'generate', { prompt: 'Write two sentences about tides.' }, { onprogress: () => begun.resolve() })
    const gone = expect(asked).rejects.toThrow()
    await begun.promise
    await client.close()
    await gone
    await expect.poll(async () => (await test.app.storage.generations.list({ limit: 1 }))[0]?.state, WAIT).toBe('succeeded')
    ;({ client, transport } = await connectHttp(host))
    const { resources } = await client.listResources()
    const draft = resources.find(({ uri }) => uri.startsWith('tidegate://drafts/'))
    const { contents } = await client.readResource({ uri: draft?.uri ?? '' })
    expect(contents[0]).toMatchObject({ mimeType: 'text/markdown', text: expect.stringContaining('tides') })
  })

  it('stops a job only where that is granted', async () => {
    local.setReply(() => 'word '.repeat(2_000))
    const { jobId } = await test.app.generations.start({ prompt: 'Write about tides.', sources: [], options: { route: 'local' } })
    expect((await call(client, 'jobs_cancel', { id: jobId })).text).toContain('GRANT_NEEDED')
    grant('jobs')
    expect((await call(client, 'jobs_cancel', { id: jobId })).data).toEqual({ cancelled: true })
    await expect.poll(async () => (await test.app.storage.jobs.get(jobId))?.state, WAIT).toBe('cancelled')
    expect((await call(client, 'jobs_show', { id: jobId })).data).toMatchObject({
      job: { id: jobId, kind: 'generate', state: 'cancelled' },
    })
    expect((await call(client, 'jobs_list', { state: 'cancelled' })).data).toMatchObject({ jobs: [{ id: jobId }] })
  })
})

describe('what a client may read', () => {
  it('is public until a person grants more; the rest is not named, not found and not read', async () => {
    const { open, person, secret } = await addSources()
    const look = async () => {
      const listed = (await call(client, 'sources_list')).text
      const found = (await call(client, 'sources_search', { query: 'barrier' })).text
      const { resources } = await client.listResources()
      return `${listed}${found}${JSON.stringify(resources)}`
    }
    const closed = await look()
    expect(closed).toContain(open.id)
    for (const withheld of [person.id, person.name, secret.id, secret.name, MAIL, KEY]) expect(closed).not.toContain(withheld)
    await expect(client.readResource({ uri: `tidegate://sources/${secret.id}` })).rejects.toThrow('read-restricted')
    await expect(client.readResource({ uri: `tidegate://sources/${person.id}` })).rejects.toThrow('read-confidential')

    grant('read-confidential')
    const more = await look()
    for (const read of [person.id, person.name, MAIL]) expect(more).toContain(read)
    for (const withheld of [secret.id, secret.name, KEY]) expect(more).not.toContain(withheld)

    grant('read-restricted')
    expect(await look()).toContain(KEY)
    const { contents } = await client.readResource({ uri: `tidegate://sources/${secret.id}` })
    expect(JSON.stringify(contents)).toContain(KEY)
    grant()
    const again = await look()
    for (const withheld of [person.id, secret.id, MAIL, KEY]) expect(again).not.toContain(withheld)
  })

  it('is not given away by what a search does not find', async () => {
    await addSources()
    const hits = async (query: string) => (await call(client, 'sources_search', { query })).text
    // One withheld source holds both words, none that may be read does.
    expect(await hits(`tide ${KEY}`)).toBe(await hits('tide nowhere'))
    expect(await hits(KEY)).toBe(await hits('nowhere'))
  })

  it('does not come out in a draft either', async () => {
    const { open, secret } = await addSources()
    grant('generate', 'hosted')
    const asked = { prompt: 'Summarise.', sources: [{ id: secret.id }] }
    for (const tool of ['generate', 'route']) {
      const refused = await call(client, tool, asked)
      expect(refused).toMatchObject({ isError: true, text: expect.stringContaining('read-restricted') })
      expect(refused.text).not.toContain(KEY)
    }
    expect((await call(client, 'generate', { ...asked, sources: [{ id: open.id }] })).data).toMatchObject({ state: 'succeeded' })
    const drafts = async () => (await client.listResources()).resources.filter(({ uri }) => uri.startsWith('tidegate://drafts/'))
    expect(await drafts()).toHaveLength(1)

    const { id } = await test.run({ prompt: `Write about ${KEY}.` })
    const { document } = await test.app.documents.ofGeneration(id)
    expect(await drafts()).toHaveLength(1)
    await expect(client.readResource({ uri: `tidegate://drafts/${document.id}` })).rejects.toThrow('read-restricted')
  })

  it('is of a draft what its own words and its title say by the rules of now', async () => {
    local.setReply('The Nightjar evening is on Friday.')
    await test.run({ prompt: 'Write an invitation to the evening.', options: { route: 'local' } })
    const turn = { id: 'ver_1', parentId: null, role: 'user' as const, createdAt: 1, text: 'The tide turns twice a day.' }
    const imported = { origin: 'chatgpt' as const, originId: 'c1', createdAt: 1, turns: [turn], current: turn.id }
    await test.app.storage.documents.addImported({ ...imported, id: 'doc_1', title: `Key ${KEY}` })
    await test.app.storage.documents.judged(turn.id, 'public')
    const drafts = async () => (await client.listResources()).resources.filter(({ uri }) => uri.startsWith('tidegate://drafts/'))
    const [draft, ...others] = await drafts()
    expect(others).toEqual([])
    expect(JSON.stringify(await client.readResource({ uri: draft?.uri ?? '' }))).toContain('Nightjar')
    await test.app.privacy.rules.add({ kind: 'word', text: 'Nightjar', label: 'restricted', note: '' })
    await expect(client.readResource({ uri: draft?.uri ?? '' })).rejects.toThrow('read-restricted')
  })

  it('is of a source nothing from a change of the rules on until it is read again', async () => {
    const { open } = await addSources()
    const uri = `tidegate://sources/${open.id}`
    grant('generate')
    const draw = () => call(client, 'generate', { prompt: 'Summarise.', sources: [{ id: open.id }] })
    // It was read by rules that are not those of now.
    await test.app.storage.sources.relabel(open.id, 'public', 'rules of before')
    expect((await call(client, 'sources_list')).text).not.toContain(open.id)
    expect((await call(client, 'sources_search', { query: 'barrier' })).text).not.toContain(open.id)
    expect(JSON.stringify(await client.listResources())).not.toContain(open.id)
    // Not that it is restricted, which nobody has found: what to do is to wait.
    const waits = 'was checked by privacy rules that have changed and counts as restricted until it is read'
    for (const words of [waits, 'try again later', 'read-restricted']) {
      await expect(client.readResource({ uri })).rejects.toThrow(words)
      expect(await draw()).toMatchObject({ isError: true, text: expect.stringContaining(words) })
    }
    await test.app.storage.sources.labelFailed(open.id)
    await expect(client.readResource({ uri })).rejects.toThrow(
      'could not be checked and counts as restricted; added again it is checked anew',
    )
    await test.app.storage.sources.relabel(open.id, 'public')
    expect((await call(client, 'sources_list')).text).toContain(open.id)
    expect((await call(client, 'sources_search', { query: 'barrier' })).text).toContain(open.id)
    expect(JSON.stringify(await client.readResource({ uri }))).toContain('barrier')
    expect((await draw()).data).toMatchObject({ state: 'succeeded' })
  })

  it('is nothing where the app keeps everything on this machine', async () => {
    const { open } = await addSources()
    test.app.config.set('privacyMode', 'local-only')
    expect((await call(client, 'sources_list')).data).toMatchObject({ sources: [] })
    grant('read-public')
    expect((await call(client, 'sources_list')).text).toContain(open.id)
  })
})

describe('templates', () => {
  it('are prompts, with their fields as arguments', async () => {
    const { prompts } = await client.listPrompts()
    expect(prompts.map(({ name }) => name)).toContain('summary')
    const { messages } = await client.getPrompt({ name: 'summary', arguments: { 'task-text': 'Tides of the North Sea' } })
    expect(messages).toMatchObject([{ role: 'user', content: { type: 'text', text: expect.stringContaining('Tides of the North Sea') } }])
    await expect(client.getPrompt({ name: 'no-such' })).rejects.toThrow('NOT_FOUND')
  })

  it('that a person wrote are read like anything else that a person wrote', async () => {
    const own = { purpose: '', promptOptional: false, fields: [], output: 'markdown' as const, extractive: null }
    await test.app.templates.put({ ...own, id: 'plain', name: 'Plain', instruction: ['Write in short sentences.'] })
    await test.app.templates.put({ ...own, id: 'deploy', name: 'Deploy', instruction: [`Use ${KEY} as the key.`] })
    const names = async () => (await client.listPrompts()).prompts.map(({ name }) => name)
    expect(await names()).toContain('plain')
    expect(await names()).not.toContain('deploy')
    const read = () => client.getPrompt({ name: 'deploy', arguments: { 'task-text': 'Deploy.' } })
    await expect(read()).rejects.toThrow('read-restricted')
    grant('generate')
    const written = () => call(client, 'generate', { prompt: 'Deploy.', template: 'deploy' })
    expect(await written()).toMatchObject({ isError: true, text: expect.stringContaining('read-restricted') })
    grant('generate', 'read-restricted')
    expect((await written()).data).toMatchObject({ state: 'succeeded', label: 'restricted' })
    expect(await names()).toContain('deploy')
    expect(JSON.stringify(await read())).toContain(KEY)
  })
})

describe('the endpoint', () => {
  it('refuses a body that is too long before it has come', async () => {
    const refused = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { authorization: `Bearer ${host.token}`, 'content-length': 64 * 1024 * 1024 }
      const sent = request({ port: host.port, host: '127.0.0.1', path: '/mcp', method: 'POST', headers }, (response) => {
        resolve(response.statusCode)
        sent.destroy()
      })
      sent.on('error', reject)
      sent.write('{')
    })
    expect(refused).toBe(413)
  })

  it.each([
    ['without a token', { authorization: 'Bearer wrong' }, 401],
    ['from a page of another origin', { origin: 'http://evil.example' }, 403],
    ['without a session', { 'content-type': 'application/json' }, 400],
    ['of a session that has ended', { 'mcp-session-id': 'none' }, 404],
  ])('refuses a request %s', async (_which, headers, status) => {
    const response = await fetch(`http://127.0.0.1:${host.port}/mcp`, {
      method: 'POST',
      headers: { authorization: `Bearer ${host.token}`, accept: 'application/json, text/event-stream', ...headers },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
    })
    expect(response.status).toBe(status)
  })

  it('answers what is no JSON without repeating it, and goes on', async () => {
    const response = await fetch(`http://127.0.0.1:${host.port}/mcp`, {
      method: 'POST',
      headers: { authorization: `Bearer ${host.token}` },
      body: `{"${KEY}`,
    })
    expect(response.status).toBe(400)
    expect(await response.text()).not.toContain(KEY)
    expect((await call(client, 'scan', { text: 'x' })).isError).toBe(false)
  })
})
