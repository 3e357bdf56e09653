import { closeSync, fstatSync, mkdirSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { LOG_FOLDER, logFileName } from './log-files.ts'

/** Bytes from which a new file is begun, and how many older ones are kept. */
export interface LogFileBounds {
  readonly bytes: number
  readonly kept: number
}

const NEWLINE = 10
const BOUNDS: LogFileBounds = { bytes: 5 * 1024 * 1024, kept: 4 }

/**
 * Writes the lines of a host's log to `logs/tidegate.jsonl` of the data folder, which only its owner may read, and begins a new file when it
 * has grown: `tidegate.1.jsonl` is the one before. The file is made with the first line. A line is handed to the system at once, since the last
 * ones before a crash are those that are wanted. What cannot be written is left out, and tried again with the next line: a full disk does not stop the app.
 */
export function openLogFile(dataDir: string, bounds: LogFileBounds = BOUNDS): (line: string) => void {
  const folder = join(dataDir, LOG_FOLDER)
  const at = (age: number): string => join(folder, logFileName(age))
  let file: { readonly handle: number; size: number } | null = null

  function open(): { readonly handle: number; size: number } {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const handle = openSync(at(0), 'a+', 0o600)
    const { size } = fstatSync(handle)
    // What a crash or a full disk cut short does not spoil the next line.
    const isCut = size > 0 && lastByte(handle, size) !== NEWLINE
    if (isCut) writeSync(handle, '\n')
    return { handle, size: isCut ? size + 1 : size }
  }

  function rotate(): void {
    if (file !== null) closeSync(file.handle)
    file = null
    rmSync(at(bounds.kept), { force: true })
    for (let age = bounds.kept - 1; age >= 0; age -= 1) moveIfThere(at(age), at(age + 1))
  }

  return (line) => {
    try {
      file ??= open()
      const bytes = Buffer.byteLength(line)
      if (file.size > 0 && file.size + bytes > bounds.bytes) {
        rotate()
        file = open()
      }
      writeSync(file.handle, line)
      file.size += bytes
    } catch {
      // The line is on stderr and among the recent ones.
      file = null
    }
  }
}

function lastByte(handle: number, size: number): number | undefined {
  const last = Buffer.alloc(1)
  readSync(handle, last, 0, 1, size - 1)
  return last[0]
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}
