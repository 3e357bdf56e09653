// Takes the pictures of the README and of every screen from the running product: `npm run screenshots [-- FOLDER]`.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { makeDataDir, removeDataDir, startHost } from '../e2e/host-process.ts'
import { build, isStale } from './build.mjs'
import { findChromium } from './chromium.mjs'

const folder = process.argv[2] ?? fileURLToPath(new URL('../docs/screens', import.meta.url))
mkdirSync(folder, { recursive: true })
if (isStale()) build()
const executablePath = findChromium()
if (executablePath === null) throw new Error('No Chromium found. Install one, or name it with TIDEGATE_CHROMIUM.')

const SIZES = [
  { width: 1024, height: 700 },
  { width: 1600, height: 1000 },
]
/** What shows that a view has what it is for. */
const READY = {
  compose: (page) => page.locator('.draft-text .marker').first(),
  jobs: (page) => page.getByText('launch-plan.md').first(),
  routing: (page) => page.getByText('launch plan for the board').first(),
  testing: (page) => page.getByText('No scenario was run yet').first(),
}
const dataDir = makeDataDir()
const host = await startHost(dataDir)
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
})
try {
  for (const colorScheme of ['light', 'dark']) {
    for (const viewport of SIZES) {
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' })
      const page = await context.newPage()
      await page.goto(host.url)
      await writeDraft(page)
      for (const [index, view] of ['compose', 'jobs', 'privacy', 'resources', 'routing', 'testing', 'settings'].entries()) {
        await page.keyboard.press(`Control+${index + 1}`)
        await page.getByRole('heading', { level: 1 }).first().waitFor()
        await READY[view]?.(page).waitFor()
        // The charts of the resources view want a few samples.
        if (view === 'resources') await page.waitForTimeout(4_000)
        await page.screenshot({ path: join(folder, `${view}-${colorScheme}-${viewport.width}.png`) })
      }
      await context.close()
    }
  }
  process.stdout.write(`Screens are in ${folder}\n`)
} finally {
  await browser.close()
  await host.stop()
  removeDataDir(dataDir)
}

async function writeDraft(page) {
  await page
    .getByRole('textbox', { name: 'Prompt' })
    .fill('Summarise the launch plan for the board. Copy in margaret.ellison@northfield.example.')
  await page.getByRole('button', { name: 'Generate' }).click()
  await page
    .getByText(/nothing left this machine/i)
    .first()
    .waitFor()
}
