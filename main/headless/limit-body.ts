import type { IncomingMessage } from 'node:http'
import { ORPCError } from '@orpc/server'

/**
 * Bounds what a call may send: what says that it is longer is refused at once, in the answer that is returned; what comes in chunks and names
 * no length fails the read of whoever reads it, with the same answer. `BodyLimitPlugin` says nothing of why, and waits for the first byte.
 */
export function limitBody(request: IncomingMessage, mostBytes: number): TooLong | null {
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) return tooLong(mostBytes)
  const emit = request.emit.bind(request)
  let bytes = 0
  request.emit = (event: string | symbol, ...values: unknown[]): boolean => {
    const [chunk] = values
    // Emitted inside the `read` of whoever iterates, whose read it fails. The connection is left: closed at once it would take the answer along.
    if (event === 'data' && (Buffer.isBuffer(chunk) || typeof chunk === 'string')) {
      bytes += Buffer.byteLength(chunk)
      if (bytes > mostBytes) throw tooLong(mostBytes)
    }
    return emit(event, ...values)
  }
  return null
}

type TooLong = ORPCError<'PAYLOAD_TOO_LARGE', undefined>

function tooLong(mostBytes: number): TooLong {
  return new ORPCError('PAYLOAD_TOO_LARGE', {
    status: 413,
    message: `The body of a call has at most ${mostBytes} bytes. Send less at once, such as one source after the other.`,
  })
}
