import { createReadStream, type FSWatcher, readdirSync, watch } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { LOG_FOLDER, logFileName } from './log-files.ts'

/** Where a system cannot watch a folder, it is looked at so often, ms. */
const LOOK_MS = 1_000

/** The lines of the log files, oldest first; none where nothing was logged yet. */
export async function* readLog(dataDir: string): AsyncGenerator<string> {
  for (let age = oldest(dataDir); age >= 0; age -= 1) yield* linesFrom(join(dataDir, LOG_FOLDER, logFileName(age)), 0)
}

/** Lines from now on, also where a new file is begun, until the signal ends it. */
export async function* followLog(dataDir: string, signal: AbortSignal): AsyncGenerator<string> {
  const folder = join(dataDir, LOG_FOLDER)
  const current = join(folder, logFileName(0))
  let seen = await lookAt(current)
  const bell = createBell(folder, signal)
  try {
    while (!signal.aborted) {
      const now = await lookAt(current)
      if (now.inode !== seen.inode) {
        // What was written to the file of before, after the last look.
        if (seen.inode !== 0) yield* linesFrom(join(folder, logFileName(1)), seen.size)
        seen = { inode: now.inode, size: 0 }
      }
      let read = seen.size
      for await (const line of linesFrom(current, seen.size)) {
        read += Buffer.byteLength(line) + 1
        yield line
      }
      seen = { inode: seen.inode, size: read }
      await bell.rung()
    }
  } finally {
    bell.stop()
  }
}

async function* linesFrom(file: string, start: number): AsyncGenerator<string> {
  const stream = createReadStream(file, { start, encoding: 'utf8' })
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) if (line !== '') yield line
  } catch (error) {
    // There is none yet, or it was the oldest and has gone.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  } finally {
    stream.destroy()
  }
}

async function lookAt(file: string): Promise<{ readonly inode: number; readonly size: number }> {
  return stat(file).then(
    ({ ino, size }) => ({ inode: ino, size }),
    () => ({ inode: 0, size: 0 }),
  )
}

function oldest(dataDir: string): number {
  try {
    const names = readdirSync(join(dataDir, LOG_FOLDER))
    return Math.max(-1, ...names.map((name) => (name === logFileName(0) ? 0 : Number(/^tidegate\.(\d+)\.jsonl$/.exec(name)?.[1] ?? -1))))
  } catch {
    return -1
  }
}

/** Rings when something in the folder changes, and every {@link LOOK_MS} in any case. */
function createBell(folder: string, signal: AbortSignal): { rung(): Promise<void>; stop(): void } {
  let ring = (): void => {}
  let changed = false
  const strike = (): void => {
    changed = true
    ring()
  }
  let watcher: FSWatcher | null = null
  try {
    watcher = watch(folder, strike)
    watcher.on('error', () => watcher?.close())
  } catch {
    // There is no folder yet.
  }
  signal.addEventListener('abort', strike, { once: true })
  return {
    async rung() {
      if (!changed) {
        const { promise, resolve } = Promise.withResolvers<void>()
        ring = resolve
        const timer = setTimeout(resolve, LOOK_MS)
        await promise
        clearTimeout(timer)
      }
      changed = false
    },
    stop() {
      watcher?.close()
      signal.removeEventListener('abort', strike)
    },
  }
}
