import { copyFileSync, existsSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import type { Backup, BackupCheck } from '#contracts/data-folder.ts'
import { TidegateError } from '#contracts/errors.ts'
import { backupName, copyTo, listBackups, listManualBackups, newBackup, problemOfBackup, rowCounts } from './backup.ts'
import { createClearHistory } from './clear-history.ts'
import { type Connection, pragmaNumber } from './connection.ts'
import { publish, removeUnfinished } from './database-files.ts'
import { latestVersion } from './migrate.ts'
import { MIGRATIONS } from './migrations/index.ts'
import { stagedDatabase, writeNextStart } from './next-start.ts'
import type { Synchronous } from './operations.ts'
import { systemCode } from './storage-error.ts'
import type { UpkeepStore } from './upkeep-store.ts'

/** The database's own housekeeping. Files are read and written here, in the storage thread, so that nobody else waits for them. */
export function createUpkeepRepository(db: Connection): Synchronous<UpkeepStore> {
  const dataDir = dirname(db.name)
  const clearHistory = createClearHistory(db)

  return {
    tables: () => [...rowCounts(db)].map(([table, rows]) => ({ table, rows })),
    backups: () => [...listManualBackups(dataDir), ...listBackups(dataDir)].map(backupAt).sort((one, other) => other.at - one.at),
    backUp(to, now) {
      const file = to === null ? newBackup(db, dataDir, now, 'manual') : targetOf(resolve(to), backupName(db, now, 'manual'))
      if (existsSync(file))
        throw new TidegateError('CONFLICT', 'There is a file of that name already. Nothing was written; choose another name.')
      copyTo(db, file, now)
      return backupAt(file)
    },
    checkBackup: (file) => checkOf(file),
    stageRestore(file, now) {
      const { problem, at } = checkOf(file)
      if (problem !== null) throw new TidegateError('BAD_INPUT', `This file cannot be restored: ${problem}. Nothing was changed.`)
      const staged = stagedDatabase(dataDir)
      removeUnfinished(`${staged}.unfinished`)
      copyFileSync(file, `${staged}.unfinished`)
      publish(`${staged}.unfinished`, staged)
      const wish = { kind: 'restore', at: now, from: basename(file), madeAt: at } as const
      writeNextStart(dataDir, wish)
      return wish
    },
    removeBackup(file) {
      const known = [...listManualBackups(dataDir), ...listBackups(dataDir)].includes(file)
      if (known) rmSync(file, { force: true })
      return known
    },
    clearHistory: clearHistory.all,
    removeDocument: clearHistory.document,
  }
}

function backupAt(file: string): Backup {
  const { mtimeMs, size } = statSync(file)
  const name = basename(file)
  return { file, name, kind: name.startsWith('tidegate-') ? 'automatic' : 'manual', at: Math.round(mtimeMs), bytes: size }
}

/** A folder stands for a new file in it. */
function targetOf(to: string, name: string): string {
  const isFolder = statSync(to, { throwIfNoEntry: false })?.isDirectory() === true
  if (!isFolder && !existsSync(dirname(to))) {
    throw new TidegateError('BAD_INPUT', 'The folder for the backup does not exist. Make it, or choose another one.')
  }
  return isFolder ? join(to, name) : to
}

function checkOf(file: string): BackupCheck {
  const stat = statSync(file, { throwIfNoEntry: false })
  const nothing = { version: null, at: 0, bytes: 0, drafts: 0, sources: 0 }
  if (stat === undefined || !stat.isFile()) return { ...nothing, problem: 'there is no such file' }
  const facts = { ...nothing, at: Math.round(stat.mtimeMs), bytes: stat.size }
  const problem = problemOfBackup(file, latestVersion(MIGRATIONS))
  if (problem === 'not a database' || problem === 'cannot be opened' || problem === 'damaged') return { ...facts, problem }
  return { ...facts, ...countsOf(file), problem }
}

function countsOf(file: string): Pick<BackupCheck, 'version' | 'drafts' | 'sources'> {
  const db = new Database(file, { readonly: true, fileMustExist: true })
  try {
    const count = (table: string): number => {
      try {
        return Number(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get())
      } catch (error) {
        // Another application's file has other tables.
        if (systemCode(error) === 'SQLITE_ERROR') return 0
        throw error
      }
    }
    return { version: pragmaNumber(db, 'user_version'), drafts: count('generation_prompts'), sources: count('sources') }
  } finally {
    db.close()
  }
}
