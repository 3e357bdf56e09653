// The integration tests start the built product: build it once before they run, when it is older than its sources.
import { build, isStale } from './build.mjs'
import { ensureChromium } from './chromium.mjs'

export function setup() {
  if (isStale()) build()
}

/** The browser specs need a Chromium as well. */
function setupWithBrowser() {
  ensureChromium()
  setup()
}

// biome-ignore lint/style/noDefaultExport: Playwright calls the default export of its set-up file, Vitest the named one.
export default setupWithBrowser
