import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Version of the app under test: its number and, of a build, eight digits of a hash over it. Two builds of one number can behave differently, and are
 * not one version.
 */
export function appVersion(version: string, builtDir: string | null, rendererDir: string): string {
  if (builtDir === null) return `${version} (source)`
  const hash = createHash('sha256')
  for (const folder of [builtDir, rendererDir]) {
    // Names of chunks hold a hash of their content; only entries must be read.
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      hash.update(name)
      if (/^[\w-]+\.(?:js|html)$/.test(name)) hash.update(readFileSync(join(folder, name)))
    }
  }
  return `${version} (${hash.digest('hex').slice(0, 8)})`
}
