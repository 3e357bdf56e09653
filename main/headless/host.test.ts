import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { connect, createServer as createTcpServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type App, createApp } from '../app.ts'
import { openConfig, openFileKeyStore } from '../config/index.ts'
import { systemPlatform } from '../system-platform.ts'
import { type HeadlessHost, startHeadlessHost } from './index.ts'
import { pageSession } from './session.ts'
import { sendFile } from './static-files.ts'

let dataDir: string
let rendererDir: string
let app: App
let host: HeadlessHost
let log = ''
const info = { host: 'headless', version: '0', platform: 'linux', dataDir: '', pid: 1 } as const

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-headless-'))
  rendererDir = join(dataDir, 'renderer')
  mkdirSync(rendererDir)
  writeFileSync(join(rendererDir, 'index.html'), '<!doctype html><title>page</title>')
  const resourcesDir = fileURLToPath(new URL('../../resources', import.meta.url))
  const platform = systemPlatform({ TIDEGATE_LOG: 'debug' }, (line) => (log += line))
  app = await createApp({ dataDir, resourcesDir, mode: 'command', keys: openFileKeyStore(dataDir, {}) }, platform)
  host = await startHeadlessHost(app, info, { port: 0, rendererDir, dataDir })
})
afterAll(async () => {
  await host.dispose()
  await app.dispose()
  rmSync(dataDir, { recursive: true, force: true })
})

/** Sends one request as it stands, and reads until the other side closes. */
async function raw(head: string, then?: (socket: Socket) => void): Promise<string> {
  const socket = connect(host.port, '127.0.0.1')
  let answer = ''
  socket.on('data', (chunk) => (answer += String(chunk)))
  socket.on('error', () => {})
  socket.write(`${head.replaceAll('\n', '\r\n')}\r\n\r\n`)
  then?.(socket)
  await once(socket, 'close')
  return answer
}

const upgrade = (path: string, headers = ''): string => `GET ${path} HTTP/1.1
Host: 127.0.0.1:${host.port}
Connection: Upgrade
Upgrade: websocket
Sec-WebSocket-Version: 13
Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==${headers}`

const auth = (): string => `\nAuthorization: Bearer ${host.token}`

/** A whole text frame, masked with zeros as a client must. */
function frame(text: string): Buffer {
  const payload = Buffer.from(text)
  if (payload.length > 125) throw new Error('too long for a short frame')
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload])
}

/** First byte of the frame that closes a WebSocket. */
const CLOSE_FRAME = 0x88

async function isAlive(): Promise<boolean> {
  return (await fetch(`http://127.0.0.1:${host.port}/healthz`)).ok
}

describe('a host whose files were replaced while it runs', () => {
  it('says so to who needs a part that is gone, serves the rest, and ends', async () => {
    const gone = async (): Promise<never> => {
      throw Object.assign(new Error('Cannot find module /out/main/chunks/index-0.js'), { code: 'ERR_MODULE_NOT_FOUND' })
    }
    const other = await startHeadlessHost(app, info, { port: 0, rendererDir, dataDir }, { gateway: gone, mcp: gone })
    const headers = { authorization: `Bearer ${other.token}` }
    const ask = (path: string) => fetch(`http://127.0.0.1:${other.port}${path}`, { headers })
    for (const path of ['/mcp', '/v1/models', '/mcp']) {
      const answer = await ask(path)
      expect(answer.status, path).toBe(503)
      const body = await answer.text()
      expect(body, path).toContain('start it again')
      expect(body, path).not.toContain('chunks')
    }
    expect((await ask('/healthz')).status).toBe(200)
    await other.dispose()
  })

  it('tells of any other failure where the log has it, and not what it says', async () => {
    const broken = async (): Promise<never> => {
      throw new Error('SECRET-7 broke')
    }
    const other = await startHeadlessHost(app, info, { port: 0, rendererDir, dataDir }, { gateway: broken, mcp: broken })
    const answer = await fetch(`http://127.0.0.1:${other.port}/mcp`, { headers: { authorization: `Bearer ${other.token}` } })
    expect(answer.status).toBe(500)
    const body = await answer.text()
    expect(body).toMatch(/The log has it as \w+/)
    expect(body).not.toContain('SECRET-7')
    await other.dispose()
  })
})

