// The integration tests start the built product: build it once before they run, when it is older than its sources.
import { ensureSettledDatabase } from '../e2e/settled-database.ts'
import { build, isStale } from './build.mjs'
import { programsOfSpecs } from './chromium.mjs'
import { installMissing } from './debian-packages.mjs'

export async function setup() {
  if (isStale()) build()
  await ensureSettledDatabase()
}

/** The browser specs need a Chromium as well. */
async function setupWithBrowser() {
  await installMissing(['chromium', 'chromium-headless-shell'])
  programsOfSpecs()
  await setup()
}

// biome-ignore lint/style/noDefaultExport: Playwright calls the default export of its set-up file, Vitest the named one.
export default setupWithBrowser
