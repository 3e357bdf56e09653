// Takes the pictures of the README and of every screen from the running product: `npm run screenshots [-- FOLDER]`.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BrowserContextOptions, chromium, type Page } from '@playwright/test'
import { removeDataDir } from '../../e2e/host-process.ts'
import { build, isStale } from '../build.mjs'
import { findChromium } from '../chromium.mjs'
import { FIRST_STEPS, SCREENS, type Screen } from './screens.ts'
import { openFreshHost, openWorkspace } from './workspace.ts'

const folder = process.argv[2] ?? fileURLToPath(new URL('../../docs/screens', import.meta.url))
mkdirSync(folder, { recursive: true })
if (isStale()) build()
const executablePath = findChromium()
if (executablePath === null) throw new Error('No Chromium found. Install one, or name it with TIDEGATE_CHROMIUM.')

const LARGE = { width: 1600, height: 1000 }
const SMALL = { width: 1024, height: 700 }
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
})

async function take(url: string, screens: readonly Screen[], options: BrowserContextOptions & { viewport: typeof LARGE }): Promise<void> {
  const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB', ...options })
  const page: Page = await context.newPage()
  await page.goto(url)
  for (const { name, show } of screens) {
    await show(page)
    // Nothing is to look as if somebody pointed at it.
    await page.mouse.move(0, 0)
    await page.screenshot({ path: join(folder, `${name}-${options.colorScheme}-${options.viewport.width}.png`) })
    // What was opened over a view is closed again.
    await page.keyboard.press('Escape')
  }
  await context.close()
}

const workspace = await openWorkspace()
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    await take(workspace.host.url, SCREENS, { colorScheme, viewport: LARGE })
    await take(
      workspace.host.url,
      SCREENS.filter(({ isView }) => isView),
      { colorScheme, viewport: SMALL },
    )
    const fresh = await openFreshHost()
    try {
      await take(fresh.url, FIRST_STEPS, { colorScheme, viewport: LARGE })
    } finally {
      await fresh.stop()
      removeDataDir(fresh.dataDir)
    }
  }
  process.stdout.write(`Screens are in ${folder}\n`)
} finally {
  await browser.close()
  await workspace.stop()
}
