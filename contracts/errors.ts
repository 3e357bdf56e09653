import { z } from 'zod'

/**
 * The closed set of error codes that may cross a process border. Each has one message template in {@link ERROR_HINTS}
 * that a person can act on; the thrower adds the particulars.
 */
export const ERROR_CODES = [
  'BAD_INPUT',
  'PROMPT_EMPTY',
  'UNKNOWN_ROUTE',
  'FILE_NOT_FOUND',
  'FILE_IS_DIRECTORY',
  'FILE_IS_BINARY',
  'FILE_TOO_LARGE',
  'FILE_UNREADABLE',
  'SOURCE_NOT_EXTRACTABLE',
  'CONFIG_INVALID',
  'PORT_IN_USE',
  'DATA_DIR_READ_ONLY',
  'DATA_DIR_LOCKED',
  'DATABASE_DAMAGED',
  'DATABASE_NEWER',
  'NODE_TOO_OLD',
  'NOT_FOUND',
  'CONFLICT',
  'POLICY_FORBIDS_ROUTE',
  'NO_ALLOWED_ROUTE',
  'NEEDS_MODEL',
  'EGRESS_REFUSED',
  'CLASSIFIER_FAILED',
  'PROVIDER_UNAUTHORIZED',
  'PROVIDER_FORBIDDEN',
  'PROVIDER_NOT_FOUND',
  'PROVIDER_RATE_LIMITED',
  'PROVIDER_INVALID_REQUEST',
  'PROVIDER_CONTEXT_OVERFLOW',
  'PROVIDER_UNAVAILABLE',
  'PROVIDER_PROTOCOL',
  'PROVIDER_TIMEOUT',
  'PROVIDER_NETWORK',
  'STREAM_TRUNCATED',
  'BUDGET_EXHAUSTED',
  'INTERRUPTED_AFTER_SEND',
  'CANCELLED',
  'JOB_TIMEOUT',
  'DEPENDENCY_FAILED',
  'LOCK_TIMEOUT',
  'LOCK_DEADLOCK',
  'VAULT_NOT_FOUND',
  'VAULT_UNREADABLE',
  'LEDGER_BROKEN',
  'FORBIDDEN_SENDER',
  'GRANT_NEEDED',
  'UPDATE_REFUSED',
  'UNAUTHORIZED',
  'INTERNAL',
] as const

export const ErrorCodeSchema = z.enum(ERROR_CODES)
export type ErrorCode = z.infer<typeof ErrorCodeSchema>

/** An error as it crosses a border: no stack, no user text. `id` names the log line that has the cause. */
export const ErrorValueSchema = z.object({
  code: ErrorCodeSchema,
  message: z.string(),
  id: z.string().optional(),
})
export type ErrorValue = z.infer<typeof ErrorValueSchema>

/**
 * The one error class that our own code throws on purpose. `message` is one line that says what to do and never holds
 * user text; the cause stays attached for the log.
 */
export class TidegateError extends Error {
  override readonly name = 'TidegateError'
  readonly code: ErrorCode
  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
  }
  toValue(): ErrorValue {
    return { code: this.code, message: this.message }
  }
}

/** Exit codes of the command line. */
export const EXIT = { ok: 0, failure: 1, usage: 2, blocked: 3, deferred: 4 } as const

const USAGE_CODES: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'BAD_INPUT',
  'PROMPT_EMPTY',
  'UNKNOWN_ROUTE',
  'FILE_NOT_FOUND',
  'FILE_IS_DIRECTORY',
  'FILE_IS_BINARY',
  'FILE_TOO_LARGE',
  'FILE_UNREADABLE',
])

/** The exit code that belongs to an error code: 2 for input the caller can correct, 3 policy, 4 deferred, else 1. */
export function exitCodeFor(code: ErrorCode): number {
  if (code === 'POLICY_FORBIDS_ROUTE') return EXIT.blocked
  if (code === 'NO_ALLOWED_ROUTE') return EXIT.deferred
  return USAGE_CODES.has(code) ? EXIT.usage : EXIT.failure
}
