import { statSync } from 'node:fs'
import { backUp, listBackups, rowCounts } from './backup.ts'
import type { Connection } from './connection.ts'

/** Not at once: the first minute belongs to the user. */
const FIRST_MS = 60_000
const LOOK_MS = 3_600_000
const MAX_AGE_MS = 86_400_000

export interface BackupSchedule {
  stop(): void
}

/**
 * Keeps a backup that is at most a day old while the application runs, so that damage costs a day and not everything. An empty
 * database is not worth one. A failure is reported and tried again within the hour.
 */
export function startBackups(deps: {
  db: Connection
  dataDir: string
  now: () => number
  onDone: (path: string) => void
  onError: (error: unknown) => void
}): BackupSchedule {
  const { db, dataDir, now } = deps
  const run = (): void => {
    try {
      if (isDue(dataDir, now()) && !isEmpty(db)) deps.onDone(backUp(db, dataDir, now()))
    } catch (error) {
      deps.onError(error)
    }
    timer = setTimeout(run, LOOK_MS)
  }
  let timer = setTimeout(run, FIRST_MS)
  return { stop: () => clearTimeout(timer) }
}

function isDue(dataDir: string, now: number): boolean {
  const [newest] = listBackups(dataDir)
  return newest === undefined || now - statSync(newest).mtimeMs >= MAX_AGE_MS
}

function isEmpty(db: Connection): boolean {
  return [...rowCounts(db).values()].every((rows) => rows === 0)
}
