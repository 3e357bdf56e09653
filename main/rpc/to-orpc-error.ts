import { ORPCError } from '@orpc/server'
import { type ErrorCode, TidegateError } from '#contracts/errors.ts'
import { missingPart } from '../missing-part.ts'
import type { Log } from '../platform.ts'

const STATUS: Partial<Record<ErrorCode, number>> = {
  NOT_FOUND: 404,
  VAULT_NOT_FOUND: 404,
  VAULT_UNREADABLE: 409,
  CONFLICT: 409,
  POLICY_FORBIDS_ROUTE: 403,
  EGRESS_REFUSED: 403,
  FORBIDDEN_SENDER: 403,
  UNAUTHORIZED: 401,
  FILE_TOO_LARGE: 413,
  INTERNAL: 500,
}

/**
 * An error as it may leave the core: our own with code and message, anything else as INTERNAL with the id of the log line. Errors
 * of the transport itself (validation, aborted) pass unchanged.
 */
export function toOrpcError(error: unknown, log: Log): unknown {
  if (error instanceof TidegateError) {
    return new ORPCError(error.code, { status: STATUS[error.code] ?? 400, message: error.message, defined: false })
  }
  if (error instanceof ORPCError || (error instanceof Error && error.name === 'AbortError')) return error
  const id = log.error('rpc.failed', error)
  const gone = missingPart(error)
  if (gone !== null) return new ORPCError(gone.code, { status: 503, message: gone.message, data: { id } })
  return new ORPCError('INTERNAL', {
    status: 500,
    message: `Something went wrong inside the app. Nothing was lost; the log has it as ${id}.`,
    data: { id },
  })
}
