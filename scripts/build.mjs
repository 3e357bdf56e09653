// Builds every process with electron-vite into out/. `--if-stale` does nothing when the build is newer than every source.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = join(root, 'out', '.built')
/** What tests have compiled so far (see `vitest.config.ts`): nothing else would ever take the code of earlier builds out of it. */
const compiled = join(root, 'node_modules', '.cache', 'tidegate-tests')
const sources = ['contracts', 'main', 'preload', 'renderer', 'workers', 'electron.vite.config.ts', 'package.json']

/** Whether any source is newer than the last complete build. A few hundred stats: some milliseconds. */
export function isStale() {
  if (!existsSync(stamp)) return true
  const builtAt = statSync(stamp).mtimeMs
  return sources.some((source) => newest(join(root, source)) > builtAt)
}

function newest(path) {
  const stats = statSync(path)
  if (!stats.isDirectory()) return path.endsWith('.test.ts') ? 0 : stats.mtimeMs
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}

/** Builds; prints the build's own output only when it fails. Throws when it does. */
export function build() {
  const started = Date.now()
  process.stderr.write('Building Tidegate … ')
  rmSync(stamp, { force: true })
  rmSync(compiled, { recursive: true, force: true })
  // The build tool looks for the Electron binary only to learn its versions; the targets are explicit, so it is not needed.
  const bin = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const result = spawnSync(process.execPath, [bin, 'build', '--logLevel', 'warn'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  })
  if (result.status !== 0) {
    process.stderr.write(`failed\n${result.stdout}\n${result.stderr}\n`)
    throw new Error('The build failed; the lines above say why.')
  }
  mkdirSync(join(root, 'out'), { recursive: true })
  writeFileSync(stamp, '')
  process.stderr.write(`done in ${((Date.now() - started) / 1000).toFixed(1)} s\n`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    if (!process.argv.includes('--if-stale') || isStale()) build()
  } catch (error) {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}
