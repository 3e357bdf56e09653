import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { TidegateError } from '#contracts/errors.ts'
import { acquireFileLock, type FileLock } from './file-lock.ts'
import { isReadOnly, readOnlyFolder, toStorageError } from './storage-error.ts'

/** Held by the one process that serves a data folder. */
export interface DataDirLock {
  /** Leaves word for whoever comes second: the address this process serves. Never a token. */
  describe(host: { readonly url: string }): void
  release(): void
}

const HostSchema = z.object({ pid: z.number().int().positive(), url: z.string().optional() })

/**
 * Makes this process the only host of `dataDir`. The lock dies with the process. Throws DATA_DIR_LOCKED naming the holder's process
 * and address as far as they are known, and DATA_DIR_READ_ONLY when the folder cannot be written.
 */
export function lockDataDir(dataDir: string): DataDirLock {
  const record = join(dataDir, 'host.json')
  const lock = acquire(dataDir)
  if (lock === null) throw new TidegateError('DATA_DIR_LOCKED', lockedMessage(dataDir, record))
  let held = true
  const write = (host: z.infer<typeof HostSchema>): void => {
    const temporary = `${record}.new`
    writeFileSync(temporary, `${JSON.stringify(host)}\n`, { mode: 0o600 })
    renameSync(temporary, record)
  }
  write({ pid: process.pid })
  return {
    describe({ url }) {
      if (held) write({ pid: process.pid, url })
    },
    release() {
      if (!held) return
      held = false
      rmSync(record, { force: true })
      lock.release()
    },
  }
}

function acquire(dataDir: string): FileLock | null {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    return acquireFileLock(join(dataDir, 'host.lock'), 0)
  } catch (error) {
    throw isReadOnly(error) ? readOnlyFolder(dataDir, error) : toStorageError(error)
  }
}

function lockedMessage(dataDir: string, record: string): string {
  const host = readHost(record)
  const who = host === null ? 'another process' : `process ${host.pid}`
  const where = host?.url === undefined ? '' : ` at ${host.url}`
  return `The data folder ${dataDir} is in use by ${who}${where}. Use that one, stop it, or choose another folder with --data-dir.`
}

/** The record may be missing or half-known (the holder is just starting): then the message says less. */
function readHost(record: string): z.infer<typeof HostSchema> | null {
  try {
    return HostSchema.parse(JSON.parse(readFileSync(record, 'utf8')))
  } catch {
    return null
  }
}
