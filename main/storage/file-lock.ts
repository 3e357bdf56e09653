import Database from 'better-sqlite3'
import { systemCode } from './storage-error.ts'

/** A lock that the operating system takes away when the process ends, however it ends. */
export interface FileLock {
  release(): void
}

/**
 * Takes the lock `file`, waiting at most `waitMs`; null when another process (or another holder in this one) keeps it.
 * It is an exclusive transaction on an empty SQLite file: SQLite knows the right kind of lock for each platform, and Node has none.
 * The file stays behind after release; only the lock on it counts.
 */
export function acquireFileLock(file: string, waitMs: number): FileLock | null {
  const db = new Database(file, { timeout: waitMs })
  try {
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    if (systemCode(error)?.startsWith('SQLITE_BUSY') === true) return null
    throw error
  }
  return {
    release() {
      if (!db.open) return
      db.exec('ROLLBACK')
      db.close()
    },
  }
}
