import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { OpenAPIHandler } from '@orpc/openapi/node'
import { contract, type HostFacts } from '#contracts/rpc.ts'
import type { App } from '../app.ts'
import type { Gateway } from '../gateway/index.ts'
import type { McpEndpoint } from '../mcp/index.ts'
import type { Disposable } from '../platform.ts'
import { fileFor } from '../renderer-files.ts'
import { createRouter } from '../rpc/index.ts'
import { failureOf } from './failure.ts'
import { limitBody } from './limit-body.ts'
import { close, listenOnLoopback } from './loopback-servers.ts'
import { createRpcSockets } from './rpc-sockets.ts'
import { type Access, type Admission, checkAccess, checkOrigin, hostToken, isToPage, pageSession, sameToken } from './session.ts'
import { SECURITY_HEADERS, sendFile } from './static-files.ts'
import { createStrangers } from './strangers.ts'

// Imported, it would load all that `fetch` is made of, a good part of a start, as each of its exports is looked at.
const { createServer } = process.getBuiltinModule('node:http')

/** Parts of the host that are loaded when somebody asks for them: most starts never do. */
export interface HostParts {
  readonly gateway: () => Promise<Pick<typeof import('../gateway/index.ts'), 'createGateway'>>
  readonly mcp: () => Promise<Pick<typeof import('../mcp/index.ts'), 'createMcpEndpoint'>>
}

/** Longest body of a call, in bytes: twice the longest file that a source may be, as JSON carries it. A frame on the WebSocket has the same. */
const MOST_BYTES = 64 * 1024 * 1024
/** How long a request may take to arrive (ms), and how often is looked. How long its answer takes is nobody's business here. */
const ARRIVAL = { headersTimeout: 20_000, requestTimeout: 120_000, connectionsCheckingInterval: 5_000 }
/** Connections without the token at once; a browser has six. */
const MOST_STRANGERS = 256

const PARTS: HostParts = { gateway: () => import('../gateway/index.ts'), mcp: () => import('../mcp/index.ts') }

export interface HeadlessHost extends Disposable {
  readonly port: number
  readonly token: string
  /** Address to open in a browser: it leads to the page's own host name, with the token that the first visit turns into a cookie. */
  readonly url: string
}

/**
 * The host without Electron: the same renderer and contract, served on the loopback interface. `/rpc` is the WebSocket, `/api` the
 * documented HTTP form of the contract (`/api/openapi.json`), `/v1` the gateway for clients of OpenAI's API, `/mcp` the Model Context Protocol, `/metrics` what Prometheus
 * reads, `/healthz` tells that it runs. No request ends the process. Throws PORT_IN_USE.
 */
