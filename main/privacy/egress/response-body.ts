import type { Readable } from 'node:stream'
import { TidegateError } from '#contracts/errors.ts'
import type { EgressResponse } from './types.ts'

const DEFAULT_LIMIT_BYTES = 8 * 1024 * 1024

/**
 * Wraps a response stream: counts bytes, translates socket errors, and calls `settle` once with the bytes received, however the
 * reading ends (finished, broken off, cancelled). When nobody reads any more, `onSettleFailed` hears of a settling that failed.
 */
export function openBody(
  stream: Readable,
  translate: (error: unknown) => TidegateError,
  settle: (bytesIn: number) => Promise<void>,
  onSettleFailed: (error: unknown) => void,
): Pick<EgressResponse, 'body' | 'text' | 'cancel'> {
  let bytesIn = 0
  let settled: Promise<void> | null = null
  const settleOnce = (): Promise<void> => {
    settled ??= settle(bytesIn)
    return settled
  }
  // An error while nobody reads must not end the process; a reader gets it from the iteration.
  stream.on('error', () => void settleOnce().catch(onSettleFailed))

  async function* read(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of stream) {
        const bytes: Uint8Array = chunk instanceof Uint8Array ? chunk : Buffer.from(String(chunk))
        bytesIn += bytes.byteLength
        yield bytes
      }
    } catch (error) {
      throw translate(error)
    } finally {
      stream.destroy()
      await settleOnce()
    }
  }
  const body = read()

  return {
    body,
    async text(limitBytes = DEFAULT_LIMIT_BYTES) {
      const parts: Uint8Array[] = []
      let size = 0
      for await (const part of body) {
        size += part.byteLength
        if (size > limitBytes) {
          throw new TidegateError('PROVIDER_PROTOCOL', `The provider’s answer is larger than ${limitBytes} bytes. Ask for a shorter one.`)
        }
        parts.push(part)
      }
      return Buffer.concat(parts).toString('utf8')
    },
    async cancel() {
      stream.destroy()
      await settleOnce()
    },
  }
}
