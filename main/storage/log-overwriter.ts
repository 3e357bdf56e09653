import type { Connection } from './connection.ts'

/** Between two tries to empty a log that somebody still reads (ms). */
const AGAIN_MS = 250

/** Empties the write-ahead log, which has the pages as they were before something was deleted. */
export interface LogOverwriter {
  /**
   * Empties it now, or as soon as the transaction that this is part of has ended and nobody reads from it any more; holds nobody up meanwhile.
   * Closing the connection empties it too.
   */
  overwrite(): void
}

export function createLogOverwriter(db: Connection): LogOverwriter {
  let timer: NodeJS.Timeout | null = null
  const overwrite = (): void => {
    timer = null
    if (!db.open) return
    // What was deleted is not in the log before it is committed, and inside a transaction SQLite empties nothing.
    if (!db.inTransaction && isEmptied(db)) return
    timer = setTimeout(overwrite, AGAIN_MS).unref()
  }
  return {
    overwrite() {
      if (timer === null) overwrite()
    },
  }
}

/** Whether it could be emptied at once: who reads is not waited for, because until then nothing else could be stored. */
function isEmptied(db: Connection): boolean {
  const patience = Number(db.pragma('busy_timeout', { simple: true }))
  db.pragma('busy_timeout = 0')
  try {
    return Number(db.pragma('wal_checkpoint(TRUNCATE)', { simple: true })) === 0
  } finally {
    db.pragma(`busy_timeout = ${patience}`)
  }
}