describe('no request ends the host', () => {
  it.each(['//', '///', '//[', 'http://[', '/rpc', '*', '/%', '/api//', '/api/%E0%A4%A', '/?token=%'])(
    'asked for %s, as a page, a call and a socket, with the token and without',
    async (path) => {
      for (const extra of ['', auth()]) {
        const plain = `GET ${path} HTTP/1.1\nHost: 127.0.0.1:${host.port}\nConnection: close${extra}`
        expect(await raw(plain)).toMatch(/^HTTP\/1\.1 [234]/)
        if (path !== '/rpc' || extra === '') expect(await raw(upgrade(path, extra))).toMatch(/^HTTP\/1\.1 4/)
      }
      expect(await isAlive()).toBe(true)
    },
  )

  it('when sockets that are turned away are reset at once', async () => {
    for (let n = 0; n < 60; n += 1) {
      const socket = connect(host.port, '127.0.0.1')
      socket.on('error', () => {})
      await once(socket, 'connect')
      const sent = Promise.withResolvers<void>()
      socket.write(`${upgrade('/nothing').replaceAll('\n', '\r\n')}\r\n\r\n`, () => sent.resolve())
      await sent.promise
      // Now and then the host is let answer first.
      if (n % 2 === 1) await isAlive()
      socket.resetAndDestroy()
    }
    expect(await isAlive()).toBe(true)
  })

  const lengthOf80MiB = Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0x05, 0, 0, 0, 0, 0, 0, 0])
  it.each<[string, Buffer]>([
    ['an unmasked one', Buffer.from([0x81, 0x05, 0x68, 0x65, 0x6c, 0x6c, 0x6f])],
    ['one that is too long', lengthOf80MiB],
    ['one of a reserved kind', Buffer.from([0xff, 0x00])],
    ['text that is not UTF-8', Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28])],
    ['no JSON', frame('the-harbour-tender')],
    ['a line break and a frame', frame('{"a":\n    at the-harbour-tender (file:///a.ts:1:2)')],
    ['JSON without a call', frame('{"id":1}')],
    ['JSON that is null', frame('null')],
    ['an address that is none', frame('{"i":"1","p":{"u":"http://[the-harbour-tender"}}')],
    ['binary', Buffer.from([0x82, 0x83, 0, 0, 0, 0, 1, 2, 3])],
  ])('by a frame: %s; only its sender is cut off, and the log has nothing of it', async (_case, bytes) => {
    const printed: unknown[] = []
    const { error } = console
    console.error = (...values) => printed.push(values)
    const answer = await raw(upgrade('/rpc', auth()), (socket) => {
      socket.write(bytes)
      socket.on('data', (chunk) => chunk.includes(CLOSE_FRAME) && socket.destroy())
    }).finally(() => {
      console.error = error
    })
    expect(answer).toMatch(/^HTTP\/1\.1 101/)
    expect(await isAlive()).toBe(true)
    expect(printed).toEqual([])
    expect(log).toContain('headless.frame_')
    expect(log).not.toContain('harbour-tender')
  })

  it('by a call that there is not, which is answered', async () => {
    const answer = await raw(upgrade('/rpc', auth()), (socket) => {
      socket.write(frame('{"i":"1","p":{"u":"/__proto__/x"}}'))
      socket.on('data', (chunk) => String(chunk).includes('"i":"1"') && socket.destroy())
    })
    expect(answer).toContain('404')
  })
})

