import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { PEERS } from './peers/index.ts'

const ManifestSchema = z.object({ version: z.string() })
const BenchSchema = z.object({ devDependencies: z.record(z.string(), z.string()) })

/** Versions of the packages of these peers, by package; `missing` names those that are not there in the version that the lock has. */
export function installedPackages(peers: readonly string[], folder: URL): { versions: Record<string, string>; missing: string[] } {
  const wanted = BenchSchema.parse(readJson(new URL('package.json', folder))).devDependencies
  const versions: Record<string, string> = {}
  const missing: string[] = []
  for (const name of new Set(peers.flatMap((peer) => PEERS[peer]?.packages ?? []))) {
    const version = versionIn(new URL(`node_modules/${name}/package.json`, folder))
    if (version !== null && version === wanted[name]) versions[name] = version
    else missing.push(`${name} ${wanted[name] ?? ''}`.trim())
  }
  return { versions, missing }
}

function versionIn(manifest: URL): string | null {
  try {
    return ManifestSchema.parse(readJson(manifest)).version
  } catch {
    return null
  }
}

function readJson(file: URL): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}
