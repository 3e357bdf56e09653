import Database from 'better-sqlite3'
import { TidegateError } from '#contracts/errors.ts'

/** How long a statement waits for another process's write (ms). */
const BUSY_MS = 5_000

/** Pages that a connection keeps: the dictionary of the words of some hundred MB of text, so that a search reads it once. */
const CACHE_KIB = 16_384

/** Pages (4 KiB) that the write-ahead log may hold before a commit folds it into the file: the same pages are written again and again by a busy queue. */
const CHECKPOINT_PAGES = 4_000

/** Before 3.51.3 two connections that checkpoint and write at the same moment could damage a WAL database. */
const OLDEST_SQLITE = [3, 51, 3] as const

/** Marks the file as ours ("TGAT"), so that another program's database is not mistaken for it. */
export const APPLICATION_ID = 0x54474154

export type Connection = Database.Database

/**
 * Opens the file for reading and writing. `synchronous=FULL` syncs each commit, so that it survives a power cut. Deleted content is overwritten, and temporary tables stay in memory, because the rows hold what users typed.
 */
export function openConnection(file: string): Connection {
  const db = new Database(file, { timeout: BUSY_MS })
  try {
    assertSqliteVersion(db)
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma('foreign_keys = ON')
    db.pragma('recursive_triggers = ON')
    db.pragma('trusted_schema = OFF')
    db.pragma('cell_size_check = ON')
    db.pragma('secure_delete = ON')
    db.pragma('temp_store = MEMORY')
    db.pragma('mmap_size = 0')
    db.pragma(`cache_size = -${CACHE_KIB}`)
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Opens the file for reading beside a connection that writes. It never changes it, and what was committed before a statement began is seen. */
export function openReadingConnection(file: string): Connection {
  const db = new Database(file, { readonly: true, fileMustExist: true, timeout: BUSY_MS })
  try {
    db.pragma('trusted_schema = OFF')
    db.pragma('cell_size_check = ON')
    db.pragma('temp_store = MEMORY')
    db.pragma('mmap_size = 0')
    db.pragma(`cache_size = -${CACHE_KIB}`)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Folds the write-ahead log into the file and closes it, so that one file is all there is to copy. */
export function closeConnection(db: Connection): void {
  if (!db.open) return
  try {
    db.pragma('optimize')
    db.pragma('wal_checkpoint(TRUNCATE)')
  } finally {
    db.close()
  }
}

/** Reads one integer pragma. */
export function pragmaNumber(db: Connection, name: 'user_version' | 'application_id'): number {
  return Number(db.pragma(name, { simple: true }))
}

/** Runs one of SQLite's checks; returns its first complaint, or null when all is well. `quick` skips comparing indexes with tables. */
export function checkIntegrity(db: Connection, depth: 'quick' | 'full'): string | null {
  try {
    const result = String(db.pragma(depth === 'quick' ? 'quick_check(1)' : 'integrity_check(1)', { simple: true }))
    return result === 'ok' ? null : result
  } catch (error) {
    // The definition of the table of words is damaged: SQLite cannot read it, and calls that an error of the statement.
    if (error instanceof Database.SqliteError && error.code === 'SQLITE_ERROR') return error.message
    throw error
  }
}

function assertSqliteVersion(db: Connection): void {
  const version = String(db.prepare('SELECT sqlite_version()').pluck().get())
  const parts = version.split('.').map(Number)
  for (const [index, least] of OLDEST_SQLITE.entries()) {
    const part = parts[index] ?? 0
    if (part > least) return
    if (part < least) {
      throw new TidegateError('INTERNAL', `SQLite ${version} is too old (${OLDEST_SQLITE.join('.')} is needed). Reinstall the application.`)
    }
  }
}
