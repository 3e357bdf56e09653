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

/** Installs Debian's package when this is Debian and root; returns the path, or null with a line that says what to do. */
export function ensureChromium() {
  const found = findChromium()
  if (found !== null) return found
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    process.stderr.write('Installing Chromium with apt for the browser tests …\n')
    const run = (...args) =>
      spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
    run('update', '-q')
    run('install', '-y', '-q', '--no-install-recommends', 'chromium')
  }
  const installed = findChromium()
  if (installed === null) {
    process.stderr.write('No Chromium found. Install Chromium or Chrome, or name one with TIDEGATE_CHROMIUM, to run the browser tests.\n')
  }
  return installed
}

/** Path of Chromium's headless shell, which the stand-in for Electron runs on, or null. */
export function findHeadlessShell() {
  return [process.env.TIDEGATE_HEADLESS_SHELL, '/usr/bin/chromium-headless-shell'].find((path) => path && existsSync(path)) ?? null
}
