import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { removeDataDir } from '../../host-process.ts'
import { type ScriptedServer, startOpenAiServer } from '../../services/index.ts'
import { makeSettledDataDir } from '../../settled-database.ts'
import { warmTidegate as tidegate } from '../command.ts'
import { twoProviders } from '../test-app.ts'
import { call, connectStdio } from './clients.ts'

const KEY = 'AKIAQ3EXAMPLETIDEWZ7'
const command = fileURLToPath(new URL('../../../bin/tidegate.mjs', import.meta.url))

let dataDir: string
let local: ScriptedServer
const opened: Awaited<ReturnType<typeof connectStdio>>[] = []

beforeEach(async () => {
  local = await startOpenAiServer({ frameDelayMs: 20 })
  dataDir = makeSettledDataDir(twoProviders({ local }))
})
afterEach(async () => {
  for (const { client } of opened.splice(0)) await client.close()
  await local.stop()
  removeDataDir(dataDir)
})

async function connect() {
  const connected = await connectStdio(dataDir)
  opened.push(connected)
  return connected
}

/** Of the newest generation, as it is on the disk. */
function stateOfNewest(): unknown {
  const db = new Database(`${dataDir}/tidegate.db`, { readonly: true })
  try {
    return db.prepare('SELECT state FROM generations ORDER BY rowid DESC LIMIT 1').pluck().get()
  } finally {
    db.close()
  }
}

describe('tidegate mcp', () => {
  it('serves the tools, and stdout carries the protocol only', async () => {
    const { client, problems, stderr } = await connect()
    expect(client.getServerVersion()).toMatchObject({ name: 'tidegate' })
    expect(client.getInstructions()).toContain('scan')
    expect((await call(client, 'scan', { text: `Deploy with ${KEY}.` })).data).toMatchObject({ label: 'restricted' })
    expect((await call(client, 'scan', { text: 5 })).isError).toBe(true)
    expect((await call(client, 'route', { prompt: `Deploy with ${KEY}.` })).data).toMatchObject({ route: 'local' })
    expect(problems).toEqual([])
    expect(stderr()).not.toContain(KEY)
  })

  it('writes a draft once the person has granted it by the command that the refusal names, without a new start', async () => {
    const { client } = await connect()
    const asked = { prompt: 'Write two sentences about tides.' }
    const refused = await call(client, 'generate', asked)
    const [, path, value] = /tidegate config set (\S+) '([^']+)'/.exec(refused.text) ?? []
    expect((await tidegate(['config', 'set', path ?? '', value ?? '', '--data-dir', dataDir])).exit).toBe(0)
    const heard: unknown[] = []
    const { data } = await call(client, 'generate', asked, { onprogress: (step) => heard.push(step) })
    expect(data).toMatchObject({ state: 'succeeded', route: 'local', bytesOut: 0, text: expect.stringContaining('tides') })
    expect(heard.length).toBeGreaterThan(0)
    const unknown = await tidegate(['config', 'set', 'mcp.grants', '["everything"]', '--data-dir', dataDir])
    expect(unknown).toMatchObject({ exit: 2, stderr: expect.stringContaining('mcp.grants') })
  })

  it('stops a draft that is taken back, and serves on', async () => {
    await tidegate(['config', 'set', 'mcp.grants', '["generate"]', '--data-dir', dataDir])
    local.setReply(() => 'word '.repeat(2_000))
    const { client } = await connect()
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
    await expect.poll(stateOfNewest, { timeout: 20_000 }).toBe('cancelled')
    expect((await call(client, 'scan', { text: 'still here' })).isError).toBe(false)
  })

  it('ends when its client dies in the middle of a draft, and leaves nothing running', async () => {
    await tidegate(['config', 'set', 'mcp.grants', '["generate"]', '--data-dir', dataDir])
    local.setReply(() => 'word '.repeat(2_000))
    const child = spawn(process.execPath, [command, 'mcp', '--data-dir', dataDir], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, CI: 'true', TIDEGATE_NO_BUILD: '1' },
    })
    const ended = once(child, 'exit')
    const say = (message: object): void => void child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
    const clientInfo = { name: 'test', version: '1' }
    say({ id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo } })
    say({ method: 'notifications/initialized' })
    const _meta = { progressToken: 'p' }
    say({ id: 2, method: 'tools/call', params: { name: 'generate', arguments: { prompt: 'Write at length about tides.' }, _meta } })
    for await (const line of createInterface({ input: child.stdout })) {
      // Every line is of the protocol.
      expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' })
      if (line.includes('characters written')) break
    }
    // As the system does it: nobody takes what is written any more, and nothing is said before.
    child.stdout.destroy()
    await once(child.stdout, 'close')
    await expect.poll(() => child.exitCode !== null || stateOfNewest() === 'cancelled', { timeout: 20_000 }).toBe(true)
    child.stdin.end()
    expect(await ended).toEqual([0, null])
    expect(stateOfNewest()).toBe('cancelled')
  })

  it('ends when its client goes away in the middle of a draft, and leaves nothing running', async () => {
    await tidegate(['config', 'set', 'mcp.grants', '["generate"]', '--data-dir', dataDir])
    local.setReply(() => 'word '.repeat(2_000))
    const child = spawn(process.execPath, [command, 'mcp', '--data-dir', dataDir], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, CI: 'true', TIDEGATE_NO_BUILD: '1' },
    })
    const ended = once(child, 'exit')
    const say = (message: object): void => void child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
    const clientInfo = { name: 'test', version: '1' }
    say({ id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo } })
    say({ method: 'notifications/initialized' })
    const _meta = { progressToken: 'p' }
    say({ id: 2, method: 'tools/call', params: { name: 'generate', arguments: { prompt: 'Write at length about tides.' }, _meta } })
    for await (const line of createInterface({ input: child.stdout })) {
      // Every line is of the protocol.
      expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' })
      if (line.includes('characters written')) break
    }
    child.stdin.end()
    expect(await ended).toEqual([0, null])
    expect(stateOfNewest()).toBe('cancelled')
  })
})
