import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { afterEach, describe, expect, it } from 'vitest'
import type { App } from '../../../main/app.ts'
import { removeDataDir } from '../../host-process.ts'
import { makeSettledDataDir } from '../../settled-database.ts'
import { warmTidegate as tidegate } from '../command.ts'
import { startTestApp } from '../test-app.ts'
import { call, connectHttp, connectStdio, hostOf } from './clients.ts'

const LIMIT_MS = 120_000
const WAIT = { timeout: 60_000, interval: 100 }
const MAIL = 'mara.lindqvist@harbour-office.org'
// The machine may be as busy as it likes.
const CONFIG = { machine: { cpuSaturatedPct: 101 } }
const root = fileURLToPath(new URL('../../..', import.meta.url))
const build = { version: '0', root, builtDir: null, rendererDir: join(root, 'out', 'renderer') }

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

function leaveScenarios(dataDir: string): void {
  mkdirSync(join(dataDir, 'scenarios'))
  const leave = (name: string, step: string): void => {
    const text = `name: ${name}\ntitle: Title of ${name}\ntags: [own-mcp]\nsteps:\n  - wait: ${step}\nexpect:\n  - text: Prompt\n`
    writeFileSync(join(dataDir, 'scenarios', `${name}.yaml`), text)
  }
  leave('own-holds', '{ for: { role: checkbox, name: board-notes.md } }')
  leave('own-fails', '{ text: Nobody wrote this, seconds: 1 }')
  leave('own-private', `{ text: ${MAIL}, seconds: 1 }`)
  leave('own-waits', '{ text: Nobody wrote this, seconds: 60 }')
}

async function overHttp(): Promise<{ client: Client; app: App; dataDir: string }> {
  const test = await startTestApp(CONFIG, {}, undefined, { build })
  ends.push(test.stop)
  leaveScenarios(test.dataDir)
  const host = await hostOf(test.app, test.dataDir)
  ends.push(() => host.dispose())
  const { client } = await connectHttp(host)
  ends.push(() => client.close())
  return { client, app: test.app, dataDir: test.dataDir }
}

describe('a client that has scenarios run', () => {
  it('needs a grant, and then gets the verdicts, with progress', { tags: ['long'], timeout: LIMIT_MS }, async () => {
    const { client, app } = await overHttp()
    const asked = { names: ['own-holds', 'own-fails', 'own-private'] }
    const refused = await call(client, 'test_run', asked)
    expect(refused).toMatchObject({ isError: true, text: expect.stringContaining(`tidegate config set mcp.grants '["tests"]'`) })
    expect(await app.storage.jobs.list({ kind: 'test-run', limit: 5 })).toEqual([])

    app.config.set('mcp.grants', ['tests'])
    const heard: (string | undefined)[] = []
    const options = { onprogress: ({ message }: { message?: string | undefined }) => void heard.push(message), timeout: LIMIT_MS }
    const { data } = await call(client, 'test_run', asked, options)
    expect(data).toMatchObject({ state: 'succeeded', run: { passed: 1, failed: 2, ok: false }, error: null })
    const verdicts = Object.fromEntries((data.verdicts as { scenario: string }[]).map((one) => [one.scenario, one]))
    expect(verdicts['own-holds']).toMatchObject({ status: 'passed', runner: 'headless', attempt: 1, why: [] })
    expect(verdicts['own-fails']).toMatchObject({ status: 'failed', why: [expect.stringContaining('Nobody wrote this')] })
    // What it quotes is private, so that a client that may not read that is not told.
    expect(verdicts['own-private']).toMatchObject({ status: 'failed', why: null })
    expect(JSON.stringify([data, heard])).not.toContain(MAIL)
    expect(heard).toContain('3 of 3: own-private, failed')
  })

  it('is told what there is not, and adds no job', async () => {
    const { client, app } = await overHttp()
    app.config.set('mcp.grants', ['tests'])
    for (const [input, words] of [
      [{ names: ['nobody-wrote-this'] }, 'There is no scenario'],
      [{ tags: ['nothing-has-it'] }, 'No scenario has the tag'],
      [{ names: ['--out=/tmp'] }, 'Invalid'],
      [{ runner: 'by-hand' }, 'Invalid'],
      [{ folder: '/etc' }, 'Unrecognized'],
    ] as const) {
      expect(await call(client, 'test_run', input)).toMatchObject({ isError: true, text: expect.stringContaining(words) })
    }
    expect(await app.storage.jobs.list({ kind: 'test-run', limit: 5 })).toEqual([])
  })

  it('stops them by taking its call back, and nothing is left running', { timeout: LIMIT_MS }, async () => {
    const { client, app } = await overHttp()
    app.config.set('mcp.grants', ['tests'])
    const stop = new AbortController()
    const asked = call(
      client,
      'test_run',
      { names: ['own-waits'] },
      { signal: stop.signal, timeout: LIMIT_MS, onprogress: ({ message }) => message === 'Opening the app' && stop.abort('enough') },
    )
    await expect(asked).rejects.toThrow('enough')
    const state = async () => (await app.storage.jobs.list({ kind: 'test-run', limit: 1 }))[0]?.state
    await expect.poll(state, WAIT).toBe('cancelled')
    expect((await call(client, 'scan', { text: 'still here' })).isError).toBe(false)
  })

  it('has them run over stdio too, once a person has granted it', { tags: ['long'], timeout: LIMIT_MS }, async () => {
    const dataDir = makeSettledDataDir(CONFIG)
    ends.push(async () => removeDataDir(dataDir))
    leaveScenarios(dataDir)
    const { client, problems } = await connectStdio(dataDir)
    ends.push(() => client.close())
    expect((await call(client, 'test_run', { names: ['own-holds'] })).text).toContain('GRANT_NEEDED')
    await tidegate(['config', 'set', 'mcp.grants', '["tests"]', '--data-dir', dataDir])
    const { data } = await call(client, 'test_run', { names: ['own-holds'] }, { timeout: LIMIT_MS })
    expect(data).toMatchObject({
      state: 'succeeded',
      run: { passed: 1, ok: true },
      verdicts: [{ scenario: 'own-holds', status: 'passed' }],
    })
    expect(problems).toEqual([])
  })
})
