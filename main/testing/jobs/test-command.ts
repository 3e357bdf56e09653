import { spawn } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type TestProgress, TestProgressSchema } from '#contracts/test-plan.ts'

/** Where this build lies. */
export interface OwnBuild {
  readonly version: string
  /** The folder with `package.json`, `out` and `resources`. */
  readonly root: string
  /** Where the built command lies; null runs the source. */
  readonly builtDir: string | null
  readonly rendererDir: string
}

/** The command at work. */
export interface TestCommand {
  /** What it says, until it has ended. Rejects for what is not of {@link TestProgressSchema}. */
  readonly messages: AsyncIterable<TestProgress>
  /** Its exit code; null when a signal ended it, or it could not be started. */
  readonly ended: Promise<number | null>
  /** Asks it to stop; ends it and all that it started when it has not in time. */
  stop(): void
}

export type StartTestCommand = (args: readonly string[]) => TestCommand

/** It closes the apps that it has opened, each of which may take eight seconds to end. */
const STOP_MS = 15_000

/** Starts the product's own command. Its standard input is its lifeline: with this process, it ends. */
export function startTestCommand(
  { root, builtDir }: OwnBuild,
  env: Readonly<Record<string, string | undefined>>,
  args: readonly string[],
  stopMs = STOP_MS,
): TestCommand {
  const command = builtDir === null ? join(root, 'main', 'cli', 'index.ts') : join(builtDir, 'tidegate.js')
  const hasGroups = process.platform !== 'win32'
  const child = spawn(process.execPath, [command, ...args], {
    stdio: ['pipe', 'pipe', 'ignore'],
    // A group of its own, so that all that it starts can be ended with it.
    detached: hasGroups,
    windowsHide: true,
    env: { ...withoutKeys(env), CI: 'true', ...(process.versions.electron === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' }) },
  })
  if (child.pid !== undefined) giveWay(child.pid)
  // It may have gone when it is told to.
  child.stdin.on('error', () => undefined)
  const lines = createInterface({ input: child.stdout })
  const { promise: ended, resolve } = Promise.withResolvers<number | null>()
  child.once('error', () => resolve(null))
  let overdue: NodeJS.Timeout | null = null
  child.once('exit', (code) => {
    if (overdue !== null) clearTimeout(overdue)
    resolve(code)
  })

  function end(): void {
    if (child.pid === undefined) return
    try {
      process.kill(hasGroups ? -child.pid : child.pid, 'SIGKILL')
    } catch {
      // It has just gone.
    }
  }

  return {
    ended,
    messages: read(lines),
    stop() {
      if (overdue !== null || child.exitCode !== null || child.signalCode !== null) return
      overdue = setTimeout(end, stopMs)
      child.kill('SIGTERM')
      child.stdin.end()
    },
  }
}

async function* read(lines: AsyncIterable<string>): AsyncGenerator<TestProgress> {
  for await (const line of lines) yield TestProgressSchema.parse(JSON.parse(line))
}

/** An app under test has keys of its own, for providers that only stand in for real ones. */
function withoutKeys(env: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.toUpperCase().startsWith('TIDEGATE_KEY')))
}

/** Whatever a person does on the machine goes first; on one that is idle it makes no difference. */
function giveWay(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // Not everywhere allowed, and only a courtesy.
  }
}
