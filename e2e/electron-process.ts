import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { electronUnderTest } from './electron-under-test.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const CLOSE_MS = 8_000

export interface ElectronRun {
  readonly app: ElectronApplication
  readonly dataDir: string
  /** What the main process wrote to stderr so far. */
  readonly stderr: () => string
  /** The first window, loaded. */
  window(): Promise<Page>
  /** Quits as a person would; ends the process when it has not gone after eight seconds, and says so by rejecting. */
  close(): Promise<void>
  /** Ends the main process as a crash would. */
  kill(): Promise<void>
}

export interface ElectronStart {
  readonly dataDir: string
  /** Arguments after the app's own folder. */
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

function environmentOf(dataDir: string, env: Readonly<Record<string, string>>): Record<string, string> {
  return { ...(process.env as Record<string, string>), TIDEGATE_HOME: dataDir, TIDEGATE_TEST_REFS: '1', ...env }
}

/**
 * Starts the app beside one that runs on the same data folder, as a person does, and returns its exit code; null where it went on and was
 * ended. Without Playwright, which has nobody to tell where a process ends while it connects.
 */
export async function startAgain({ dataDir, args = [], env = {} }: ElectronStart): Promise<number | null> {
  const child = spawn(electronUnderTest().path, [root, ...args], { env: environmentOf(dataDir, env), stdio: 'ignore' })
  const overdue = setTimeout(() => child.kill('SIGKILL'), CLOSE_MS)
  const [code] = (await once(child, 'exit')) as [number | null]
  clearTimeout(overdue)
  return code
}

/** Starts the built app in Electron, or in what stands in for it, on a data folder. */
export async function startElectron({ dataDir, args = [], env = {} }: ElectronStart): Promise<ElectronRun> {
  const app = await _electron.launch({ executablePath: electronUnderTest().path, args: [root, ...args], env: environmentOf(dataDir, env) })
  const child = app.process()
  let stderr = ''
  child.stderr?.on('data', (chunk) => (stderr += String(chunk)))
  const exited = child.exitCode === null ? once(child, 'exit') : Promise.resolve()
  const gone = (): boolean => child.exitCode !== null || child.signalCode !== null
  return {
    app,
    dataDir,
    stderr: () => stderr,
    window: () => app.firstWindow(),
    async close() {
      if (gone()) return
      // Whatever a spec left running, the person agrees to quit.
      await app
        .evaluate(({ dialog }) => {
          dialog.showMessageBox = (async () => ({ response: 0, checkboxChecked: false })) as typeof dialog.showMessageBox
        })
        .catch(() => {})
      const overdue = Promise.withResolvers<'overdue'>()
      const timer = setTimeout(() => overdue.resolve('overdue'), CLOSE_MS)
      const outcome = await Promise.race([app.close().then(() => 'closed' as const), overdue.promise])
      clearTimeout(timer)
      if (outcome === 'closed') return
      child.kill('SIGKILL')
      await exited
      throw new Error(`The app had not quit after ${CLOSE_MS} ms; its process was ended. It wrote:\n${stderr}`)
    },
    async kill() {
      if (!gone()) child.kill('SIGKILL')
      await exited
    },
  }
}
