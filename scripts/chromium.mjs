// Finds a Chromium for the browser tests.
import { existsSync } from 'node:fs'

const CANDIDATES = [
  process.env.TIDEGATE_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** Path of an installed Chromium or Chrome, or null. */
export function findChromium() {
  return CANDIDATES.find((path) => path && existsSync(path)) ?? null
}

/** What the browser specs run on; null where it is missing, with a line that says what to do. */
export function programsOfSpecs() {
  const found = { chromium: findChromium(), headlessShell: findHeadlessShell() }
  if (found.chromium === null) {
    process.stderr.write('No Chromium found. Install Chromium or Chrome, or name one with TIDEGATE_CHROMIUM, to run the browser specs.\n')
  }
  if (found.headlessShell === null) {
    process.stderr.write(
      'No chromium-headless-shell found. Install it, or name one with TIDEGATE_HEADLESS_SHELL, to run Electron mode without Electron.\n',
    )
  }
  return found
}

/** Path of Chromium's headless shell, which the stand-in for Electron runs on, or null. */
export function findHeadlessShell() {
  return [process.env.TIDEGATE_HEADLESS_SHELL, '/usr/bin/chromium-headless-shell'].find((path) => path && existsSync(path)) ?? null
}
