import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, matchesGlob, sep } from 'node:path'
import { z } from 'zod'
import type { Arch } from './electron-dist.ts'

const ARCH_MACRO = /\$\{arch\}/g
const LockSchema = z.object({
  packages: z.record(z.string(), z.object({ dev: z.boolean().optional(), optional: z.boolean().optional() })),
})

// What electron-builder leaves out whatever the configuration says: leftovers of builds, and what tests or shows a package.
const NEVER = ['**/*.{cc,d.ts,mk,a,o,obj,pdb}', '**/{.DS_Store,package-lock.json,yarn.lock,appveyor.yml}']
const NEVER_OF_PACKAGES = ['{node_modules,**/node_modules}/{*,@*/*}/{test,tests,__tests__,example,examples,.github}/**']

/**
 * The files that a package holds, as paths below `root` with `/`, by the rules of electron-builder: of the project what the last matching
 * pattern lets in; of the production packages everything that no pattern leaves out.
 */
export function shippedFiles(root: string, patterns: readonly string[], arch: Arch): string[] {
  const expanded = patterns.map((pattern) => pattern.replaceAll(ARCH_MACRO, arch))
  const out = expanded.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1))
  const isLetIn = (file: string) =>
    expanded.reduce((held, pattern) => {
      if (pattern.startsWith('!')) return held && !matchesGlob(file, pattern.slice(1))
      return held || matchesGlob(file, pattern)
    }, false)
  const own = readdirSync(root, { withFileTypes: true })
    .filter(({ name }) => !['node_modules', '.git', 'dist'].includes(name))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(root, entry.name) : [entry.name]))
    .filter(isLetIn)
  const modules = productionPackages(root)
    .flatMap((folder) => filesBelow(root, folder))
    .filter((file) => ![...out, ...NEVER_OF_PACKAGES].some((pattern) => matchesGlob(file, pattern)))
  return [...own, ...modules].filter((file) => !NEVER.some((pattern) => matchesGlob(file, pattern))).toSorted()
}

/** Folders of the packages that are installed for the product itself, by the lock file. */
function productionPackages(root: string): string[] {
  const { packages } = LockSchema.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')))
  return (
    Object.entries(packages)
      // Of the optional ones only those for this system are there. A package inside another comes with that one.
      .filter(
        ([folder, { dev, optional }]) =>
          /^node_modules\/(?!.*\/node_modules\/)/.test(folder) && !dev && !(optional && !existsSync(join(root, folder))),
      )
      .map(([folder]) => folder)
  )
}

function filesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .split(sep)
        .join('/'),
    )
}
