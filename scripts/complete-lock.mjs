// `npm run lock`: completes package-lock.json after a change of dependencies. A registry mirror may not carry the builds of a tool for
// other systems; npm then leaves them out of the lock and `npm ci` refuses it everywhere. Their entries are added by name and version.
// The builds of the engine for graphics cards (up to 1 GB) are held back: see `trimEngine`.
import { readFileSync, writeFileSync } from 'node:fs'

const file = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(file, 'utf8'))
const added = []

const SYSTEM =
  /(?:^|[-/])(darwin|mac|linux|win32|win|android|freebsd|openbsd|netbsd|sunos|aix|openharmony)-(arm64|armv7l|arm|x64|ia32|ppc64|s390x|riscv64|loong64|mips64el)(?:-(musl|gnu|msvc|gnueabihf|musleabihf))?/
const OS = { mac: 'darwin', win: 'win32' }
const CPU = { armv7l: 'arm' }

for (const [place, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const known = lock.packages[`node_modules/${name}`] ?? lock.packages[`${place}/node_modules/${name}`]
    const system = SYSTEM.exec(name)
    if (known !== undefined || system === null || !/^\d/.test(version)) continue
    lock.packages[`node_modules/${name}`] = {
      version,
      cpu: [CPU[system[2]] ?? system[2]],
      ...(entry.dev === true ? { dev: true } : {}),
      ...(system[1] === 'linux' && system[3] !== undefined ? { libc: [system[3].startsWith('musl') ? 'musl' : 'glibc'] } : {}),
      optional: true,
      os: [OS[system[1]] ?? system[1]],
    }
    added.push(name)
  }
}
trimEngine()
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
process.stdout.write(added.length === 0 ? 'The lock file was complete.\n' : `Added ${added.join(', ')}\n`)

/**
 * `npm ci` brings the engine of embedded models for the processor of this system only. npm reads from the lock which system an optional
 * package is for: a build for a graphics card is for none (`tidegate models gpu install` fetches it), and one for another processor, which
 * its maker also offers for compiling across, is for that processor alone. The maker's script would compile or download; it never runs.
 */
function trimEngine() {
  for (const [place, entry] of Object.entries(lock.packages)) {
    if (place === 'node_modules/node-llama-cpp') delete entry.hasInstallScript
    // It takes a compiler into account where there is one; for the product that makes none of it.
    if (/^node_modules\/@?typescript(?:\/|$)/.test(place)) {
      delete entry.devOptional
      entry.dev = true
    }
    const build = /^node_modules\/@node-llama-cpp\/(?:linux|mac|win)-([a-z0-9]+)(-.+)?$/.exec(place)
    if (build === null) continue
    if (build[2] === undefined || build[2] === '-metal') entry.cpu = [CPU[build[1]] ?? build[1]]
    else entry.os = ['installed-on-demand']
  }
}
