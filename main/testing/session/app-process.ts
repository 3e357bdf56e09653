import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { TidegateError } from '#contracts/errors.ts'

const FirstLine = z.object({ url: z.string() })
const READY_MS = 30_000
const STOP_MS = 8_000

/** Where the app under test lies, and what its process is told. */
export interface AppFiles {
  /** The folder with `package.json`, `out` and `resources`. */
  readonly root: string
  /** Where the built command lies; null runs the source. */
  readonly builtDir: string | null
  readonly env: Readonly<Record<string, string | undefined>>
}

export interface HostProcess {
  readonly url: string
  /** What it wrote to stderr so far. */
  log(): string
  /** Asks it to stop; ends it when it has not after eight seconds. */
  stop(): Promise<void>
}

/** Starts the headless host on a data folder, as `tidegate serve` does. Rejects with what it wrote when it ends before it is ready. */
export async function startHostProcess({ root, builtDir, env }: AppFiles, dataDir: string): Promise<HostProcess> {
  const command = builtDir === null ? join(root, 'main', 'cli', 'index.ts') : join(builtDir, 'tidegate.js')
  const child = spawn(process.execPath, [command, 'serve', '--port', '0', '--data-dir', dataDir], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...env, CI: 'true' },
  })
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')))
  const exited = once(child, 'exit').then(() => null)
  const lines = createInterface({ input: child.stdout })
  const overdue = setTimeout(() => child.kill('SIGKILL'), READY_MS)
  const first = await Promise.race([once(lines, 'line'), exited])
  clearTimeout(overdue)
  if (first === null) throw new TidegateError('INTERNAL', `The app under test did not start. It wrote:\n${stderr}`)
  const { url } = FirstLine.parse(JSON.parse(String(first[0])))
  return { url, log: () => stderr, stop: () => endProcess(child, exited, () => child.kill('SIGTERM')) }
}

/** Asks a process to end, and ends it when it does not. */
export async function endProcess(child: ChildProcess, exited: Promise<unknown>, ask: () => unknown): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  ask()
  await exited
  clearTimeout(timer)
}
