import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { TidegateError } from '#contracts/errors.ts'

type Env = Readonly<Record<string, string | undefined>>

/** A browser or an Electron that can be started, and what it is in words. */
export interface Executable {
  readonly path: string
  /** `Chromium 156.0.1`, `electron 45.4.1`, or `stand-in (…); not Electron, because …`. */
  readonly name: string
}

/** The same engine with less around it; it starts and draws faster. */
const SHELL = '/usr/bin/chromium-headless-shell'
const BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]
const VERSION_MS = 20_000

/**
 * A Chromium of this machine: one that `TIDEGATE_HEADLESS_SHELL` or `TIDEGATE_CHROMIUM` names, else an installed one; where its window is to be
 * `shown`, one that has windows. Throws NOT_FOUND.
 */
export function findBrowser(env: Env, shown = false): Executable {
  const windowless = shown ? [] : [env.TIDEGATE_HEADLESS_SHELL, SHELL]
  const path = [...windowless, env.TIDEGATE_CHROMIUM, ...BROWSERS].find((file) => file !== undefined && existsSync(file))
  if (path === undefined) {
    throw new TidegateError('NOT_FOUND', 'No Chromium or Chrome was found. Install one, or name its file with TIDEGATE_CHROMIUM.')
  }
  return { path, name: versionOf(path) }
}

/**
 * What runs the desktop app: an Electron that `TIDEGATE_ELECTRON` names or that is installed, else the stand-in of the repository. The name says
 * which. Throws NOT_FOUND where there is neither.
 */
export function findElectron(env: Env, root: string): Executable {
  const named = env.TIDEGATE_ELECTRON
  const installed = named ?? installedElectron(root)
  const hasDisplay = process.platform !== 'linux' || (env.DISPLAY ?? env.WAYLAND_DISPLAY ?? '') !== ''
  if (installed !== null && (named !== undefined || hasDisplay)) {
    const isScript = readFileSync(installed).subarray(0, 2).toString() === '#!'
    return isScript
      ? standIn(installed, env, 'it is named by TIDEGATE_ELECTRON')
      : { path: installed, name: `electron ${versionOf(installed)}` }
  }
  const path = join(root, 'e2e', 'stand-in', 'electron')
  const why = installed === null ? 'no Electron binary is installed' : 'there is no display'
  if (!existsSync(path)) {
    throw new TidegateError('NOT_FOUND', `The desktop app cannot be started: ${why}. Name an Electron with TIDEGATE_ELECTRON.`)
  }
  return standIn(path, env, why)
}

function standIn(path: string, env: Env, why: string): Executable {
  return { path, name: `stand-in (${findBrowser(env).name}); not Electron, because ${why}` }
}

function installedElectron(root: string): string | null {
  let folder: string
  try {
    folder = join(createRequire(join(root, 'package.json')).resolve('electron/package.json'), '..')
  } catch {
    // An installation without the development packages.
    return null
  }
  const pathFile = join(folder, 'path.txt')
  if (!existsSync(pathFile)) return null
  const binary = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim())
  return existsSync(binary) ? binary : null
}

function versionOf(path: string): string {
  try {
    return (
      execFileSync(path, ['--version'], { encoding: 'utf8', timeout: VERSION_MS, stdio: ['ignore', 'pipe', 'ignore'] })
        .split('\n')[0]
        ?.trim()
        .replace(/^v(?=\d)/, '') ?? 'of unknown version'
    )
  } catch {
    return 'of unknown version'
  }
}