/** Until the other side closes, in order or not. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.on('error', () => {})
    socket.on('close', () => resolve())
  })
}

describe('a body of a call', () => {
  const tooMuch = 'at most 67108864 bytes'
  const head = (type: string, length: string): string => `POST /api/config HTTP/1.1
Host: 127.0.0.1:${host.port}
Content-Type: ${type}
${length}${auth()}`

  it('that says it is too long is refused before it comes', async () => {
    const answer = await raw(head('application/json', 'Content-Length: 70000000\nConnection: close'))
    expect(answer).toMatch(/^HTTP\/1\.1 413/)
    expect(answer).toContain(tooMuch)
  })

  it.each([
    'application/json',
    'text/plain',
    'application/octet-stream',
    'multipart/form-data; boundary=b',
    'application/x-www-form-urlencoded',
  ])('of %s that does not end is broken off there', async (type) => {
    const socket = connect(host.port, '127.0.0.1')
    socket.write(`${head(type, 'Transfer-Encoding: chunked').replaceAll('\n', '\r\n')}\r\n\r\n`)
    const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(0x100000, ' '), Buffer.from('\r\n')])
    let sent = 0
    const send = (): void => {
      sent += 1
      if (sent <= 100) socket.write(chunk, send)
    }
    send()
    const [answer] = await once(socket, 'data')
    socket.destroy()
    expect(String(answer)).toMatch(/^HTTP\/1\.1 413/)
    expect(String(answer)).toContain(tooMuch)
    expect(await isAlive()).toBe(true)
  })

  it('that is as long as a source may be passes', async () => {
    const body = JSON.stringify({ name: 'long.txt', base64: 'YWFh'.repeat(6_900_000) })
    const headers = { authorization: `Bearer ${host.token}`, 'content-type': 'application/json' }
    const answer = await fetch(`http://127.0.0.1:${host.port}/api/sources`, { method: 'POST', headers, body })
    // Its text is longer than a source's may be, which is another matter.
    expect(await answer.text()).toContain('FILE_TOO_LARGE')
  })
})

describe('whoever sends without end', () => {
  const closing = async (port: number, text: string): Promise<number> => {
    const socket = connect(port, '127.0.0.1')
    socket.resume()
    socket.write(text.replaceAll('\n', '\r\n'))
    // A byte now and then, for as long as it is taken.
    const drip = setInterval(() => socket.write('a'), 20)
    const begun = performance.now()
    await closed(socket)
    clearInterval(drip)
    return performance.now() - begun
  }

  it('a head or a body is cut off, and others are answered meanwhile', async () => {
    const arrival = { headersTimeout: 300, requestTimeout: 600, connectionsCheckingInterval: 50 }
    const other = await startHeadlessHost(app, info, { port: 0, rendererDir, dataDir }, undefined, arrival)
    const start = `POST /api/config HTTP/1.1\nHost: 127.0.0.1:${other.port}\nContent-Type: application/json`
    const slow = [
      '',
      'GET /',
      `${start}\nX: `,
      `${start}\nContent-Length: 1000000\n\n`,
      `${start}\nContent-Length: 1000000${auth()}\n\n`,
      `POST /mcp HTTP/1.1\nHost: 127.0.0.1:${other.port}\nContent-Length: 1000000${auth()}\n\n`,
      `POST /v1/chat/completions HTTP/1.1\nHost: 127.0.0.1:${other.port}\nContent-Length: 1000000${auth()}\n\n`,
    ].map((text) => closing(other.port, text))
    expect((await fetch(`http://127.0.0.1:${other.port}/healthz`)).ok).toBe(true)
    for (const ms of await Promise.all(slow)) expect(ms).toBeLessThan(5_000)
    await other.dispose()
  })

  it('connections that say nothing loses the oldest of them, and nobody with the token', async () => {
    const admitted = connect(host.port, '127.0.0.1')
    admitted.write(`${upgrade('/rpc', auth()).replaceAll('\n', '\r\n')}\r\n\r\n`)
    await once(admitted, 'data')
    const silent = Array.from({ length: 300 }, () => connect(host.port, '127.0.0.1').on('error', () => {}))
    const first = silent[0]
    if (first !== undefined) await once(first, 'close')
    expect(await isAlive()).toBe(true)
    expect(admitted.destroyed).toBe(false)
    expect(silent.filter(({ destroyed }) => !destroyed).length).toBeLessThanOrEqual(256)
    for (const socket of [...silent, admitted]) socket.destroy()
  })
})

describe('a file of the page', () => {
  it('that is asked for and not taken is not kept ready for ever', async () => {
    const file = join(rendererDir, 'large.js')
    writeFileSync(file, Buffer.alloc(50_000_000))
    const server = createServer((_request, response) => void sendFile(response, file, {}, 200)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const accepted = once(server, 'connection')
    const address = server.address()
    const reader = connect(typeof address === 'object' && address !== null ? address.port : 0, '127.0.0.1')
    reader.on('error', () => {})
    reader.pause()
    reader.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    const [socket] = await accepted
    await once(socket, 'close')
    reader.destroy()
    server.close()
  })
})

describe('the page', () => {
  it('is reached by the printed address, at a name of its own, with a cookie that is not the token', async () => {
    const { hostname, cookieName, cookieValue } = pageSession(host.token, host.port)
    expect(host.url).toBe(`http://127.0.0.1:${host.port}/?token=${host.token}`)
    const first = await fetch(host.url, { redirect: 'manual' })
    expect(first.status).toBe(303)
    expect(first.headers.get('set-cookie')).toBeNull()
    expect(first.headers.get('location')).toBe(`http://${hostname}:${host.port}/?token=${host.token}`)
    const second = await raw(`GET /?token=${host.token} HTTP/1.1\nHost: ${hostname}:${host.port}\nConnection: close`)
    expect(second).toMatch(/^HTTP\/1\.1 303/)
    expect(second).toMatch(/\nlocation: \/\r\n/i)
    expect(second).toContain(`${cookieName}=${cookieValue}; HttpOnly; SameSite=Strict`)
    expect(second).not.toContain(host.token)
  })

  it('is not shown for a wrong token, whatever name it is asked at', async () => {
    expect((await fetch(`http://127.0.0.1:${host.port}/?token=wrong`, { redirect: 'manual' })).status).toBe(401)
  })

  it('sends a browser that comes by the address to its name; what is no browser gets the file', async () => {
    const address = `http://127.0.0.1:${host.port}/`
    expect(await (await fetch(address)).text()).toContain('<title>page</title>')
    const browser = await raw(`GET / HTTP/1.1\nHost: 127.0.0.1:${host.port}\nSec-Fetch-Mode: navigate\nConnection: close`)
    expect(browser).toContain(`location: http://${pageSession(host.token, host.port).hostname}:${host.port}/`)
  })
})

describe('the settings', () => {
  it('that a command changes beside the running host are in force there', async () => {
    const headers = { authorization: `Bearer ${host.token}`, 'content-type': 'application/json' }
    openConfig(dataDir).set('privacyMode', 'local-only')
    const address = `http://127.0.0.1:${host.port}/api/config`
    expect(await (await fetch(address, { headers })).json()).toMatchObject({ privacyMode: 'local-only' })
    const body = JSON.stringify({ path: 'budgetUsdPerDay', value: 3 })
    expect((await fetch(address, { method: 'POST', headers, body })).status).toBe(200)
    expect(openConfig(dataDir).get()).toMatchObject({ privacyMode: 'local-only', budgetUsdPerDay: 3 })
  })
})

describe('the port', () => {
  it('is refused when somebody else has it on either loopback address', async () => {
    const other = createTcpServer().listen(0, '::1')
    const started = await Promise.race([once(other, 'listening').then(() => true), once(other, 'error').then(() => false)])
    // A machine without IPv6 has nobody there.
    if (!started) return
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    await expect(startHeadlessHost(app, info, { port, rendererDir, dataDir })).rejects.toMatchObject({ code: 'PORT_IN_USE' })
    await expect(startHeadlessHost(app, info, { port: host.port, rendererDir, dataDir })).rejects.toMatchObject({ code: 'PORT_IN_USE' })
    other.close()
    // What could be had of it was given back.
    const free = createServer().listen(port, '127.0.0.1')
    await once(free, 'listening')
    free.close()
  })

  it('answers on both', async () => {
    expect((await fetch(`http://[::1]:${host.port}/healthz`)).ok).toBe(true)
  })
})
