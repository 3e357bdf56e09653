import { readFileSync } from 'node:fs'
import { z } from 'zod'

const ManifestSchema = z.object({ version: z.string() })
const BenchSchema = z.object({ devDependencies: z.record(z.string(), z.string()) })

/** Versions of these packages, by package; `missing` names those that are not there in the version that `package.json` of `folder` pins. */
export function installedVersions(packages: readonly string[], folder: URL): { versions: Record<string, string>; missing: string[] } {
  const wanted = BenchSchema.parse(readJson(new URL('package.json', folder))).devDependencies
  const versions: Record<string, string> = {}
  const missing: string[] = []
  for (const name of new Set(packages)) {
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
