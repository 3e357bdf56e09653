import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { findHeadlessShell } from '../scripts/chromium.mjs'
import { findElectron, hasDisplay } from '../scripts/electron-binary.mjs'

export interface ElectronUnderTest {
  readonly path: string
  readonly kind: 'electron' | 'stand-in'
  /** `electron 45.4.1` or `stand-in (Chromium 156…): why not Electron`. Each run prints it. */
  readonly name: string
}

const STAND_IN = fileURLToPath(new URL('stand-in/electron', import.meta.url))

/** The executable that Electron-mode specs start: a named or installed Electron, else the stand-in. */
export function electronUnderTest(): ElectronUnderTest {
  const found = findElectron()
  if (found.path !== undefined && (hasDisplay() || process.env.TIDEGATE_ELECTRON !== undefined)) {
    const isStandIn = readFileSync(found.path).subarray(0, 2).toString() === '#!'
    return isStandIn
      ? standIn(found.path, 'named by TIDEGATE_ELECTRON')
      : { path: found.path, kind: 'electron', name: versionOf(found.path) }
  }
  return standIn(STAND_IN, found.path === undefined ? found.why : 'there is no display')
}

function standIn(path: string, why: string): ElectronUnderTest {
  const shell = findHeadlessShell()
  const version = shell === null ? 'none installed' : spawnSync(shell, ['--version'], { encoding: 'utf8' }).stdout.trim()
  return { path, kind: 'stand-in', name: `stand-in (${version}); not Electron, because ${why}` }
}

function versionOf(path: string): string {
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 20_000 })
  return `electron ${stdout.trim().replace(/^v/, '')}`
}

/** Says before a run what Electron-mode specs are about to run on. */
export function announce(): void {
  process.stdout.write(`Electron mode runs on: ${electronUnderTest().name}\n`)
}

// biome-ignore lint/style/noDefaultExport: Playwright calls the default export of its set-up file.
export default announce
