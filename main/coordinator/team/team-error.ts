import { TidegateError } from '#contracts/errors.ts'

const UNREACHABLE = /^(?:E[A-Z_]+|57P0[123]|08\d{3}|53300)$/

/** An error of the database in our words. Never holds a statement, a value or a password; the cause is kept for the log. */
export function teamError(error: unknown): TidegateError {
  if (error instanceof TidegateError) return error
  const cause = { cause: error }
  const code = codeOf(error)
  if (code === '28P01' || code === '28000') {
    return new TidegateError(
      'PROVIDER_UNAUTHORIZED',
      "The team's database refused the user or the password. Check TIDEGATE_KEY_TEAM_DB.",
      cause,
    )
  }
  if (code === '3D000')
    return new TidegateError('PROVIDER_NOT_FOUND', "The team's database has not been made on that server. Ask whoever runs it.", cause)
  if (code === '42501') {
    const message =
      "The user may not make the tables of the queue in the team's database. Have its owner run a worker once, or grant CREATE."
    return new TidegateError('PROVIDER_FORBIDDEN', message, cause)
  }
  if (/^(?:CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/.test(code) || messageOf(error).includes('does not support SSL')) {
    return new TidegateError('PROVIDER_NETWORK', "The team's database could not prove who it is by TLS. Check its certificate.", cause)
  }
  if (isUnreachable(error)) {
    return new TidegateError(
      'PROVIDER_NETWORK',
      "The team's database cannot be reached. Check that it runs and that its address is right.",
      cause,
    )
  }
  return new TidegateError('INTERNAL', "The team's queue did something unexpected; the log has it.", cause)
}

/** It may be there again in a moment. */
export function isUnreachable(error: unknown): boolean {
  return (
    UNREACHABLE.test(codeOf(error)) || /Connection terminated|timeout exceeded when trying to connect|not queryable/i.test(messageOf(error))
  )
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : ''
}
