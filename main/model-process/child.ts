import { fork } from 'node:child_process'
import { asOrdinary } from '../thread-priority.ts'
import type { ToChild } from './messages.ts'

/** How a process ended: its exit code, or the signal that ended it. */
export interface ChildExit {
  readonly code: number | null
  readonly signal: string | null
}

/** A process that runs `entry.ts`. Hosts make it in their own way. */
export interface ModelChild {
  readonly pid: number | undefined
  /** A message to a process that has gone is lost without a word; `onExit` tells. */
  send(message: ToChild): void
  onMessage(listener: (message: unknown) => void): void
  /** Called once, also when the process could not be started. */
  onExit(listener: (exit: ChildExit) => void): void
  /** Ends it at once. */
  kill(): void
}

export type ForkModelChild = () => ModelChild

/** Variables that the engine and the loader of libraries read. No key, no proxy and no option of Node comes through. */
const PASSED = /^(?:PATH|LD_LIBRARY_PATH|DYLD_LIBRARY_PATH|SystemRoot|windir|TEMP|TMP|TMPDIR|LANG|CUDA_\w+|GGML_\w+|VK_\w+|OMP_\w+)$/i

/** The part of an environment that the process of a model gets. */
export function scrubbed(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (PASSED.test(name) && value !== undefined ? [[name, value]] : [])),
  )
}

/**
 * Starts it with Node, which takes from it the rights to write files, to start processes and to load threads. What the engine prints is
 * dropped: it may name files.
 */
export function forkNodeChild(file: string | URL, env: Readonly<Record<string, string | undefined>>): ModelChild {
  const child = fork(file, [], {
    env: scrubbed(env),
    execArgv: ['--permission', '--allow-addons', '--allow-fs-read=*', '--no-warnings'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  if (child.pid !== undefined) asOrdinary(child.pid)
  return {
    get pid() {
      return child.pid
    },
    send: (message) => void child.send(message, () => {}),
    onMessage: (listener) => void child.on('message', listener),
    onExit(listener) {
      const told = Promise.withResolvers<ChildExit>()
      child.on('exit', (code, signal) => told.resolve({ code, signal }))
      child.on('error', () => told.resolve({ code: null, signal: null }))
      told.promise.then(listener)
    },
    kill: () => void child.kill('SIGKILL'),
  }
}
