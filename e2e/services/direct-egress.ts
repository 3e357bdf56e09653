import { request as httpRequest, type IncomingMessage } from 'node:http'
import { TidegateError } from '#contracts/errors.ts'
import type { Egress, EgressRequest, EgressResponse } from '../../main/privacy/egress/types.ts'

/**
 * A test double of the egress door for protocol tests: it forwards to http addresses with the timeouts and errors of the interface,
 * and has none of the door's protections. `sent` keeps every request as the client made it.
 */
export interface DirectEgress extends Egress {
  readonly sent: EgressRequest[]
}

export function createDirectEgress(localityOf: Egress['localityOf'] = async () => 'local'): DirectEgress {
  const sent: EgressRequest[] = []
  return {
    sent,
    localityOf,
    async request(request) {
      sent.push(request)
      if (request.signal.aborted) throw aborted(request.signal)
      const message = await exchange(request)
      const headers = Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, String(value ?? '')]))
      const body = read(message, request)
      return {
        status: message.statusCode ?? 0,
        headers,
        locality: await localityOf(request.url),
        ledgerSeq: null,
        body,
        async text(limitBytes = 8 * 1024 * 1024) {
          const parts: Uint8Array[] = []
          let size = 0
          for await (const part of body) {
            size += part.byteLength
            if (size > limitBytes) throw new TidegateError('PROVIDER_PROTOCOL', 'The answer is too large.')
            parts.push(part)
          }
          return Buffer.concat(parts).toString('utf8')
        },
        async cancel() {
          message.destroy()
        },
      } satisfies EgressResponse
    },
  }
}

function exchange(request: EgressRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(request.url, {
      method: request.method,
      headers: { ...request.headers, ...request.credentials },
      signal: request.signal,
      agent: false,
    })
    const timer = setTimeout(() => outgoing.destroy(timedOut()), request.timeouts.firstByteMs)
    outgoing.once('response', (message) => {
      clearTimeout(timer)
      resolve(message)
    })
    outgoing.on('error', (error) => {
      clearTimeout(timer)
      reject(translate(error, request.signal))
    })
    outgoing.end(request.body)
  })
}

async function* read(message: IncomingMessage, request: EgressRequest): AsyncGenerator<Uint8Array> {
  const arm = (): NodeJS.Timeout => setTimeout(() => message.destroy(timedOut()), request.timeouts.idleMs)
  let timer = arm()
  try {
    for await (const part of message) {
      clearTimeout(timer)
      yield Buffer.from(part)
      timer = arm()
    }
  } catch (error) {
    throw translate(error, request.signal)
  } finally {
    clearTimeout(timer)
    message.destroy()
  }
}

function timedOut(): TidegateError {
  return new TidegateError('PROVIDER_TIMEOUT', 'The server did not answer in time.')
}

function aborted(signal: AbortSignal): TidegateError {
  return signal.reason instanceof TidegateError ? signal.reason : new TidegateError('CANCELLED', 'Stopped.')
}

function translate(error: unknown, signal: AbortSignal): TidegateError {
  if (signal.aborted) return aborted(signal)
  if (error instanceof TidegateError) return error
  return new TidegateError('PROVIDER_NETWORK', 'The server cannot be reached.', { cause: error })
}
