import { once } from 'node:events'
import { type Fault, isStreamFault } from './faults.ts'
import { type Exchange, pause } from './recording-server.ts'

/** How a stream is put on the wire. */
export interface StreamOptions {
  /** Wait in ms before each frame. */
  readonly frameDelayMs?: number
  /** What ends a server-sent event; NDJSON is not affected. */
  readonly framing?: '\n\n' | '\r\n\r\n' | '\r\r'
  /** Bytes per write: cuts frames and multi-byte characters apart. Whole frames without it. */
  readonly splitBytes?: number
  /** A comment before each server-sent event, as servers send during a long prefill. */
  readonly pings?: boolean
}

/** A stream as one kind of server writes it. */
export interface StreamScript {
  readonly contentType: string
  readonly headers?: Readonly<Record<string, string>>
  /** Frames on the wire, each with its end. `terminal` ones are what a client takes for a clean end. */
  readonly frames: readonly { readonly wire: string; readonly terminal: boolean }[]
  /** One more piece of text, for a stream that does not end. */
  readonly textFrame: string
  readonly malformedFrame: string
  readonly errorFrame: (style: 'data' | 'event') => string
}

/** Writes a stream, or the part of it that the fault leaves. */
export async function writeStream(exchange: Exchange, script: StreamScript, options: StreamOptions, fault: Fault | null): Promise<void> {
  const { response, gone } = exchange
  response.writeHead(200, { 'content-type': script.contentType, 'cache-control': 'no-cache', ...script.headers })
  response.flushHeaders()
  const write = async (wire: string): Promise<void> => {
    if (options.frameDelayMs !== undefined && options.frameDelayMs > 0) await pause(options.frameDelayMs, gone)
    await writeBytes(exchange, Buffer.from(wire), options.splitBytes)
  }
  const spoil = isStreamFault(fault) ? fault : null
  const after = spoil !== null && 'afterFrames' in spoil ? spoil.afterFrames : Number.POSITIVE_INFINITY

  if (spoil?.type === 'huge-frame') {
    await write(script.textFrame.replace(/\S\s*$/, (tail) => ' '.repeat(spoil.bytes) + tail))
  }
  for (const [index, frame] of script.frames.entries()) {
    if (gone.aborted) return
    if (index === after && spoil?.type === 'pause') await pause(spoil.ms, gone)
    else if (index >= after && spoil?.type === 'drip') {
      for (const byte of Buffer.from(frame.wire)) {
        await pause(spoil.ms, gone)
        if (gone.aborted) return
        await writeBytes(exchange, Buffer.from([byte]), undefined)
      }
      continue
    } else if (index === after && spoil !== null && spoil.type !== 'truncate' && spoil.type !== 'pause') break
    // Of a truncated stream the client gets the first frames and nothing that ends it.
    if (spoil?.type === 'truncate' && (index >= after || frame.terminal)) break
    if (spoil?.type === 'endless' && frame.terminal) break
    if (spoil?.type === 'omit-last' && index === script.frames.length - 1) break
    await write(frame.wire)
  }
  switch (spoil?.type) {
    case 'reset':
      exchange.hangUp()
      return
    case 'stall':
      return
    case 'pings':
      // A comment of server-sent events, and a blank line of NDJSON.
      while (!gone.aborted) {
        await write(script.contentType.includes('ndjson') ? '\n' : ': ping\n\n')
        await pause(spoil.ms, gone)
      }
      return
    case 'endless':
      while (!gone.aborted) {
        await write(script.textFrame)
        await pause(Math.max(1, options.frameDelayMs ?? 5), gone)
      }
      return
    case 'cut-frame':
      await write(script.textFrame.slice(0, Math.floor(script.textFrame.length / 2)))
      break
    case 'malformed-frame':
      await write(script.malformedFrame)
      break
    case 'error-frame':
      await write(script.errorFrame(spoil.style ?? 'data'))
      break
    default:
      break
  }
  response.end()
}

async function writeBytes({ response, gone }: Exchange, bytes: Buffer, splitBytes = Number.POSITIVE_INFINITY): Promise<void> {
  for (let start = 0; start < bytes.length && !gone.aborted; start += splitBytes) {
    const part = bytes.subarray(start, start + splitBytes)
    if (!response.write(part)) await drained(response)
    // Lets each part leave in a packet of its own.
    else if (splitBytes < bytes.length) await new Promise<void>((resolve) => setImmediate(resolve))
  }
}

/** Until what was written has left, or nobody takes it any more; listens no longer than that. */
async function drained(response: Exchange['response']): Promise<void> {
  const over = new AbortController()
  try {
    await Promise.race([once(response, 'drain', over), once(response, 'close', over)])
  } finally {
    over.abort()
  }
}

/** A server-sent event. */
export function sseFrame(data: string, options: StreamOptions, event?: string): string {
  const end = options.framing ?? '\n\n'
  const newline = end.slice(0, end.length / 2)
  const ping = options.pings === true ? `: ping${end}` : ''
  return `${ping}${event === undefined ? '' : `event: ${event}${newline}`}data: ${data}${end}`
}
