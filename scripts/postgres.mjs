// Finds PostgreSQL's server programs for the tests of the team's queue; on Debian as root installs them when they are missing.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Folder of the server programs, or null. Debian keeps those of each version out of PATH; the newest wins. */
export function findPostgres() {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [...versions.map((version) => join(root, version, 'bin')), ...(process.env.PATH ?? '').split(delimiter)]
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))) ?? null
}

/** Installs it where this is Debian and root. The tests start servers of their own, on loopback, and use none that runs. */
export function ensurePostgres() {
  if (findPostgres() === null && existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    process.stderr.write('Installing postgresql with apt for the tests of the team’s queue …\n')
    const run = (...args) =>
      spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
    run('update', '-q')
    run('install', '-y', '-q', '--no-install-recommends', 'postgresql')
  }
  return findPostgres()
}
