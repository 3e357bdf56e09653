import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const command = fileURLToPath(new URL('../bin/tidegate.mjs', import.meta.url))

export interface HostProcess {
  readonly url: string
  readonly token: string
  readonly pid: number
  readonly dataDir: string
  readonly child: ChildProcess
  /** What the process wrote to stderr so far. */
  readonly stderr: () => string
  /** Asks it to stop and waits until it has. */
  stop(): Promise<void>
  /** Ends it as a crash would. */
  kill(): Promise<void>
}

/** A fresh data folder with the given settings and keys. */
export function makeDataDir(
  config: object = {},
  keys: Readonly<Record<string, string>> = {},
  onboarding: 'done' | 'pending' = 'done',
): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'tidegate-e2e-'))
  writeFileSync(join(dataDir, 'config.json'), JSON.stringify(config))
  writeFileSync(join(dataDir, 'keys.json'), JSON.stringify(keys), { mode: 0o600 })
  // Who tests the app has been through its first steps.
  writeFileSync(join(dataDir, 'onboarding.json'), JSON.stringify({ state: onboarding }))
  return dataDir
}

export function removeDataDir(dataDir: string): void {
  rmSync(dataDir, { recursive: true, force: true })
}

/** Starts the headless host and resolves when it has printed its address. Rejects with its stderr when it ends before that. */
export async function startHost(dataDir: string, args: readonly string[] = []): Promise<HostProcess> {
  const child = spawn(process.execPath, [command, 'serve', '--port', '0', '--data-dir', dataDir, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CI: 'true', TIDEGATE_NO_BUILD: '1' },
  })
  let stderr = ''
  child.stderr.on('data', (chunk) => (stderr += String(chunk)))
  const exited = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })
  const first = await Promise.race([once(lines, 'line'), exited.then(() => null)])
  if (first === null) throw new Error(`The host ended before it was ready:\n${stderr}`)
  const { url, token, pid } = JSON.parse(String(first[0])) as { url: string; token: string; pid: number }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    await exited
  }
  return { url, token, pid, dataDir, child, stderr: () => stderr, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') }
}
