import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, utimesSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { TidegateError } from '#contracts/errors.ts'
import { APPLICATION_ID, type Connection, checkIntegrity, pragmaNumber } from './connection.ts'
import { copyNew, publish, removeUnfinished, timestamp } from './database-files.ts'
import { isDamage, systemCode } from './storage-error.ts'

const KEPT = 5
/** What is made by the app itself, and what a person asked for: only the former gives way to newer ones. */
const AUTOMATIC = /^tidegate-.+\.db$/
const MANUAL = /^manual-.+\.db$/

function backupFolder(dataDir: string): string {
  return join(dataDir, 'backups')
}

/** Paths of the automatic backups, newest first. */
export function listBackups(dataDir: string): readonly string[] {
  return named(dataDir, AUTOMATIC)
}

/** Paths of those that a person asked for, newest first. */
export function listManualBackups(dataDir: string): readonly string[] {
  return named(dataDir, MANUAL)
}

function named(dataDir: string, pattern: RegExp): readonly string[] {
  const folder = backupFolder(dataDir)
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).filter((name) => pattern.test(name))
  return names.sort((a, b) => (a < b ? 1 : -1)).map((name) => join(folder, name))
}

/**
 * Writes a verified copy of the database to `<dataDir>/backups` and returns its path; the newest five are kept. No other connection may
 * write meanwhile. Throws INTERNAL, and leaves nothing behind, when the copy is not good.
 */
export function backUp(db: Connection, dataDir: string, now: number): string {
  const file = newBackup(db, dataDir, now, 'tidegate')
  copyTo(db, file, now)
  for (const old of listBackups(dataDir).slice(KEPT)) rmSync(old, { force: true })
  return file
}

/** A path for a backup of this moment in the data folder, which is made. */
export function newBackup(db: Connection, dataDir: string, now: number, prefix: 'tidegate' | 'manual'): string {
  const folder = backupFolder(dataDir)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return join(folder, backupName(db, now, prefix))
}

export function backupName(db: Connection, now: number, prefix: 'tidegate' | 'manual'): string {
  return `${prefix}-${timestamp(now)}-v${pragmaNumber(db, 'user_version')}.db`
}

/**
 * Writes a verified copy of the database to a file of its own. The copy is opened again, checked in full and compared with the original row
 * by row count before it gets its name. Another process may write meanwhile: the copy is of one moment, so that its counts lie between
 * those before and after. Throws INTERNAL, and leaves nothing behind.
 */
export function copyTo(db: Connection, file: string, now: number): void {
  const unfinished = `${file}.unfinished`
  removeUnfinished(unfinished)
  try {
    const before = rowCounts(db)
    db.prepare('VACUUM INTO ?').run(unfinished)
    chmodSync(unfinished, 0o600)
    verifyCopy(unfinished, before, rowCounts(db))
    utimesSync(unfinished, now / 1_000, now / 1_000)
    publish(unfinished, file)
  } catch (error) {
    removeUnfinished(unfinished)
    if (error instanceof TidegateError) throw error
    throw new TidegateError(
      'INTERNAL',
      'The database could not be backed up, so nothing was changed. Check that the place can be written to and has space.',
      { cause: error },
    )
  }
}

/** Why a file is not a good database of ours at most as new as `newest`, or null when it is one. The file is not changed. */
export function problemOfBackup(file: string, newest: number): string | null {
  let db: Connection
  try {
    db = new Database(file, { readonly: true, fileMustExist: true })
  } catch (error) {
    return isDamage(error) ? 'not a database' : 'cannot be opened'
  }
  try {
    if (pragmaNumber(db, 'application_id') !== APPLICATION_ID) return 'not a database of this application'
    if (pragmaNumber(db, 'user_version') > newest) return 'made by a newer release'
    return checkIntegrity(db, 'full')
  } catch (error) {
    return systemCode(error) === 'SQLITE_NOTADB' ? 'not a database' : 'damaged'
  } finally {
    db.close()
  }
}

/** Puts the newest good backup in the place of `file`, which must not exist. Returns the backup's path, or null when there is none. */
export function restoreNewestBackup(dataDir: string, file: string, newest: number): string | null {
  for (const backup of listBackups(dataDir)) {
    if (problemOfBackup(backup, newest) !== null) continue
    const unfinished = join(dirname(file), 'restoring.db')
    removeUnfinished(unfinished)
    copyNew(backup, unfinished)
    if (problemOfBackup(unfinished, newest) === null) {
      publish(unfinished, file)
      return backup
    }
    removeUnfinished(unfinished)
  }
  return null
}

function verifyCopy(file: string, before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): void {
  const copy = new Database(file, { readonly: true, fileMustExist: true })
  try {
    const problem = checkIntegrity(copy, 'full')
    if (problem !== null) throw new Error(`the copy fails integrity_check: ${problem}`)
    const counts = rowCounts(copy)
    for (const [table, rows] of before) {
      const copied = counts.get(table)
      const [least, most] = [Math.min(rows, after.get(table) ?? 0), Math.max(rows, after.get(table) ?? 0)]
      if (copied === undefined || copied < least || copied > most)
        throw new Error(`the copy has ${copied ?? 'no'} rows in ${table} instead of ${least} to ${most}`)
    }
  } finally {
    copy.close()
  }
}

/** Rows per table; the full-text index's own bookkeeping is left out, its entries are counted. */
export function rowCounts(db: Connection): Map<string, number> {
  const tables = db
    .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all()
  return new Map(
    tables.map((table) => [
      String(table),
      Number(
        db
          .prepare(`SELECT count(*) FROM "${String(table)}"`)
          .pluck()
          .get(),
      ),
    ]),
  )
}
