import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'
import { type Keeper, signalAll } from '../../e2e/store-servers/keeper.ts'
import { type Message, MessageSchema, type Task } from './tasks.ts'

const PROGRAM = fileURLToPath(new URL('peer-process.ts', import.meta.url))

/** A peer did not do what it was asked; the message says why in one line. */
export class PeerProblem extends Error {}

export interface Started {
  readonly n: number
  readonly atMs: number
}

/** A process of a peer at work. */
export interface PeerRun {
  readonly pid: number
  /** What it says of its settings, once the queue is open. */
  readonly settings: Promise<string>
  readonly result: Promise<unknown>
  /** Why it failed; null while it has not. */
  problem(): string | null
  /** Starts of jobs so far, in order. */
  readonly started: readonly Started[]
  /** Whether `enough` came true within `ms`: looked at after each start. */
  startsUntil(enough: (started: readonly Started[]) => boolean, ms: number): Promise<boolean>
  /** SIGKILL; resolved when it is gone. */
  kill(): Promise<void>
}

/** Gives a task to a process of its own. */
export function startPeer(task: Task, keeper: Keeper, program = PROGRAM): PeerRun {
  const child = fork(program, [], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    // graphile-worker writes a line of log for each job without the second one; nobody who measures leaves that on.
    env: { PATH: process.env.PATH ?? '', NO_LOG_SUCCESS: '1' },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  keeper.keep(child, 'SIGKILL')
  const settings = Promise.withResolvers<string>()
  const result = Promise.withResolvers<unknown>()
  const gone = Promise.withResolvers<void>()
  const started: Started[] = []
  const watchers = new Set<() => void>()
  let stderr = ''
  // Whoever waits for one of them hears of it; the other may not be waited for.
  settings.promise.catch(() => {})
  result.promise.catch(() => {})
  let failed: string | null = null
  const fail = (problem: string): void => {
    failed ??= problem
    settings.reject(new PeerProblem(problem))
    result.reject(new PeerProblem(problem))
  }
  child.stderr?.on('data', (chunk) => {
    stderr = (stderr + String(chunk)).slice(-4_000)
  })
  child.on('message', (data) => {
    const message: Message = MessageSchema.parse(data)
    if (message.type === 'ready') settings.resolve(message.settings)
    if (message.type === 'result') result.resolve(message.result)
    if (message.type === 'problem') fail(message.problem)
    if (message.type !== 'started') return
    started.push({ n: message.n, atMs: message.atMs })
    for (const look of watchers) look()
  })
  child.once('error', (error) => fail(error.message))
  child.once('close', (code, signal) => {
    fail(`crashed (${signal ?? `exit ${code}`})${lastError(stderr)}`)
    for (const look of watchers) look()
    gone.resolve()
  })
  child.send(task)
  return {
    pid: child.pid ?? 0,
    settings: settings.promise,
    result: result.promise,
    problem: () => failed,
    started,
    startsUntil: (enough, ms) =>
      new Promise((resolve) => {
        const end = (answer: boolean): void => {
          clearTimeout(timer)
          watchers.delete(look)
          resolve(answer)
        }
        const look = (): void => {
          if (enough(started)) end(true)
          else if (child.exitCode !== null) end(false)
        }
        const timer = setTimeout(() => end(false), ms)
        watchers.add(look)
        look()
      }),
    kill: async () => {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) signalAll([child.pid], 'SIGKILL')
      await gone.promise
    },
  }
}

/** Runs a task to its end. Throws a PeerProblem when it fails, or is not done after `limitMs` (its process is then killed). */
export async function runPeer<T>(
  task: Task,
  schema: z.ZodType<T>,
  limitMs: number,
  keeper: Keeper,
  program = PROGRAM,
): Promise<{ result: T; settings: string }> {
  const run = startPeer(task, keeper, program)
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new PeerProblem(`did not finish in ${Math.round(limitMs / 1_000)} s`)), limitMs)
  try {
    const result = schema.parse(await Promise.race([run.result, late.promise]))
    return { result, settings: await run.settings }
  } finally {
    clearTimeout(timer)
    await run.kill()
  }
}

function lastError(stderr: string): string {
  const line = stderr.split('\n').find((each) => /^\s*\w*Error\b/.test(each))
  return line === undefined ? '' : `: ${line.trim().slice(0, 200)}`
}
