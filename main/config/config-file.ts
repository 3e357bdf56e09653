import {
  type BigIntStats,
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { TidegateError } from '#contracts/errors.ts'

export type RawConfig = Readonly<Record<string, unknown>>

/** The file of settings as text that is JSON; what it means is for others to say. */
export interface ConfigFile {
  /** Null when there is no file. Throws CONFIG_INVALID for one that cannot be read or is no JSON object. */
  read(): RawConfig | null
  /** Differs after every change that anybody made to the file; costs one look at it. */
  version(): string
  /**
   * Reads, lets `change` make the next content from that, and writes it: whole or not at all, on the disk when it returns. No other process
   * writes in between. When `change` throws, nothing is written. Throws CONFLICT when another writer does not get done. Returns the version
   * of what was written.
   */
  update(change: (content: RawConfig | null) => RawConfig): string
}

/** How long one writer waits for another (ms), and from what age on a half-written file is what a dead process left. */
const WAIT_MS = 2_000
const STALE_MS = 5_000
const RETRY_MS = 10

export function openConfigFile(file: string): ConfigFile {
  const read = (): RawConfig | null => {
    let text: string
    try {
      text = readFileSync(file, 'utf8')
    } catch (error) {
      if (isCode(error, 'ENOENT')) return null
      throw new TidegateError('CONFIG_INVALID', `${file} cannot be read. Check its permissions.`, { cause: error })
    }
    try {
      return z.record(z.string(), z.unknown()).parse(JSON.parse(text))
    } catch (error) {
      throw new TidegateError('CONFIG_INVALID', `${file} is not a JSON object. Correct it, or move it away to start from the defaults.`, {
        cause: error,
      })
    }
  }
  return {
    read,
    version() {
      return versionOf(statSync(file, { bigint: true, throwIfNoEntry: false }))
    },
    update(change) {
      mkdirSync(dirname(file), { recursive: true })
      const temporary = `${file}.new`
      // The next content goes into a file that only one writer can make: it is the lock as well.
      const descriptor = openAlone(temporary)
      try {
        let version: string
        try {
          writeSync(descriptor, `${JSON.stringify(change(read()), null, 2)}\n`)
          fsyncSync(descriptor)
          // Of this very file, not of what another writer may have put in its place by the time somebody looks.
          version = versionOf(fstatSync(descriptor, { bigint: true }))
        } finally {
          closeSync(descriptor)
        }
        renameSync(temporary, file)
        return version
      } catch (error) {
        rmSync(temporary, { force: true })
        throw error
      }
    },
  }
}

function openAlone(file: string): number {
  const until = Date.now() + WAIT_MS
  for (;;) {
    try {
      return openSync(file, 'wx', 0o600)
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error
      const since = statSync(file, { throwIfNoEntry: false })?.mtimeMs
      if (since !== undefined && Date.now() - since > STALE_MS) rmSync(file, { force: true })
      else if (Date.now() > until) {
        throw new TidegateError('CONFLICT', `Another process is writing ${file}. Try again.`, { cause: error })
      } else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS)
    }
  }
}

function versionOf(stat: BigIntStats | undefined): string {
  return stat === undefined ? '' : `${stat.ino}.${stat.mtimeNs}.${stat.size}`
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
