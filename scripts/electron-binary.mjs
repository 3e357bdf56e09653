// Finds an Electron that can be started here, or says in one line why there is none.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const packageDir = fileURLToPath(new URL('../node_modules/electron', import.meta.url))
const DOWNLOAD_MS = 180_000

/** `{ path }` or `{ why }`. Named executables win; the package's own binary is fetched when `download` is set and it is missing. */
export function findElectron({ env = process.env, download = false } = {}) {
  if (env.TIDEGATE_ELECTRON) return { path: env.TIDEGATE_ELECTRON }
  if (env.ELECTRON_OVERRIDE_DIST_PATH) return { path: join(env.ELECTRON_OVERRIDE_DIST_PATH, 'electron') }
  const installed = installedBinary()
  if (installed !== null) return { path: installed }
  if (!download) return { why: 'no Electron binary is installed' }
  const { status } = spawnSync(process.execPath, [join(packageDir, 'install.js')], { stdio: 'ignore', timeout: DOWNLOAD_MS })
  const fetched = status === 0 ? installedBinary() : null
  return fetched === null ? { why: 'the Electron binary could not be downloaded' } : { path: fetched }
}

function installedBinary() {
  const pathFile = join(packageDir, 'path.txt')
  if (!existsSync(pathFile)) return null
  const binary = join(packageDir, 'dist', readFileSync(pathFile, 'utf8').trim())
  return existsSync(binary) ? binary : null
}

/** Whether a window could be shown at all. */
export function hasDisplay(env = process.env) {
  return process.platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}
