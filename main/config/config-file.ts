import {
  type BigIntStats,
  closeSync,
  fchmodSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { TidegateError } from '#contracts/errors.ts'
import { NotReadable, readRegularFile } from './read-regular-file.ts'

export type RawConfig = Readonly<Record<string, unknown>>

/** The file of settings as text that is JSON; what it means is for others to say. */
export interface ConfigFile {
  /** Null when there is no file. Throws CONFIG_INVALID for one that cannot be read (its cause has the system's code) or is no JSON object. */
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
/** More is no file of settings. */
const MOST_BYTES = 8 * 1024 * 1024

/** `shared`: others may have to read it, too. It keeps its permissions; otherwise it is the owner's alone. */
export function openConfigFile(file: string, { shared = false }: { readonly shared?: boolean } = {}): ConfigFile {
  const read = (): RawConfig | null => {
    let text: string
    try {
      text = readRegularFile(file, MOST_BYTES)
    } catch (error) {
      if (isCode(error, 'ENOENT')) return null
      if (error instanceof NotReadable) {
        throw new TidegateError(
          'CONFIG_INVALID',
          error.why === 'special'
            ? `${file} is not a file. Move it away to start from the defaults.`
            : `${file} is longer than ${MOST_BYTES} bytes. Move it away to start from the defaults.`,
          { cause: error },
        )
      }
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
      // Behind a link the file itself is written: whoever put the link there, or reads by another, wants it so.
      const target = targetOf(file)
      const temporary = `${target}.new`
      const before = shared ? statSync(target, { throwIfNoEntry: false }) : undefined
      // The next content goes into a file that only one writer can make: it is the lock as well.
      const descriptor = openAlone(temporary, shared ? 0o666 : 0o600)
      try {
        let version: string
        try {
          writeSync(descriptor, `${JSON.stringify(change(read()), null, 2)}\n`)
          if (before !== undefined) fchmodSync(descriptor, before.mode & 0o777)
          fsyncSync(descriptor)
          // Of this very file, not of what another writer may have put in its place by the time somebody looks.
          version = versionOf(fstatSync(descriptor, { bigint: true }))
        } finally {
          closeSync(descriptor)
        }
        renameSync(temporary, target)
        return version
      } catch (error) {
        rmSync(temporary, { force: true })
        throw error
      }
    },
  }
}

function targetOf(file: string): string {
  try {
    return realpathSync(file)
  } catch {
    // There is none yet.
    return file
  }
}

function openAlone(file: string, mode: number): number {
  const until = Date.now() + WAIT_MS
  for (;;) {
    try {
      return openSync(file, 'wx', mode)
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error
      // Of itself, should it be a link.
      const since = lstatSync(file, { throwIfNoEntry: false })?.mtimeMs
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
