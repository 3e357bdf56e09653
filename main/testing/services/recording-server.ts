import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'

/** One request as it arrived. `body` is what all received bytes spell as UTF-8; `at` is ms since the epoch. */
export interface RecordedRequest {
  readonly method: string
  /** Path and query. */
  readonly path: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly rawHeaders: readonly string[]
  readonly body: string
  readonly bodyBytes: Buffer
  readonly at: number
  /** The client closed its socket before the whole answer was written. */
  closedEarly: boolean
}

/** A request and the means to answer it. */
export interface Exchange {
  readonly request: RecordedRequest
  readonly url: URL
  /** The parsed body, or undefined when it is empty or no JSON. */
  readonly json: unknown
  readonly response: ServerResponse
  /** Aborted as soon as the socket is closed, by whomever. */
  readonly gone: AbortSignal
  /** Breaks the connection off from the server's side with a TCP reset. */
  reset(): void
  /** Breaks it off once what was written has been sent; a reset would throw away what the client has not read yet. */
  hangUp(): void
}

export interface RecordingServer {
  /** Origin without a slash at its end. */
  readonly url: string
  readonly port: number
  readonly requests: RecordedRequest[]
  /** Every byte that arrived on any connection so far, also of requests that broke off; a piece for each read. */
  readonly received: readonly Buffer[]
  /** Resolves once the request with this index (from 0) has arrived in full. */
  waitForRequest(index: number): Promise<RecordedRequest>
  /** Resolves once the connection of the request with this index is done with: answered in full, or closed before. */
  waitForClose(index: number): Promise<RecordedRequest>
  stop(): Promise<void>
}

/** Listens on a free port of 127.0.0.1, records every request in full, then has it answered. */
export async function startRecordingServer(answer: (exchange: Exchange) => Promise<void>, port = 0): Promise<RecordingServer> {
  const requests: RecordedRequest[] = []
  const arrivals = new Map<number, PromiseWithResolvers<RecordedRequest>>()
  const closings = new Map<number, PromiseWithResolvers<RecordedRequest>>()
  const slot = (slots: typeof arrivals, index: number): PromiseWithResolvers<RecordedRequest> => {
    const known = slots.get(index) ?? Promise.withResolvers<RecordedRequest>()
    slots.set(index, known)
    return known
  }

  async function handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = []
    for await (const part of message) parts.push(Buffer.from(part))
    const bodyBytes = Buffer.concat(parts)
    const request: RecordedRequest = {
      method: message.method ?? 'GET',
      path: message.url ?? '/',
      headers: Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, String(value ?? '')])),
      rawHeaders: message.rawHeaders,
      body: bodyBytes.toString('utf8'),
      bodyBytes,
      at: Date.now(),
      closedEarly: false,
    }
    const index = requests.push(request) - 1
    const gone = new AbortController()
    let ours = false
    response.once('close', () => {
      request.closedEarly = !response.writableFinished && !ours
      gone.abort()
      slot(closings, index).resolve(request)
    })
    slot(arrivals, index).resolve(request)
    const exchange: Exchange = {
      request,
      url: new URL(request.path, 'http://127.0.0.1'),
      json: parsed(request.body),
      response,
      gone: gone.signal,
      reset() {
        ours = true
        response.socket?.resetAndDestroy()
      },
      hangUp() {
        ours = true
        response.socket?.destroySoon()
      },
    }
    await answer(exchange)
  }

  const server = createServer({ noDelay: true }, (message, response) => {
    handle(message, response).catch((error: unknown) => {
      // A client that went away is part of many tests; anything else is a mistake in this server and must be seen.
      if (response.destroyed) return
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' })
      response.end(`test server failed: ${error instanceof Error ? error.message : 'unknown'}`)
    })
  })
  // Where the client shares this thread, a socket that were closed while it is busy would be used once more.
  server.keepAliveTimeout = 600_000
  const received: Buffer[] = []
  server.on('connection', (socket) => socket.on('data', (piece) => received.push(Buffer.from(piece))))
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')

  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    requests,
    received,
    waitForRequest: (index) => slot(arrivals, index).promise,
    waitForClose: (index) => slot(closings, index).promise,
    async stop() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

export function sendJson(exchange: Exchange, status: number, document: unknown, headers: Readonly<Record<string, string>> = {}): void {
  exchange.response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  exchange.response.end(JSON.stringify(document))
}

export function sendText(
  exchange: Exchange,
  status: number,
  type: string,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  exchange.response.writeHead(status, { 'content-type': type, ...headers })
  exchange.response.end(text)
}

/** Waits, but no longer than the client stays. */
export async function pause(ms: number, gone: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal: gone })
  } catch {
    // The client left; whoever writes next sees it.
  }
}

/** The key that the request carries as a bearer token, or null. */
export function bearer(exchange: Exchange): string | null {
  return /^Bearer (.+)$/i.exec(exchange.request.headers.authorization ?? '')?.[1] ?? null
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    // Empty or not JSON; the server answers that in its own way.
    return undefined
  }
}
