import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { OpenAPIGenerator } from '@orpc/openapi'
import { OpenAPIHandler } from '@orpc/openapi/node'
import { RPCHandler } from '@orpc/server/ws'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { WebSocketServer } from 'ws'
import { TidegateError } from '#contracts/errors.ts'
import { contract, type HostFacts } from '#contracts/rpc.ts'
import type { App } from '../app.ts'
import type { Disposable } from '../platform.ts'
import { fileFor } from '../renderer-files.ts'
import { createRouter } from '../rpc/index.ts'
import { checkAccess, checkOrigin, cookieName, hostToken, sameToken } from './session.ts'
import { SECURITY_HEADERS, sendFile } from './static-files.ts'

export interface HeadlessHost extends Disposable {
  readonly port: number
  readonly token: string
  /** Address to open in a browser, with the token that the first visit turns into a cookie. */
  readonly url: string
}

const MAX_FRAME_BYTES = 64 * 1024 * 1024

/**
 * The host without Electron: the same renderer and contract, served on the loopback interface. `/rpc` is the WebSocket, `/api` the
 * documented HTTP form of the contract (`/api/openapi.json`), `/healthz` tells that it runs. Throws PORT_IN_USE.
 */
export async function startHeadlessHost(
  app: App,
  info: HostFacts,
  options: { port: number; rendererDir: string; dataDir: string },
): Promise<HeadlessHost> {
  const token = hostToken(options.dataDir)
  const router = createRouter(app, info)
  const rpc = new RPCHandler(router)
  const api = new OpenAPIHandler(router)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES })
  let port = options.port

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      app.platform.log.error('headless.request_failed', error)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const headers = SECURITY_HEADERS
    const url = new URL(request.url ?? '/', `http://127.0.0.1:${port}`)
    const origin = checkOrigin(request, port)
    if (!origin.ok) {
      refuse(response, headers, origin.status, origin.problem)
      return
    }
    if (url.pathname === '/healthz') {
      json(response, headers, 200, { ok: true, version: info.version })
      return
    }
    if (url.pathname === '/' && url.searchParams.has('token')) {
      admit(url, response, headers)
      return
    }
    if (url.pathname.startsWith('/api/')) {
      const access = checkAccess(request, port, token)
      if (!access.ok) {
        refuse(response, headers, access.status, access.problem)
        return
      }
      if (url.pathname === '/api/openapi.json') {
        json(response, headers, 200, await apiDescription(info.version, port))
        return
      }
      const { matched } = await api.handle(request, response, { prefix: '/api', context: {} })
      if (!matched) refuse(response, headers, 404, 'There is no such call; /api/openapi.json lists them.')
      return
    }
    const file = request.method === 'GET' || request.method === 'HEAD' ? fileFor(options.rendererDir, url.pathname) : null
    if (file === null) {
      refuse(response, headers, 404, 'There is nothing here.')
      return
    }
    await sendFile(response, file, headers)
  }

  /** Turns the token of the printed address into a cookie and takes it out of the address bar. */
  function admit(url: URL, response: ServerResponse, headers: Record<string, string>): void {
    if (!sameToken(url.searchParams.get('token') ?? '', token)) {
      refuse(response, headers, 401, 'This token is not the current one. Use the address that the host printed.')
      return
    }
    response.writeHead(303, {
      ...headers,
      location: '/',
      'set-cookie': `${cookieName(port)}=${token}; HttpOnly; SameSite=Strict; Path=/; Max-Age=31536000`,
      'cache-control': 'no-store',
    })
    response.end()
  }

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname
    const access = checkAccess(request, port, token)
    if (path !== '/rpc' || !access.ok) {
      socket.end(`HTTP/1.1 ${access.ok ? '404 Not Found' : `${access.status} Refused`}\r\nconnection: close\r\n\r\n`)
      return
    }
    sockets.handleUpgrade(request, socket, head, (ws) => {
      rpc.upgrade(ws, { context: {} }).catch((error: unknown) => app.platform.log.error('headless.socket_failed', error))
    })
  })

  port = await listen(server, options.port)
  const address = `http://127.0.0.1:${port}`
  return {
    port,
    token,
    url: `${address}/?token=${token}`,
    async dispose() {
      for (const client of sockets.clients) client.terminate()
      sockets.close()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new TidegateError('PORT_IN_USE', `Port ${port} is in use. Choose another with --port, or 0 for any free one.`, { cause: error })
          : error,
      )
    })
    server.listen({ host: '127.0.0.1', port }, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

async function apiDescription(version: string, port: number): Promise<unknown> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  return generator.generate(contract, {
    info: { title: 'Tidegate', version },
    servers: [{ url: `http://127.0.0.1:${port}/api` }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    security: [{ token: [] }],
  })
}

function refuse(response: ServerResponse, headers: Record<string, string>, status: number, problem: string): void {
  json(response, headers, status, { error: { message: problem } })
}

function json(response: ServerResponse, headers: Record<string, string>, status: number, value: unknown): void {
  response.writeHead(status, { ...headers, 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
  response.end(JSON.stringify(value))
}
