import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { TidegateError } from '#contracts/errors.ts'
import { backUp, restoreNewestBackup, rowCounts } from './backup.ts'
import {
  APPLICATION_ID,
  type Connection,
  checkIntegrity,
  closeConnection,
  openConnection,
  openReadingConnection,
  pragmaNumber,
} from './connection.ts'
import { publish, removeUnfinished, setAside } from './database-files.ts'
import { acquireFileLock, type FileLock } from './file-lock.ts'
import { latestVersion, migrate } from './migrate.ts'
import { MIGRATIONS, type Migration } from './migrations/index.ts'
import { createRepositories } from './operations.ts'
import { isDamage, isReadOnly, readOnlyFolder, systemCode, toStorageError } from './storage-error.ts'

/**
 * What opening found and did. `setAside` is the folder that the damaged files were moved to, `restoredFrom` the backup that took
 * their place, `backup` the copy made before a migration, `migratedFrom` the version it started at.
 */
export interface Opening {
  readonly outcome: 'opened' | 'created' | 'restored-from-backup' | 'fresh-after-damage'
  readonly setAside: string | null
  readonly restoredFrom: string | null
  readonly backup: string | null
  readonly migratedFrom: number | null
}

export interface OpenDatabaseOptions {
  readonly dataDir: string
  /** ms since the epoch; names the folders and files that opening makes. */
  readonly now: number
  readonly migrations?: readonly Migration[]
}

export const DATABASE_FILE = 'tidegate.db'
const HEADER = 'SQLite format 3\0'
/** No release will ever get here: a higher number in the header is damage, not a newer release. */
const HIGHEST_VERSION = 9_999
/** How long one process waits for another one that is just opening (and perhaps migrating) the same database. */
const OPENING_WAIT_MS = 30_000

/**
 * Opens the database of a data folder, making, migrating or recovering it as needed. A damaged database is moved to
 * `<dataDir>/set-aside` and never deleted. Throws DATABASE_NEWER (the file is not touched) and DATA_DIR_READ_ONLY.
 */
export function openDatabase(options: OpenDatabaseOptions): { db: Connection; opening: Opening } {
  const { dataDir, now, migrations = MIGRATIONS } = options
  const lock = lockOpening(dataDir)
  try {
    const file = join(dataDir, DATABASE_FILE)
    const found = examine(file, latestVersion(migrations))
    let outcome: Opening['outcome'] = 'opened'
    let folder: string | null = null
    let restoredFrom: string | null = null
    if (found === 'damaged') {
      folder = setAside(file, now)
      restoredFrom = restoreNewestBackup(dataDir, file, latestVersion(migrations))
      outcome = restoredFrom === null ? 'fresh-after-damage' : 'restored-from-backup'
    } else if (found === 'absent') {
      outcome = 'created'
    }
    if (found !== 'sound' && restoredFrom === null) create(dataDir, file, migrations)
    const { db, ...migrated } = openAndMigrate(dataDir, file, now, migrations)
    return { db, opening: { outcome, setAside: folder, restoredFrom, ...migrated } }
  } catch (error) {
    throw isReadOnly(error) ? readOnlyFolder(dataDir, error) : toStorageError(error)
  } finally {
    lock.release()
  }
}

/** Another connection to a database that this process has open, for reading only. */
export function openForReading(dataDir: string): { db: Connection; opening: Opening } {
  const db = openReadingConnection(join(dataDir, DATABASE_FILE))
  return { db, opening: { outcome: 'opened', setAside: null, restoredFrom: null, backup: null, migratedFrom: null } }
}

/** Two processes that start at the same moment must not both create, migrate or set aside the file. */
export function lockOpening(dataDir: string): FileLock {
  let lock: FileLock | null
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    lock = acquireFileLock(join(dataDir, 'opening.lock'), OPENING_WAIT_MS)
  } catch (error) {
    throw isReadOnly(error) ? readOnlyFolder(dataDir, error) : toStorageError(error)
  }
  if (lock === null) {
    throw new TidegateError('DATA_DIR_LOCKED', `Another process has been opening ${dataDir} for 30 seconds. Stop it and try again.`)
  }
  return lock
}

/** Looks at the file without changing it. Damage is what SQLite calls damage; any other trouble is thrown and the file stays. */
function examine(file: string, newest: number): 'absent' | 'sound' | 'damaged' {
  if (!existsSync(file)) return sizeOf(`${file}-wal`) > 0 ? 'damaged' : 'absent'
  if (!hasHeader(file)) return 'damaged'
  try {
    const db = new Database(file, { readonly: true, fileMustExist: true, timeout: 5_000 })
    try {
      const version = pragmaNumber(db, 'user_version')
      if (version > newest && version <= HIGHEST_VERSION) {
        throw new TidegateError(
          'DATABASE_NEWER',
          `The database was written by a newer release (version ${version}, this one knows ${newest}). Install the newer release, or use another folder with --data-dir. Nothing was changed.`,
        )
      }
      if (version < 1 || version > HIGHEST_VERSION || pragmaNumber(db, 'application_id') !== APPLICATION_ID) return 'damaged'
      if (checkIntegrity(db, 'quick') !== null) return 'damaged'
      return version < newest || fitsStatements(db) ? 'sound' : 'damaged'
    } finally {
      db.close()
    }
  } catch (error) {
    if (isDamage(error)) return 'damaged'
    throw error
  }
}

/** A changed byte in the stored schema (a table's name, say) passes SQLite's own check; then our statements do not compile. */
function fitsStatements(db: Connection): boolean {
  try {
    createRepositories(db)
    return true
  } catch (error) {
    if (systemCode(error) === 'SQLITE_ERROR') return false
    throw error
  }
}

/** Made under another name first: a file with the right name is always a whole one, so an empty one is known to be damage. */
function create(dataDir: string, file: string, migrations: readonly Migration[]): void {
  const unfinished = join(dataDir, 'creating.db')
  removeUnfinished(unfinished)
  closeSync(openSync(unfinished, 'wx', 0o600))
  const db = openConnection(unfinished)
  try {
    migrate(db, migrations)
  } finally {
    closeConnection(db)
  }
  publish(unfinished, file)
}

function openAndMigrate(dataDir: string, file: string, now: number, migrations: readonly Migration[]) {
  chmodSync(file, 0o600)
  const db = openConnection(file)
  try {
    const version = pragmaNumber(db, 'user_version')
    if (version >= latestVersion(migrations)) return { db, backup: null, migratedFrom: null }
    const isEmpty = [...rowCounts(db).values()].every((rows) => rows === 0)
    const backup = isEmpty ? null : backUp(db, dataDir, now)
    migrate(db, migrations)
    return { db, backup, migratedFrom: version }
  } catch (error) {
    db.close()
    throw error
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

/** The magic words, and the two format versions after the page size: SQLite opens a file with unknown ones read-only, or not at all. */
function hasHeader(file: string): boolean {
  const descriptor = openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(20)
    if (readSync(descriptor, bytes, 0, bytes.length, 0) !== bytes.length) return false
    const formats = [bytes[18], bytes[19]]
    return bytes.toString('latin1', 0, HEADER.length) === HEADER && formats.every((format) => format === 1 || format === 2)
  } finally {
    closeSync(descriptor)
  }
}
