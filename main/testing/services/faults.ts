import type { Exchange } from './recording-server.ts'
import { pause, sendJson, sendText } from './recording-server.ts'

/** How a server misbehaves. The first group answers in place of the server, the second spoils a stream. */
export type FaultKind =
  /** Waits before the status line, then answers as usual. */
  | { readonly type: 'latency'; readonly ms: number }
  | { readonly type: 'never-answer' }
  | { readonly type: 'rate-limited'; readonly retryAfter?: string; readonly resetInSeconds?: number }
  | { readonly type: 'server-error' }
  | { readonly type: 'unavailable'; readonly retryAfter?: string }
  | { readonly type: 'html-502' }
  | { readonly type: 'empty-401' }
  | { readonly type: 'html-200' }
  | { readonly type: 'redirect'; readonly location: string }
  | { readonly type: 'status'; readonly status: number; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> }
  | { readonly type: 'reset-before-answer' }
  | StreamFault

/** `afterFrames` counts the frames written before it happens. */
export type StreamFault =
  /** Ends in good order but without the terminal frame. */
  | { readonly type: 'truncate'; readonly afterFrames: number }
  /** Ends in good order but without the very last frame, such as `[DONE]`. */
  | { readonly type: 'omit-last' }
  /** Ends in the middle of a frame. */
  | { readonly type: 'cut-frame'; readonly afterFrames: number }
  /** The connection breaks, without the end of the body. */
  | { readonly type: 'reset'; readonly afterFrames: number }
  /** Goes silent and keeps the connection. */
  | { readonly type: 'stall'; readonly afterFrames: number }
  /** Goes on writing text for as long as the client listens. */
  | { readonly type: 'endless' }
  | { readonly type: 'malformed-frame'; readonly afterFrames: number }
  | { readonly type: 'error-frame'; readonly afterFrames: number; readonly style?: 'data' | 'event' }
  | { readonly type: 'huge-frame'; readonly bytes: number }
  /** Waits once, then goes on as if nothing had been. */
  | { readonly type: 'pause'; readonly afterFrames: number; readonly ms: number }
  /** From there on writes byte by byte, each after a while. */
  | { readonly type: 'drip'; readonly afterFrames: number; readonly ms: number }
  /** Keeps the connection alive with nothing in it, for as long as the client listens. */
  | { readonly type: 'pings'; readonly afterFrames: number; readonly ms: number }

/** `times`: only the next so many requests are affected. `everywhere`: also requests that do not generate, such as probes. */
export type Fault = FaultKind & { readonly times?: number; readonly everywhere?: boolean }

/** What a server's text says on failure, in its own shape. */
export type ErrorShape = (status: number, message: string) => unknown

export interface FaultSwitch {
  set(fault: Fault | null): void
  /** The fault for this request, counted down. */
  take(generates: boolean): Fault | null
}

export function createFaultSwitch(initial: Fault | null = null): FaultSwitch {
  let fault = initial
  let left = initial?.times ?? Number.POSITIVE_INFINITY
  return {
    set(next) {
      fault = next
      left = next?.times ?? Number.POSITIVE_INFINITY
    },
    take(generates) {
      if (fault === null || left <= 0 || !(generates || fault.everywhere === true)) return null
      left -= 1
      return fault
    },
  }
}

const STREAM_FAULTS: ReadonlySet<string> = new Set<StreamFault['type']>([
  'truncate',
  'omit-last',
  'cut-frame',
  'reset',
  'stall',
  'endless',
  'malformed-frame',
  'error-frame',
  'huge-frame',
  'pause',
  'drip',
  'pings',
])

export function isStreamFault(fault: Fault | null): fault is StreamFault & Fault {
  return fault !== null && STREAM_FAULTS.has(fault.type)
}

/** Answers in the server's place where the fault says so. True when the exchange is over. */
export async function misbehave(fault: Fault | null, exchange: Exchange, shape: ErrorShape): Promise<boolean> {
  if (fault === null || isStreamFault(fault)) return false
  switch (fault.type) {
    case 'latency':
      await pause(fault.ms, exchange.gone)
      return exchange.gone.aborted
    case 'never-answer':
      // The connection stays as it is until the client leaves or the server is stopped.
      return true
    case 'rate-limited':
      sendJson(exchange, 429, shape(429, 'Too many requests.'), {
        ...(fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter }),
        ...(fault.resetInSeconds === undefined
          ? {}
          : {
              'lb-ratelimit-limit': '25',
              'lb-ratelimit-remaining': '0',
              'lb-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + fault.resetInSeconds),
            }),
      })
      return true
    case 'server-error':
      sendJson(exchange, 500, shape(500, 'Something unexpected happened.'))
      return true
    case 'unavailable':
      sendJson(exchange, 503, shape(503, 'Busy.'), fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter })
      return true
    case 'html-502':
      sendText(exchange, 502, 'text/html', '<html><body><h1>502 Bad Gateway</h1></body></html>')
      return true
    case 'empty-401':
      exchange.response.writeHead(401, { 'content-length': '0' })
      exchange.response.end()
      return true
    case 'html-200':
      sendText(exchange, 200, 'text/html; charset=utf-8', '<!doctype html><title>App</title><div id="root"></div>')
      return true
    case 'redirect':
      exchange.response.writeHead(307, { location: fault.location })
      exchange.response.end()
      return true
    case 'status':
      if (typeof fault.body === 'string') sendText(exchange, fault.status, 'text/plain', fault.body, fault.headers)
      else sendJson(exchange, fault.status, fault.body, fault.headers)
      return true
    case 'reset-before-answer':
      exchange.reset()
      return true
  }
}
