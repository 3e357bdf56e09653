import { open } from 'node:fs/promises'
import { z } from 'zod'
import type { Connection } from './connection.ts'

/** After so many writes it is looked how long the log is. */
const LOOK_EVERY = 8
/** So many pages (4 KiB) that are not on disk yet are handed to it. */
const PAGES = 256

/** What `PRAGMA wal_checkpoint` answers; with NOOP it only looks. `log` is -1 where there is no write-ahead log. */
const LogSchema = z.tuple([z.object({ log: z.number() })])

/**
 * Sees to it that the write-ahead log is on disk but for its newest megabyte. Before the log is folded into the file all of it has to be on disk, and
 * who has just written would wait for 16 MB to get there: milliseconds, in which nothing else is done. So it is written out beforehand, by
 * another thread, and a power cut takes less with it.
 */
export interface LogSyncer {
  /** Something was written. */
  wrote(): void
}

export function createLogSyncer(db: Connection, sync: (file: string) => Promise<void> = syncFile): LogSyncer {
  let writes = 0
  let synced = 0
  let isSyncing = false

  async function look(): Promise<void> {
    const [{ log }] = LogSchema.parse(db.pragma('wal_checkpoint(NOOP)'))
    // It begins again at its start once all of it is in the file.
    if (log < synced) synced = 0
    if (log - synced < PAGES) return
    synced = log
    isSyncing = true
    try {
      await sync(`${db.name}-wal`)
    } catch {
      // Nothing rests on it: SQLite syncs the same file itself before it relies on that, and hears of every error.
    }
    isSyncing = false
  }

  return {
    wrote() {
      writes += 1
      if (writes % LOOK_EVERY === 0 && !isSyncing) void look()
    },
  }
}

/** SQLite holds no lock on the log itself, so that closing another descriptor of it takes none away. */
async function syncFile(file: string): Promise<void> {
  // Windows only syncs a file that may be written.
  const handle = await open(file, 'r+')
  try {
    await handle.datasync()
  } finally {
    await handle.close()
  }
}
