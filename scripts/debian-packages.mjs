// What tests need and npm cannot bring: on Debian as root it is installed by apt when it is missing.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findChromium, findHeadlessShell } from './chromium.mjs'
import { findPostgres } from './postgres.mjs'

const FINDERS = { chromium: findChromium, 'chromium-headless-shell': findHeadlessShell, postgresql: findPostgres }

/**
 * Installs those of the named packages that are missing, beside whatever this process does meanwhile. Resolves when that has ended, however it
 * has: whoever needs a program looks for it, and says what to do where it is not there.
 */
export async function installMissing(names) {
  const missing = names.filter((name) => FINDERS[name]() === null)
  if (missing.length === 0 || !existsSync('/etc/debian_version') || process.getuid?.() !== 0) return
  process.stderr.write(`Installing ${missing.join(', ')} with apt for the tests …\n`)
  // One command, so that the second step follows the first also while this process waits for another one.
  const install = spawn('sh', ['-c', 'apt-get update -q; apt-get install -y -q --no-install-recommends "$@"', 'sh', ...missing], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  await new Promise((resolve) => install.on('close', resolve).on('error', resolve))
}
