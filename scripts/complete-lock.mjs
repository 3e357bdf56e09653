// `npm run lock`: completes package-lock.json after a change of dependencies. A registry mirror may not carry the builds of a tool for
// other systems; npm then leaves them out of the lock and `npm ci` refuses it everywhere. Their entries are added by name and version.
import { readFileSync, writeFileSync } from 'node:fs'

const file = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(file, 'utf8'))
const added = []

for (const [place, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const known = lock.packages[`node_modules/${name}`] ?? lock.packages[`${place}/node_modules/${name}`]
    const system =
      /(?:^|[-/])(darwin|linux|win32|android|freebsd|openbsd|netbsd|sunos|aix|openharmony)-(arm64|arm|x64|ia32|ppc64|s390x|riscv64|loong64|mips64el)(?:-(musl|gnu|msvc|gnueabihf|musleabihf))?/.exec(
        name,
      )
    if (known !== undefined || system === null || !/^\d/.test(version)) continue
    lock.packages[`node_modules/${name}`] = {
      version,
      cpu: [system[2]],
      ...(entry.dev === true ? { dev: true } : {}),
      ...(system[1] === 'linux' && system[3] !== undefined ? { libc: [system[3].startsWith('musl') ? 'musl' : 'glibc'] } : {}),
      optional: true,
      os: [system[1]],
    }
    added.push(name)
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
process.stdout.write(added.length === 0 ? 'The lock file was complete.\n' : `Added ${added.join(', ')}\n`)
