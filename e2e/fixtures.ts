import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, test as base, chromium, type ElectronApplication, expect, type Page, type TestInfo } from '@playwright/test'
import { findChromium, findHeadlessShell } from '../scripts/chromium.mjs'
import { type ElectronRun, type ElectronStart, startElectron } from './electron-process.ts'
import { makeDataDir, removeDataDir, startHost } from './host-process.ts'
import { makeSettledDataDir } from './settled-database.ts'
import { startWarmHosts, type WarmHosts } from './warm-hosts.ts'

export interface HostOptions {
  hostKind: 'headless' | 'electron'
  /** Who uses the window in a scenario: Playwright, or an agent's tools on top of it. */
  driver: 'page' | 'mcp'
  /** Settings and keys of the data folder that a test starts with. */
  config: object
  keys: Readonly<Record<string, string>>
  /** Environment of the app, on top of the test's own. */
  appEnv: Readonly<Record<string, string>>
  /** `warm`: the host shares its process with the specs before it. `process`: what `tidegate serve` starts, as a user has it. */
  hostStart: 'warm' | 'process'
  /** `settled`: the app was started on it before, and knows its samples. `new`: what a person has who installs it. */
  dataFolder: 'settled' | 'new'
  /** Console errors that belong to what a spec does; any other fails it. */
  expectedOnConsole: RegExp | null
  /**
   * `own`: an app and a profile for this spec alone. `shared`: the app of the specs before it in the same worker, its window loaded anew, for
   * what looks at the app and leaves nothing behind. A worker in which a spec failed ends, and its app with it.
   */
  appStart: 'own' | 'shared'
}

export interface Host {
  readonly url: string
  readonly token: string
  readonly dataDir: string
  /** Ends it as asking it to stop would. */
  stop?(): Promise<void>
}

interface Launcher {
  /** Starts the app in Electron mode, on the test's own data folder unless another is named. */
  start(options?: Partial<ElectronStart>): Promise<ElectronRun>
  /** The run that `page`, `run` and `electronApp` share; started when it is first asked for. */
  first(): Promise<ElectronRun>
}

interface Fixtures {
  /** The app with its own data folder: in a page on the headless host, or in an Electron window. */
  host: Host
  page: Page
  launcher: Launcher
  run: ElectronRun
  electronApp: ElectronApplication
}

interface WorkerFixtures {
  browserProcess: () => Promise<Browser>
  warmHosts: () => WarmHosts
  /** The app in Electron mode that specs with `appStart: 'shared'` look at, one after the other. */
  sharedApp: () => Promise<ElectronRun>
}

const CHROMIUM_FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync']

/** Started when it is first asked for, and ended with the worker. */
function oncePerWorker<T>(start: () => T, end: (started: Awaited<T>) => Promise<void>) {
  // biome-ignore lint/correctness/noEmptyPattern: the test runner reads the dependencies off this pattern.
  return async ({}: object, use: (get: () => T) => Promise<void>): Promise<void> => {
    const started: T[] = []
    await use(() => {
      const one = started[0] ?? start()
      if (started.length === 0) started.push(one)
      return one
    })
    for (const one of started) await end(await one)
  }
}

