import { randomUUID } from 'node:crypto'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { isInitializeRequest } from '@modelcontextprotocol/sdk/types.js'
import { readJsonBody } from '../http-exchange.ts'
import type { Disposable } from '../platform.ts'
import type { McpDeps } from './define-tool.ts'
import { connectClient, type McpConnection } from './server.ts'

type Handle = StreamableHTTPServerTransport['handleRequest']
type HttpRequest = Parameters<Handle>[0]
type HttpResponse = Parameters<Handle>[1]

/** Streamable HTTP for many clients. Whether a request may pass is for the host to say, before it comes here. */
export interface McpEndpoint extends Disposable {
  handle(request: HttpRequest, response: HttpResponse): Promise<void>
}

interface Session {
  readonly transport: StreamableHTTPServerTransport
  readonly connection: McpConnection
  /** Responses that are open: a client that listens, or waits for an answer. */
  open: number
  /** Monotonic ms. */
  lastUsed: number
}

/** Longest body, in bytes: the longest text that a source may have, and room for how JSON writes it. */
const MOST_BYTES = 32 * 1024 * 1024
/** Clients at once. Of more, the one that has been silent the longest is let go. */
const MOST_SESSIONS = 64
/** A client that was silent for so long has gone (ms); most never say so. */
const SILENT_MS = 30 * 60_000

export function createMcpEndpoint(deps: McpDeps): McpEndpoint {
  const sessions = new Map<string, Session>()
  const now = (): number => deps.app.platform.clock.monotonic()

  /** Makes room for one more. */
  async function makeRoom(): Promise<void> {
    const idle = [...sessions.values()].filter(({ open }) => open === 0).sort((a, b) => a.lastUsed - b.lastUsed)
    const gone = idle.filter(({ lastUsed }, n) => now() - lastUsed > SILENT_MS || n <= sessions.size - MOST_SESSIONS)
    await Promise.all(gone.map(({ connection }) => connection.close()))
  }

  async function start(request: HttpRequest, response: HttpResponse, body: unknown): Promise<void> {
    await makeRoom()
    if (sessions.size >= MOST_SESSIONS) return refuse(response, 503, 'There are too many clients. Close one.')
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => void sessions.set(id, { transport, connection, open: 0, lastUsed: now() }),
    })
    const connection = await connectClient(deps, transport)
    connection.ended.then(() => {
      if (transport.sessionId !== undefined) sessions.delete(transport.sessionId)
    })
    await transport.handleRequest(request, response, body)
    // It was not what it seemed: nothing was begun with it.
    if (transport.sessionId === undefined) await connection.close()
  }

  return {
    async handle(request, response) {
      const body = request.method === 'POST' ? await readJsonBody(request, MOST_BYTES) : { json: undefined }
      if ('problem' in body) return refuse(response, body.status, body.problem)
      const id = request.headers['mcp-session-id']
      if (typeof id !== 'string') {
        if (isInitializeRequest(body.json)) return start(request, response, body.json)
        return refuse(response, 400, 'Begin with “initialize”, and send the session’s id from then on.')
      }
      const session = sessions.get(id)
      if (session === undefined) return refuse(response, 404, 'This session has ended. Begin a new one.')
      session.open += 1
      session.lastUsed = now()
      // A response that breaks off is no wish to stop: what the client asked for goes on, and it may come back for it.
      response.once('close', () => {
        session.open -= 1
        session.lastUsed = now()
      })
      await session.transport.handleRequest(request, response, body.json)
    },
    async dispose() {
      await Promise.all([...sessions.values()].map(({ connection }) => connection.close()))
    },
  }
}

function refuse(response: HttpResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
  response.end(JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32_000, message } }))
}