export async function startHeadlessHost(
  app: App,
  info: HostFacts,
  options: { port: number; rendererDir: string; dataDir: string },
  load: HostParts = PARTS,
  arrival: { readonly headersTimeout: number; readonly requestTimeout: number; readonly connectionsCheckingInterval: number } = ARRIVAL,
): Promise<HeadlessHost> {
  const { log } = app.platform
  const token = hostToken(options.dataDir)
  const admissionAt = (port: number): Admission => ({ port, token, page: pageSession(token, port) })
  let admission = admissionAt(options.port)
  const router = createRouter(app, {
    ...info,
    get port() {
      return admission.port
    },
  })
  const api = new OpenAPIHandler(router)
  const sockets = createRpcSockets(router, log, { mostBytes: MOST_BYTES })
  const strangers = createStrangers(MOST_STRANGERS)

  let gateway: Promise<Gateway> | null = null
  /** Loaded when somebody asks for it, as is the next. */
  function gatewayOf(): Promise<Gateway> {
    gateway ??= load.gateway().then((face) => face.createGateway(app))
    return gateway
  }

  app.telemetry.start({ version: info.version, host: info.host })
  // They count from the start of the host on.
  app.telemetry.metrics().catch((error: unknown) => log.error('headless.no_metrics', error))

  let mcp: Promise<McpEndpoint> | null = null
  /** Loaded when somebody asks for it: most starts never do. */
  function mcpEndpoint(): Promise<McpEndpoint> {
    // Jobs are worked on by the host itself.
    mcp ??= load.mcp().then((face) => face.createMcpEndpoint({ app, version: info.version, work: async () => {} }))
    return mcp
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const headers = SECURITY_HEADERS
    const url = urlOf(request)
    const origin = checkOrigin(request, admission)
    if (!origin.ok) {
      await turnDown(response, url, origin)
      return
    }
    if (url === null) {
      refuse(response, headers, 400, 'This is not an address.')
      return
    }
    if (url.pathname === '/healthz') {
      json(response, headers, 200, { ok: true, version: info.version })
      return
    }
    if (url.pathname === '/' && url.searchParams.has('token')) {
      admit(url, request, response)
      return
    }
    const answer = answerBehindToken(url.pathname)
    if (answer !== null) {
      const access = checkAccess(request, admission)
      if (access.ok) {
        strangers.admit(request.socket)
        await answer(request, response, url)
      } else await turnDown(response, url, access)
      return
    }
    const file = request.method === 'GET' || request.method === 'HEAD' ? fileFor(options.rendererDir, url.pathname) : null
    if (file === null) {
      refuse(response, headers, 404, 'There is nothing here.')
      return
    }
    // A browser that comes by the address would be without the cookie; what is no browser gets the file wherever it asks.
    if (request.headers['sec-fetch-mode'] === 'navigate' && !isToPage(request, admission)) {
      redirect(response, pageAddress(url))
      return
    }
    await sendFile(response, file, headers)
  }

  /** Says why a request may not pass, in the shape that whoever asks there reads. */
  async function turnDown(response: ServerResponse, url: URL | null, { status, problem }: Exclude<Access, { ok: true }>): Promise<void> {
    if (url === null || !isGateway(url.pathname)) {
      refuse(response, SECURITY_HEADERS, status, problem)
      return
    }
    addHeaders(response)
    ;(await gatewayOf()).turnAway(response, status, problem)
  }

  /** What only somebody with the token, or the page itself, is answered; null for another path. */
  function answerBehindToken(path: string): Answer | null {
    if (path === '/api/openapi.json') {
      return async (_request, response) => json(response, SECURITY_HEADERS, 200, await apiDescription(info.version, admission.port))
    }
    if (path.startsWith('/api/')) {
      return async (request, response) => {
        const tooLong = limitBody(request, MOST_BYTES)
        if (tooLong !== null) return json(response, SECURITY_HEADERS, tooLong.status, tooLong)
        const { matched } = await api.handle(request, response, { prefix: '/api', context: {} })
        if (!matched) refuse(response, SECURITY_HEADERS, 404, 'There is no such call; /api/openapi.json lists them.')
      }
    }
    if (isGateway(path)) return withHeaders(async (request, response) => (await gatewayOf()).handle(request, response, path))
    if (path === '/mcp') return withHeaders(async (request, response) => (await mcpEndpoint()).handle(request, response))
    if (path !== '/metrics') return null
    return async (_request, response) => {
      const { contentType, expose } = await app.telemetry.metrics()
      const text = await expose()
      response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': contentType, 'cache-control': 'no-store' })
      response.end(text)
    }
  }

  /** Turns the token of the printed address into the page's cookie, at the page's own name, and takes it out of the address bar. */
  function admit(url: URL, request: IncomingMessage, response: ServerResponse): void {
    if (!sameToken(url.searchParams.get('token') ?? '', token)) {
      refuse(response, SECURITY_HEADERS, 401, 'This token is not the current one. Use the address that the host printed.')
      return
    }
    if (!isToPage(request, admission)) {
      redirect(response, pageAddress(url))
      return
    }
    const { cookieName, cookieValue } = admission.page
    redirect(response, '/', { 'set-cookie': `${cookieName}=${cookieValue}; HttpOnly; SameSite=Strict; Path=/; Max-Age=31536000` })
  }

  const pageAddress = ({ pathname, search }: URL): string => `http://${admission.page.hostname}:${admission.port}${pathname}${search}`

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // First of all: the other side may be gone before it is answered.
    socket.on('error', () => socket.destroy())
    const access = checkAccess(request, admission)
    if (!access.ok) {
      turnAway(socket, `${access.status} Refused`)
      return
    }
    if (urlOf(request)?.pathname !== '/rpc') {
      turnAway(socket, '404 Not Found')
      return
    }
    strangers.admit(request.socket)
    sockets.accept(request, socket, head)
  }

  const [v4, v6] = [createServer(arrival), createServer(arrival)]
  const servers = [v4, v6]
  for (const server of servers) {
    strangers.watch(server)
    server.on('request', (request, response) => {
      serve(request, response).catch((error: unknown) => {
        const { status, problem } = failureOf(error, log)
        if (response.headersSent) response.end()
        else refuse(response, SECURITY_HEADERS, status, problem)
      })
    })
    server.on('upgrade', upgrade)
  }
  admission = admissionAt(await listenOnLoopback(v4, v6, options.port))
  // Such as a connection that could not be accepted because too many are open.
  for (const server of servers) server.on('error', (error) => log.error('headless.server_failed', error))
  return {
    port: admission.port,
    token,
    url: `http://127.0.0.1:${admission.port}/?token=${token}`,
    async dispose() {
      sockets.close()
      // What could not be loaded was told to whoever asked for it.
      await (await mcp?.catch(() => null))?.dispose()
      await Promise.all(servers.map(close))
    },
  }
}

type Answer = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>

/** For what writes its own answer: the headers of every answer are on it then. */
function withHeaders(answer: Answer): Answer {
  return async (request, response, url) => {
    addHeaders(response)
    await answer(request, response, url)
  }
}

function addHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value)
}

function isGateway(path: string): boolean {
  return path === '/v1' || path.startsWith('/v1/')
}

/** Null for a target such as `//`, which is no address. */
function urlOf(request: IncomingMessage): URL | null {
  return URL.parse(request.url ?? '/', 'http://127.0.0.1')
}

function turnAway(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\n\r\n`)
}

function redirect(response: ServerResponse, location: string, headers: Record<string, string> = {}): void {
  response.writeHead(303, { ...SECURITY_HEADERS, ...headers, location, 'cache-control': 'no-store' })
  response.end()
}

async function apiDescription(version: string, port: number): Promise<unknown> {
  // Loaded when somebody asks for it.
  const [{ OpenAPIGenerator }, { ZodToJsonSchemaConverter }] = await Promise.all([import('@orpc/openapi'), import('@orpc/zod/zod4')])
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