/** A spec gets a profile of its own, the app open on it, and everything closed afterwards; what failed keeps its logs and its database. */
export const test = base.extend<Fixtures & HostOptions, WorkerFixtures>({
  hostKind: ['headless', { option: true }],
  driver: ['page', { option: true }],
  config: [{}, { option: true }],
  keys: [{}, { option: true }],
  appEnv: [{}, { option: true }],
  hostStart: ['warm', { option: true }],
  dataFolder: ['settled', { option: true }],
  expectedOnConsole: [null, { option: true }],
  appStart: ['own', { option: true }],
  browserProcess: [
    oncePerWorker(
      () => {
        // The same engine with less around it; it starts and draws faster.
        const executablePath = findHeadlessShell() ?? findChromium()
        if (executablePath === null) throw new Error('No Chromium found; see the line above.')
        return chromium.launch({ executablePath, args: CHROMIUM_FLAGS })
      },
      (browser) => browser.close(),
    ),
    { scope: 'worker' },
  ],
  warmHosts: [oncePerWorker(startWarmHosts, (hosts) => hosts.dispose()), { scope: 'worker' }],
  sharedApp: [
    oncePerWorker(
      () => startElectron({ dataDir: makeSettledDataDir({}, {}) }),
      async (run) => {
        await run.close()
        removeDataDir(run.dataDir)
      },
    ),
    { scope: 'worker' },
  ],
  host: async ({ config, keys, hostKind, hostStart, dataFolder, appStart, warmHosts, sharedApp }, use, testInfo) => {
    if (appStart === 'shared') {
      const { dataDir } = await sharedApp()
      await use({ url: 'app://renderer/', token: '', dataDir })
      if (hasFailed(testInfo)) await keepDatabase(dataDir, testInfo)
      return
    }
    const dataDir = dataFolder === 'new' ? makeDataDir(config, keys) : makeSettledDataDir(config, keys)
    if (hostKind === 'electron') await use({ url: 'app://renderer/', token: '', dataDir })
    else {
      const host = hostStart === 'process' ? await startHost(dataDir) : await warmHosts().open(dataDir)
      await use(host)
      await host.stop()
    }
    if (hasFailed(testInfo)) await keepDatabase(dataDir, testInfo)
    removeDataDir(dataDir)
  },
  launcher: async ({ host, appEnv, appStart, sharedApp }, use, testInfo) => {
    const runs: ElectronRun[] = []
    const start: Launcher['start'] = async (options = {}) => {
      const run = await startElectron({ dataDir: host.dataDir, ...options, env: { ...appEnv, ...options.env } })
      runs.push(run)
      return run
    }
    let shared: Promise<ElectronRun> | null = null
    await use({
      start,
      first() {
        shared ??= appStart === 'shared' ? sharedApp() : start()
        return shared
      },
    })
    const closed = await Promise.allSettled(runs.toReversed().map((run) => run.close()))
    const failures = closed.filter((outcome) => outcome.status === 'rejected')
    if (failures.length > 0 || hasFailed(testInfo)) {
      const others = shared === null || appStart === 'own' ? [] : [await shared]
      for (const [index, run] of [...runs, ...others].entries()) {
        await testInfo.attach(`main-process-${index}.log`, { body: run.stderr(), contentType: 'text/plain' })
      }
    }
    if (failures[0] !== undefined) throw failures[0].reason
  },
  run: async ({ launcher }, use) => use(await launcher.first()),
  electronApp: async ({ run }, use) => use(run.app),
  page: async (
    { host, hostKind, launcher, browserProcess, viewport, colorScheme, expectedOnConsole, appStart, sharedApp },
    use,
    testInfo,
  ) => {
    const problems: string[] = []
    const lines: string[] = []
    const listen = (page: Page): void => {
      page.on('pageerror', (error) => problems.push(error.message))
      page.on('console', (message) => {
        lines.push(`${message.type()}: ${message.text()}`)
        if (message.type() === 'error' && expectedOnConsole?.test(message.text()) !== true) {
          // A resource that is not there is named by its place alone.
          problems.push(`${message.text()} (${message.location().url})`)
        }
      })
    }
    if (hostKind === 'electron') {
      const page = await (await launcher.first()).window()
      if (appStart === 'shared') {
        // The first of them comes while the window is still on its way there.
        await page.waitForURL(/renderer/)
        // The page remembers what the spec before it looked at.
        await page.evaluate(() => {
          localStorage.clear()
          Object.assign(globalThis, { before: true })
        })
        await page.reload()
        // Not before the page is another one: what a spec leaves in this one would be lost.
        await page.waitForFunction(() => !('before' in globalThis))
      }
      listen(page)
      await page.emulateMedia({ colorScheme: colorScheme ?? 'light', reducedMotion: 'reduce' })
      await use(page)
      if (appStart === 'shared') {
        page.removeAllListeners()
        const { app } = await sharedApp()
        await app.evaluate(({ BrowserWindow }) => {
          const [, ...later] = BrowserWindow.getAllWindows().sort((one, other) => one.id - other.id)
          for (const window of later) window.close()
        })
        await expect.poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
      }
      if (hasFailed(testInfo) && !page.isClosed()) await keepScreenshot(page, testInfo)
    } else {
      const browser = await browserProcess()
      const context = await browser.newContext({ viewport, colorScheme: colorScheme ?? 'light', reducedMotion: 'reduce' })
      const page = await context.newPage()
      listen(page)
      await page.goto(host.url)
      await use(page)
      if (hasFailed(testInfo)) await keepScreenshot(page, testInfo)
      await context.close()
    }
    if (hasFailed(testInfo)) await testInfo.attach('console.log', { body: lines.join('\n'), contentType: 'text/plain' })
    if (problems.length > 0) throw new Error(`The page reported problems:\n${problems.join('\n')}`)
  },
})

function hasFailed(testInfo: TestInfo): boolean {
  return testInfo.status !== testInfo.expectedStatus
}

/** A page may hang or have crashed; its picture is then not to be had, and the other evidence must do. */
async function keepScreenshot(page: Page, testInfo: TestInfo): Promise<void> {
  const body = await page.screenshot({ timeout: 3_000 }).catch(() => null)
  if (body !== null) await testInfo.attach('screenshot', { body, contentType: 'image/png' })
}

async function keepDatabase(dataDir: string, testInfo: TestInfo): Promise<void> {
  for (const name of ['tidegate.db', 'tidegate.db-wal']) {
    if (!existsSync(join(dataDir, name))) continue
    const kept = testInfo.outputPath(name)
    copyFileSync(join(dataDir, name), kept)
    await testInfo.attach(name, { path: kept })
  }
}

export { expect } from '@playwright/test'
