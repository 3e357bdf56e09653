import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { createConfiguration } from './electron-builder.config.ts'

/** The part of electron-builder's interface that is used. */
export interface Builder {
  readonly Platform: Readonly<Record<'LINUX' | 'WINDOWS' | 'MAC', { createTarget(targets: readonly string[], arch: number): unknown }>>
  readonly Arch: Readonly<Record<'x64' | 'arm64', number>>
  build(options: {
    readonly projectDir: string
    readonly targets: unknown
    readonly config: ReturnType<typeof createConfiguration>
    readonly publish: 'never'
    /** Is shown what a package for Linux would be made of; `true` stops before it is made. */
    readonly effectiveOptionComputed?: (effective: unknown) => Promise<boolean>
  }): Promise<readonly string[]>
}

const folder = join(import.meta.dirname, 'tools')

/**
 * electron-builder, which is a hundred megabytes that nobody needs to run or to test the product: installed from its own lock file when
 * packages are first made, with no install script run. Throws when that fails.
 */
export function loadBuilder(): Builder {
  const installed = join(folder, 'node_modules/.package-lock.json')
  if (!existsSync(installed) || packagesIn(installed) !== packagesIn(join(folder, 'package-lock.json'))) install()
  return createRequire(join(folder, 'package.json'))('electron-builder')
}

function install(): void {
  process.stderr.write('Installing electron-builder from packaging/tools/package-lock.json …\n')
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder]
  // `npm run` names the npm that it is; without it the one on the path is asked.
  const npm = process.env.npm_execpath
  const options = { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'] }
  const { status } = npm ? spawnSync(process.execPath, [npm, ...args], options) : spawnSync('npm', args, options)
  if (status !== 0) throw new Error('electron-builder could not be installed; npm said why above.')
}

/** Which version of electron-builder a lock file, npm's own or ours, stands for. */
function packagesIn(lockFile: string): string | undefined {
  const { packages } = JSON.parse(readFileSync(lockFile, 'utf8')) as { packages: Record<string, { version?: string } | undefined> }
  return packages['node_modules/app-builder-lib']?.version
}
