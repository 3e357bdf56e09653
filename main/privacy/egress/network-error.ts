import { TidegateError } from '#contracts/errors.ts'
import type { EgressRequest } from './types.ts'

/** A connection that failed. */
export class ConnectionError extends TidegateError {
  /** The request may have reached the other side, and may have been answered and charged there. */
  readonly mayHaveArrived: boolean
  constructor(code: 'PROVIDER_NETWORK' | 'PROVIDER_TIMEOUT', message: string, options: { mayHaveArrived: boolean; cause?: unknown }) {
    super(code, message, options.cause === undefined ? {} : { cause: options.cause })
    this.mayHaveArrived = options.mayHaveArrived
  }
}

/** What fails before a byte of the request is on its way: no such name, nobody there, no way there, no agreement on encryption. */
const BEFORE_SENDING =
  /^(?:ENOTFOUND|EAI_\w+|ECONNREFUSED|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT)$/
const ENCRYPTION = /^(?:CERT_|ERR_TLS_|ERR_SSL_|EPROTO|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH_)/

/** The error of a request in our words. Never holds what the request or the answer said. */
export function networkError(error: unknown, request: Pick<EgressRequest, 'signal' | 'context'>): TidegateError {
  if (error instanceof TidegateError) return error
  const { provider } = request.context
  if (request.signal.aborted) {
    return request.signal.reason instanceof TidegateError
      ? request.signal.reason
      : new TidegateError('CANCELLED', 'Stopped.', { cause: error })
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const encryption = ENCRYPTION.test(code)
  const mayHaveArrived = !(encryption || BEFORE_SENDING.test(code))
  if (code.includes('TIMEOUT')) {
    const message = `Provider "${provider}" did not answer in time. Try again, or raise the timeout in the settings.`
    return new ConnectionError('PROVIDER_TIMEOUT', message, { mayHaveArrived, cause: error })
  }
  const message = encryption
    ? `Provider "${provider}" could not prove who it is, or does not speak https. Check its address and its certificate.`
    : mayHaveArrived
      ? `The connection to provider "${provider}" broke. Check your network and that it runs.`
      : `Provider "${provider}" cannot be reached. Check that it runs and that its address is right.`
  return new ConnectionError('PROVIDER_NETWORK', message, { mayHaveArrived, cause: error })
}
