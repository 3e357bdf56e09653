import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type App, createApp } from '../app.ts'
import { openFileKeyStore } from '../config/index.ts'
import { createRouter } from '../rpc/index.ts'
import { systemPlatform } from '../system-platform.ts'
import { createRpcSockets, type RpcSockets } from './rpc-sockets.ts'

let dataDir: string
let app: App
let sockets: RpcSockets
let server: Server
let log = ''

beforeEach(async () => {
  log = ''
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-sockets-'))
  const resourcesDir = fileURLToPath(new URL('../../resources', import.meta.url))
  const platform = systemPlatform({}, (line) => (log += line))
  app = await createApp({ dataDir, resourcesDir, mode: 'command', keys: openFileKeyStore(dataDir, {}) }, platform)
})
afterEach(async () => {
  sockets.close()
  server.close()
  await app.dispose()
  rmSync(dataDir, { recursive: true, force: true })
})

/** A page that follows what happens in the app. */
async function page(patience: { readonly patienceMs?: number } = {}): Promise<WebSocket> {
  const router = createRouter(app, { host: 'headless', version: '0', platform: 'linux', dataDir, pid: 1 })
  sockets = createRpcSockets(router, app.platform.log, { mostBytes: 1_000_000, ...patience })
  server = createServer()
    .on('upgrade', (request, socket, head) => sockets.accept(request, socket, head))
    .listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('not listening')
  const client = new WebSocket(`ws://127.0.0.1:${address.port}/rpc`)
  await once(client, 'open')
  client.send(JSON.stringify({ i: '1', p: { u: '/events/watch' } }))
  await once(client, 'message')
  return client
}

/** So many events that no buffer of a connection holds them. */
const EVENTS = 400
function flood(): void {
  const documentId = 'x'.repeat(100_000)
  for (let count = 0; count < EVENTS; count += 1) app.events.emit({ type: 'document_changed', documentId })
}

describe('a page that no longer reads', () => {
  it('is let go once nothing has moved for a while, and was handed no more than it took', async () => {
    const client = await page({ patienceMs: 200 })
    let seen = 0
    client.on('message', () => (seen += 1))
    client.pause()
    flood()
    await expect.poll(() => log, { timeout: 10_000 }).toContain('headless.reader_let_go')
    client.resume()
    await once(client, 'close')
    expect(seen).toBeLessThan(EVENTS / 2)
  })

  it('but reads on in time gets everything', async () => {
    const client = await page()
    let seen = 0
    client.on('message', () => (seen += 1))
    client.pause()
    flood()
    setImmediate(() => client.resume())
    await expect.poll(() => seen, { timeout: 10_000 }).toBe(EVENTS)
    expect(client.readyState).toBe(WebSocket.OPEN)
    expect(log).not.toContain('headless.reader_let_go')
    client.terminate()
  })
})
