import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import type { Undo } from './undo.ts'

export const CHROMIUM_FLAGS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-color-profile=srgb',
  // Every frame is drawn whole and complete, so that equal screens are equal pictures.
  '--disable-partial-raster',
  '--disable-checker-imaging',
  '--disable-threaded-animation',
  '--disable-threaded-scrolling',
  '--run-all-compositor-stages-before-draw',
]
export const VIEWPORT = { width: 1280, height: 860 }

const CONTEXT = { viewport: VIEWPORT, colorScheme: 'light', reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'UTC' } as const

/** Where a browser that was asked for some port of its own writes which it is. */
const PORT_FILE = 'DevToolsActivePort'

export interface BrowserWindow {
  readonly context: BrowserContext
  /** Empty. */
  readonly page: Page
  readonly debugEndpoint: string | null
}

/** Opens windows that know nothing of each other. */
export interface BrowserWindows {
  /** What is to be undone is added as it is done. */
  open(undo: Undo): Promise<BrowserWindow>
  dispose(): Promise<void>
}

export interface BrowserOptions {
  readonly path: string
  readonly shown: boolean
  readonly flags: readonly string[]
}

/** All windows in one browser, which is the quicker way. */
export async function openSharedBrowser(options: BrowserOptions): Promise<BrowserWindows> {
  // Loaded here: no other command needs it.
  const { chromium } = await import('playwright-core')
  const browser = await chromium.launch(launchOptions(options))
  return {
    async open(undo) {
      const context = await browser.newContext(CONTEXT)
      undo.add(() => context.close())
      return { context, page: await context.newPage(), debugEndpoint: null }
    },
    dispose: () => browser.close(),
  }
}

/** Each window in a browser of its own: who attaches to a debugging port sees all windows of a browser. */
export async function openAttachableBrowsers(options: BrowserOptions): Promise<BrowserWindows> {
  const { chromium } = await import('playwright-core')
  return {
    async open(undo) {
      const profile = mkdtempSync(join(tmpdir(), 'tidegate-browser-'))
      undo.add(async () => rmSync(profile, { recursive: true, force: true }))
      const launch = launchOptions({ ...options, flags: [...options.flags, '--remote-debugging-port=0'] })
      const context = await chromium.launchPersistentContext(profile, { ...launch, ...CONTEXT })
      undo.add(() => context.close())
      const [port = ''] = readFileSync(join(profile, PORT_FILE), 'utf8').split('\n')
      return { context, page: context.pages()[0] ?? (await context.newPage()), debugEndpoint: `http://127.0.0.1:${port}` }
    },
    dispose: async () => undefined,
  }
}

function launchOptions({ path, shown, flags }: BrowserOptions) {
  return {
    executablePath: path,
    headless: !shown,
    args: [...CHROMIUM_FLAGS, ...flags],
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  }
}
