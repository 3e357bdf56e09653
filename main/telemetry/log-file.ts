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
 * has grown: `tidegate.1.jsonl` is the one before. A line is handed to the system at once, since the last ones before a crash are those that are
 * wanted, and the file is open no longer than that, since all data may be deleted while the app starts. What cannot be written is left out: a full
 * disk does not stop the app, and the line is on stderr.
 */
export function openLogFile(dataDir: string, bounds: LogFileBounds = BOUNDS): (line: string) => void {
  const folder = join(dataDir, LOG_FOLDER)
  const at = (age: number): string => join(folder, logFileName(age))

  /** False where the line would make the file too large: nothing is written then. */
  function append(line: string): boolean {
    const handle = openSync(at(0), 'a+', 0o600)
    try {
      const { size } = fstatSync(handle)
      if (size > 0 && size + Buffer.byteLength(line) > bounds.bytes) return false
      // What a crash or a full disk cut short does not spoil the next line.
      writeSync(handle, size > 0 && lastByte(handle, size) !== NEWLINE ? `\n${line}` : line)
      return true
    } finally {
      closeSync(handle)
    }
  }

  function rotate(): void {
    rmSync(at(bounds.kept), { force: true })
    for (let age = bounds.kept - 1; age >= 0; age -= 1) moveIfThere(at(age), at(age + 1))
  }

  return (line) => {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      if (append(line)) return
      rotate()
      append(line)
    } catch {
      // The next line is tried anew.
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
