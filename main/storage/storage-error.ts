import Database from 'better-sqlite3'
import { type ErrorCode, TidegateError } from '#contracts/errors.ts'

/** The code of an SQLite or file system error (`SQLITE_FULL`, `EACCES`), or null. */
export function systemCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}

/** SQLite says that the bytes of the file are not a database, or not a sound one. Passing troubles (busy, disk full) are not damage. */
export function isDamage(error: unknown): boolean {
  const code = systemCode(error) ?? ''
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB' || code === 'SQLITE_IOERR_SHORT_READ'
}

/** The folder or a file in it cannot be written. */
export function isReadOnly(error: unknown): boolean {
  const code = systemCode(error) ?? ''
  return /^(SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM|EACCES|EPERM|EROFS|ENOTDIR|EEXIST)/.test(code)
}

export function readOnlyFolder(dataDir: string, cause: unknown): TidegateError {
  return new TidegateError(
    'DATA_DIR_READ_ONLY',
    `The data folder ${dataDir} cannot be written. Correct its permissions, or choose another one with --data-dir.`,
    { cause },
  )
}

export function closedError(): TidegateError {
  return new TidegateError('INTERNAL', 'The storage is closed. Restart the application.')
}

/** Gives any error of a storage operation its code and a message to act on. SQLite's own message stays in the cause, for the log. */
export function toStorageError(error: unknown): TidegateError {
  if (error instanceof TidegateError) return error
  const [code, message] = explain(error)
  return new TidegateError(code, message, { cause: error })
}

function explain(error: unknown): readonly [ErrorCode, string] {
  if (!(error instanceof Database.SqliteError)) return ['INTERNAL', 'A storage operation failed; the log has the cause.']
  const { code } = error
  if (isDamage(error)) {
    return ['DATABASE_DAMAGED', 'The database is damaged. Restart: it is set aside and the newest good backup is restored.']
  }
  if (code === 'SQLITE_FULL') return ['INTERNAL', 'The disk is full. Free some space and try again; nothing was changed.']
  if (code.startsWith('SQLITE_BUSY')) return ['CONFLICT', 'Another process is using the database. Try again in a moment.']
  if (code.startsWith('SQLITE_READONLY')) return ['DATA_DIR_READ_ONLY', 'The database cannot be written. Correct its permissions.']
  if (code.startsWith('SQLITE_CONSTRAINT')) return ['CONFLICT', `The change contradicts what is stored (${code}); nothing was changed.`]
  return ['INTERNAL', `A storage operation failed (${code}); nothing was changed.`]
}
