import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { treeOf } from './process-tree.ts'

/** A server gets so long to end in order. */
const STOP_MS = 10_000
/** The same when somebody wants to have the terminal back. */
const INTERRUPTED_MS = 2_000
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

/** Knows every process and folder that a run made, and leaves none of them behind, however it ends. */
export interface Keeper {
  /** A new folder, open to the user that a server runs under. */
  folder(): string
  removeFolder(folder: string): void
  /** `signal` asks it to end in order. */
  keep(child: ChildProcess, signal: NodeJS.Signals): void
  /** Asks it to end, and ends it with all below it when it does not. Resolved when it is gone. */
  stop(child: ChildProcess): Promise<void>
  /** Ends all that is left. */
  dispose(): void
}

export function openKeeper(): Keeper {
  const children = new Map<ChildProcess, NodeJS.Signals>()
  const folders = new Set<string>()
  const removeFolder = (folder: string): void => {
    // What was killed a moment ago may still write its last file.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
    folders.delete(folder)
  }
  const killAll = (): void => {
    for (const child of children.keys()) killTree(child)
    children.clear()
    for (const folder of folders) removeFolder(folder)
  }
  const stop = async (child: ChildProcess, ms: number): Promise<void> => {
    if (hasEnded(child)) return
    const ended = once(child, 'exit')
    const timer = setTimeout(() => killTree(child), ms)
    child.kill(children.get(child))
    await ended
    clearTimeout(timer)
  }
  const onSignal = (signal: NodeJS.Signals): void => {
    const code = signal === 'SIGINT' || signal === 'SIGTERM' || signal === 'SIGHUP' ? SIGNALS[signal] : 1
    void Promise.allSettled([...children.keys()].map((child) => stop(child, INTERRUPTED_MS))).then(() => process.exit(code))
  }
  process.on('exit', killAll)
  for (const signal of Object.keys(SIGNALS)) process.on(signal, onSignal)
  return {
    folder: () => {
      const folder = mkdtempSync(join(tmpdir(), 'tidegate-queue-'))
      chmodSync(folder, 0o755)
      folders.add(folder)
      return folder
    },
    removeFolder,
    keep: (child, signal) => {
      children.set(child, signal)
      child.once('exit', () => children.delete(child))
    },
    stop: (child) => stop(child, STOP_MS),
    dispose: () => {
      killAll()
      process.off('exit', killAll)
      for (const signal of Object.keys(SIGNALS)) process.off(signal, onSignal)
    },
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

function killTree(child: ChildProcess): void {
  if (child.pid === undefined || hasEnded(child)) return
  signalAll(treeOf(child.pid), 'SIGKILL')
}

/** By their ids; one that has ended meanwhile is none of them any more. */
export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
    }
  }
}
