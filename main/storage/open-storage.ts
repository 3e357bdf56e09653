import { type Log, token } from '../platform.ts'
import { createCallExecutor } from './call-executor.ts'
import { closeConnection } from './connection.ts'
import { type Opening, openDatabase } from './open-database.ts'
import { type Call, createStores } from './operations.ts'
import { withReadingThread } from './reading-thread.ts'
import type { ThreadOptions } from './storage-call.ts'
import { closedError, toStorageError } from './storage-error.ts'
import { startThread } from './thread-storage.ts'
import type { Storage } from './types.ts'

/** Storage, and what opening it found: a host tells the user when `outcome` is not `opened` or `created`. */
export interface OpenedStorage extends Storage {
  readonly opened: Opening
}

export interface OpenStorageOptions {
  readonly dataDir: string
  /** `thread` keeps SQLite off the calling thread; `inline` saves the start of a thread, for short commands and tests. */
  readonly mode: 'thread' | 'inline'
  /** The built thread's file. Without it the source file beside this one is run. */
  readonly threadFile?: string | URL
  readonly log: Log
  /** ms since the epoch; names the folders and files that opening makes. */
  readonly now?: number
}

interface Engine {
  readonly opening: Opening
  carry(call: Call): Promise<unknown>
  close(): Promise<void>
}

/**
 * Opens the database of a data folder, creating, migrating (after a verified backup) or recovering it as needed; `opened` says which.
 * Rejects with DATABASE_NEWER, DATA_DIR_READ_ONLY or DATA_DIR_LOCKED. After `dispose` every call is rejected.
 */
export async function openStorage(options: OpenStorageOptions): Promise<OpenedStorage> {
  const { dataDir, mode, log, now = Date.now() } = options
  const thread = (role: ThreadOptions['role']) => startThread(options.threadFile ?? sourceThread(), { dataDir, now, role }, log)
  const engine = mode === 'inline' ? openInline(dataDir, now) : withReadingThread(await thread('keeps'), () => thread('reads'), log)
  report(engine.opening, log)
  let closing: Promise<void> | null = null
  return {
    ...createStores((call) => (closing === null ? engine.carry(call) : Promise.reject(closedError()))),
    opened: engine.opening,
    dispose() {
      closing ??= engine.close()
      return closing
    },
  }
}

function openInline(dataDir: string, now: number): Engine {
  const { db, opening } = openDatabase({ dataDir, now })
  const executor = createCallExecutor(db)
  return {
    opening,
    async carry(call) {
      const [result] = executor.run([call])
      if (result?.ok === true) return result.value
      throw toStorageError(result?.error)
    },
    close: async () => closeConnection(db),
  }
}

/** Not written as one literal, so that a bundler does not take the source file for an asset. */
function sourceThread(): URL {
  const name = 'storage-thread.ts'
  return new URL(name, import.meta.url)
}

function report(opening: Opening, log: Log): void {
  const { outcome, migratedFrom, backup, setAside } = opening
  if (setAside !== null) log.warn('storage.damaged', { outcome: token(outcome), setAside: token(setAside) })
  if (migratedFrom !== null) log.info('storage.migrated', { from: migratedFrom, backup: backup === null ? null : token(backup) })
  log.info('storage.opened', { outcome: token(outcome) })
}
