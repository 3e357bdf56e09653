import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { downloadArtifact } from '@electron/get'
import { z } from 'zod'
import type { Platform } from './electron-builder.config.ts'

export type Arch = 'x64' | 'arm64'
export type ElectronDist = { readonly path: string; readonly why?: never } | { readonly path?: never; readonly why: string }

const packageDir = join(import.meta.dirname, '../node_modules/electron')
const VersionSchema = z.object({ version: z.string() })
const ChecksumsSchema = z.record(z.string(), z.string())

/** The version that the lock file pins. */
export function pinnedElectron(): string {
  return VersionSchema.parse(JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8'))).version
}

/**
 * The Electron to pack: the unpacked folder or the zip that `ELECTRON_OVERRIDE_DIST_PATH` names, else the release, from the cache of
 * earlier downloads or the network. A download must have the checksum that came with the package, which the lock file vouches for.
 */
export async function electronDist(platform: Platform, arch: Arch, env: NodeJS.ProcessEnv = process.env): Promise<ElectronDist> {
  if (env.ELECTRON_OVERRIDE_DIST_PATH) return namedDist(env.ELECTRON_OVERRIDE_DIST_PATH)
  const checksums = ChecksumsSchema.parse(JSON.parse(readFileSync(join(packageDir, 'checksums.json'), 'utf8')))
  try {
    // The same cache as that of the package's own script.
    const cache = env.electron_config_cache ? { cacheRoot: env.electron_config_cache } : {}
    return { path: await downloadArtifact({ version: pinnedElectron(), artifactName: 'electron', platform, arch, checksums, ...cache }) }
  } catch (error) {
    return { why: error instanceof Error ? error.message : 'it could not be downloaded' }
  }
}

/** A zip is believed to be what its name says; an unpacked folder tells its version. */
function namedDist(path: string): ElectronDist {
  const file = join(path, 'version')
  const version = existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : pinnedElectron()
  if (!existsSync(path)) return { why: `${path} is not there` }
  return version === pinnedElectron() ? { path } : { why: `${path} is Electron ${version}` }
}
