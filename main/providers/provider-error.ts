import { type ErrorCode, TidegateError } from '#contracts/errors.ts'

export interface ProviderErrorOptions {
  /** The same request may succeed a moment later. */
  readonly retryable?: boolean
  /** Wait asked for by the server, in ms; null when it asked for none. */
  readonly retryAfterMs?: number | null
  readonly cause?: unknown
}

/**
 * A failure of a provider. The message is one line that says what to do; it never repeats what the server wrote, because servers
 * quote the request, and the request is the user's text.
 */
export class ProviderError extends TidegateError {
  readonly retryable: boolean
  readonly retryAfterMs: number | null
  constructor(code: ErrorCode, message: string, options: ProviderErrorOptions = {}) {
    super(code, message, options.cause === undefined ? {} : { cause: options.cause })
    this.retryable = options.retryable ?? false
    this.retryAfterMs = options.retryAfterMs ?? null
  }
}
