import { type ErrorCode, TidegateError } from '#contracts/errors.ts'

/** An error as clients of OpenAI's API read it. */
export interface OpenAiError {
  readonly status: number
  readonly body: {
    readonly error: { readonly message: string; readonly type: string; readonly code: string; readonly param: string | null }
  }
}

type Kind = readonly [status: number, type: string]
const OURS: Kind = [500, 'server_error']
const THEIRS: Kind = [400, 'invalid_request_error']
const UPSTREAM: Kind = [502, 'server_error']

/** What is not here is a failure of ours. 5xx and 429 are what clients try again by themselves. */
const KINDS: Partial<Readonly<Record<ErrorCode, Kind>>> = {
  BAD_INPUT: THEIRS,
  PROMPT_EMPTY: THEIRS,
  PROVIDER_CONTEXT_OVERFLOW: THEIRS,
  PROVIDER_INVALID_REQUEST: THEIRS,
  NOT_FOUND: [404, 'invalid_request_error'],
  PROVIDER_NOT_FOUND: [404, 'invalid_request_error'],
  POLICY_FORBIDS_ROUTE: [403, 'permission_error'],
  EGRESS_REFUSED: [403, 'permission_error'],
  BUDGET_EXHAUSTED: [403, 'insufficient_quota'],
  // Sent again it would be charged again; a person decides that.
  INTERRUPTED_AFTER_SEND: [409, 'server_error'],
  CANCELLED: [409, 'server_error'],
  CONFLICT: [409, 'invalid_request_error'],
  PROVIDER_RATE_LIMITED: [429, 'rate_limit_error'],
  NO_ALLOWED_ROUTE: [503, 'server_error'],
  NEEDS_MODEL: [503, 'server_error'],
  PROVIDER_UNAVAILABLE: UPSTREAM,
  PROVIDER_PROTOCOL: UPSTREAM,
  PROVIDER_NETWORK: UPSTREAM,
  PROVIDER_UNAUTHORIZED: UPSTREAM,
  PROVIDER_FORBIDDEN: UPSTREAM,
  STREAM_TRUNCATED: UPSTREAM,
  PROVIDER_TIMEOUT: [504, 'server_error'],
  JOB_TIMEOUT: [504, 'server_error'],
}
/** Names that clients know, where they have one. */
const KNOWN_CODES: Partial<Readonly<Record<ErrorCode, string>>> = {
  PROVIDER_CONTEXT_OVERFLOW: 'context_length_exceeded',
  PROVIDER_RATE_LIMITED: 'rate_limit_exceeded',
  BUDGET_EXHAUSTED: 'insufficient_quota',
}

/** `param` names the part of the request that is wrong. */
export function openAiError(code: ErrorCode, message: string, param: string | null = null): OpenAiError {
  const [status, type] = KINDS[code] ?? OURS
  return { status, body: { error: { message, type, code: KNOWN_CODES[code] ?? code.toLowerCase(), param } } }
}

/** Null for a defect of ours: what it says may quote text. */
export function fromError(error: unknown): OpenAiError | null {
  return error instanceof TidegateError ? openAiError(error.code, error.message) : null
}

/** A part of a request that cannot be honoured. */
export class UnsupportedParameter extends TidegateError {
  /** Null for the request as a whole. */
  readonly param: string | null
  constructor(param: string | null, message: string) {
    super('BAD_INPUT', message)
    this.param = param
  }
}

/** No model of this name. */
export class UnknownModel extends UnsupportedParameter {
  constructor(message: string) {
    super('model', message)
  }
}

/** A body that is not read: too long, or no JSON. */
export class UnreadableBody extends TidegateError {
  readonly status: number
  constructor(status: number, message: string) {
    super('BAD_INPUT', message)
    this.status = status
  }
}
