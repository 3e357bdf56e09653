import { _electron, type Browser, test as base, chromium, type Page } from '@playwright/test'
import { findChromium } from '../scripts/chromium.mjs'
import { findElectron, hasDisplay } from '../scripts/electron-binary.mjs'
import { makeDataDir, removeDataDir, startHost } from './host-process.ts'

export interface HostOptions {
  hostKind: 'headless' | 'electron'
  /** Settings and keys of the data folder that a test starts with. */
  config: object
  keys: Readonly<Record<string, string>>
}

export interface Host {
  readonly url: string
  readonly token: string
  readonly dataDir: string
}

const CHROMIUM_FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync']

interface Fixtures {
  /** The app with its own data folder: in a page on the headless host, or in an Electron window. */
  host: Host
  page: Page
}

/** A spec gets a fresh profile, the app open on it, and everything closed afterwards. */
export const test = base.extend<Fixtures & HostOptions, { browserProcess: Browser }>({
  hostKind: ['headless', { option: true }],
  config: [{}, { option: true }],
  keys: [{}, { option: true }],
  browserProcess: [
    // biome-ignore lint/correctness/noEmptyPattern: the test runner reads the dependencies off this pattern.
    async ({}, use) => {
      const executablePath = findChromium()
      if (executablePath === null) throw new Error('No Chromium found; see the line above.')
      const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS })
      await use(browser)
      await browser.close()
    },
    { scope: 'worker' },
  ],
  host: async ({ config, keys, hostKind }, use) => {
    const dataDir = makeDataDir(config, keys)
    if (hostKind === 'electron') await use({ url: 'app://renderer/', token: '', dataDir })
    else {
      const host = await startHost(dataDir)
      await use(host)
      await host.stop()
    }
    removeDataDir(dataDir)
  },
  page: async ({ host, hostKind, browserProcess, viewport, colorScheme }, use, testInfo) => {
    if (hostKind === 'electron') {
      const electron: { path?: string; why?: string } = hasDisplay() ? findElectron() : { why: 'there is no display' }
      testInfo.skip(electron.path === undefined, `Electron mode not run: ${electron.why ?? ''}`)
      if (electron.path === undefined) return
      const app = await _electron.launch({
        executablePath: electron.path,
        args: [new URL('..', import.meta.url).pathname],
        env: { ...process.env, TIDEGATE_HOME: host.dataDir } as Record<string, string>,
      })
      await use(await app.firstWindow())
      await app.close()
      return
    }
    const context = await browserProcess.newContext({ viewport, colorScheme: colorScheme ?? 'light', reducedMotion: 'reduce' })
    const page = await context.newPage()
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('WebSocket')) problems.push(message.text())
    })
    await page.goto(host.url)
    await use(page)
    await context.close()
    if (problems.length > 0) throw new Error(`The page reported problems:\n${problems.join('\n')}`)
  },
})

export { expect } from '@playwright/test'
