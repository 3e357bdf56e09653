import { type FSWatcher, readdirSync, watch } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { LOG_FOLDER, logFileName } from './log-files.ts'

/** Where a system cannot watch a folder, it is looked at so often, ms. */
const LOOK_MS = 1_000

/**
 * The lines of the log files, oldest first; none where nothing was logged yet. With `follow` also those to come, until the signal ends it; a file
 * that is begun anew meanwhile is gone on with.
 */
export async function* readLog(dataDir: string, { follow, signal }: { follow: boolean; signal: AbortSignal }): AsyncGenerator<string> {
  const folder = join(dataDir, LOG_FOLDER)
  const current = join(folder, logFileName(0))
  for (let age = oldest(folder); age > 0 && !signal.aborted; age -= 1) yield* linesFrom(join(folder, logFileName(age)), 0)
  let seen = { inode: (await lookAt(current)).inode, size: 0 }
  const bell = follow ? createBell(folder, signal) : null
  try {
    while (!signal.aborted) {
      const { inode } = await lookAt(current)
      if (inode !== seen.inode) {
        // What was written to the file of before, after the last look.
        if (seen.inode !== 0) yield* linesFrom(join(folder, logFileName(1)), seen.size)
        seen = { inode, size: 0 }
      }
      let { size } = seen
      for await (const line of linesFrom(current, size)) {
        if (signal.aborted) return
        size += Buffer.byteLength(line) + 1
        yield line
      }
      seen = { inode, size }
      if (bell === null) return
      await bell.rung()
    }
  } finally {
    bell?.stop()
  }
}

async function* linesFrom(file: string, start: number): AsyncGenerator<string> {
  let handle: FileHandle
  try {
    handle = await open(file)
  } catch (error) {
    // There is none yet, or it was the oldest and has gone.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return
    throw error
  }
  try {
    for await (const line of handle.readLines({ start, autoClose: false })) yield line
  } finally {
    await handle.close()
  }
}

async function lookAt(file: string): Promise<{ readonly inode: number }> {
  return stat(file).then(
    ({ ino }) => ({ inode: ino }),
    () => ({ inode: 0 }),
  )
}

function oldest(folder: string): number {
  try {
    return Math.max(0, ...readdirSync(folder).map((name) => Number(/^tidegate\.(\d+)\.jsonl$/.exec(name)?.[1] ?? 0)))
  } catch {
    // Nothing was logged yet.
    return 0
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
