import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'
import { TYPING_PEER } from './peers/index.ts'
import { ReplySchema, type Task } from './tasks.ts'

/** What came of a task: its result, or one line that says why there is none. */
export type Asked<T> = { readonly result: T; readonly connections: number } | { readonly problem: string; readonly connections: number }

const PROGRAM = fileURLToPath(new URL('peer-process.ts', import.meta.url))
const guard = new URL('no-network.ts', import.meta.url).href

/**
 * Gives a task to a process of its own, which sees no environment but PATH, opens no connection, and writes no file. One that crashes or is not done after
 * `limitMs` (it is then killed) is a problem in the answer, never an error here.
 */
export function askPeer<T>(task: Task, schema: z.ZodType<T>, limitMs: number, program = PROGRAM): Promise<Asked<T>> {
  return new Promise((resolve) => {
    const child = fork(program, [], {
      execArgv: [
        '--import',
        guard,
        '--permission',
        '--allow-fs-read=*',
        ...(task.peer === TYPING_PEER ? ['--allow-worker'] : []),
        '--disable-warning=ExperimentalWarning',
        '--disable-warning=SecurityWarning',
      ],
      env: { PATH: process.env.PATH ?? '' },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    let stderr = ''
    let asked: Asked<T> | null = null
    child.stderr?.on('data', (chunk) => {
      stderr = (stderr + String(chunk)).slice(-2_000)
    })
    const timer = setTimeout(() => {
      asked ??= { problem: `did not finish in ${Math.round(limitMs / 1_000)} s`, connections: 0 }
      child.kill('SIGKILL')
    }, limitMs)
    child.on('message', (message) => {
      const reply = ReplySchema.parse(message)
      asked ??= reply.ok
        ? { result: schema.parse(reply.result), connections: reply.connections }
        : { problem: reply.problem, connections: reply.connections }
    })
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      const last =
        stderr
          .trim()
          .split('\n')
          .find((line) => /^\s*\w*Error\b/.test(line)) ?? ''
      resolve(
        asked ?? { problem: `crashed (${signal ?? `exit ${code}`})${last === '' ? '' : `: ${last.trim().slice(0, 200)}`}`, connections: 0 },
      )
    })
    child.send(task, (error) => {
      if (error !== null) asked ??= { problem: `could not be asked: ${error.message}`, connections: 0 }
    })
  })
}
