import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('warm-commands-process.ts', import.meta.url))

export interface CommandRequest {
  readonly id: number
  readonly args: readonly string[]
  readonly stdin: string
  readonly env: Readonly<Record<string, string>>
}

export interface CommandOutcome {
  readonly id: number
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

/** Processes that wait for their next command. They end with the one that started them. */
const idle: ChildProcess[] = []
let last = 0

function start(): ChildProcess {
  const child = fork(script, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, CI: 'true', TIDEGATE_NO_BUILD: '1' },
  })
  // Nobody waits for it.
  child.unref()
  child.channel?.unref()
  return child
}

/**
 * Runs one command of the build in a process that has run others before: what it does is the same, but the engine has loaded and compiled
 * it already, which is most of what a short command costs. Those that run at the same time have a process each.
 */
export async function runWarm({ args, stdin = '', env = {} }: Partial<Omit<CommandRequest, 'id'>>): Promise<CommandOutcome> {
  const child = idle.pop() ?? start()
  last += 1
  const { promise, resolve, reject } = Promise.withResolvers<CommandOutcome>()
  const ended = (): void => reject(new Error('The process of the commands ended; its lines are above.'))
  child.once('message', resolve)
  child.once('exit', ended)
  child.channel?.ref()
  child.send({ id: last, args: args ?? [], stdin, env } satisfies CommandRequest)
  try {
    const outcome = await promise
    idle.push(child)
    return outcome
  } finally {
    child.off('message', resolve)
    child.off('exit', ended)
    child.channel?.unref()
  }
}
