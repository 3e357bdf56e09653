// Finds a Chromium for the browser tests; on Debian as root installs it when it is missing.
import { spawnSync } from 'node:child_process'
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

/**
 * Installs what the browser specs need when this is Debian and root: Chromium, and its headless shell for the stand-in for Electron. Returns
 * both paths, null where one is still missing, with a line that says what to do.
 */
export function ensureChromium() {
  const missing = [findChromium() === null ? 'chromium' : null, findHeadlessShell() === null ? 'chromium-headless-shell' : null].filter(
    Boolean,
  )
  if (missing.length > 0 && existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    process.stderr.write(`Installing ${missing.join(' and ')} with apt for the browser specs …\n`)
    const run = (...args) =>
      spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
    run('update', '-q')
    run('install', '-y', '-q', '--no-install-recommends', ...missing)
  }
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
