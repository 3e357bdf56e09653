import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isLaterPart } from '../gguf/index.ts'
import type { FoundModel } from './found-model.ts'

const DEEPEST = 6
const MOST_ENTRIES = 20_000
/** Picture encoders that lie beside a model: no models by themselves. */
const COMPANION = /^mmproj|\bmmproj\b/i

/** The models below a folder, split ones once. Links are followed one step, as the cache of Hugging Face needs it. */
export async function modelsBelow(folder: string, place: FoundModel['place']): Promise<FoundModel[]> {
  const found: FoundModel[] = []
  let left = MOST_ENTRIES

  async function look(at: string, depth: number): Promise<void> {
    const entries = await readdir(at, { withFileTypes: true }).catch(() => [])
    for (const entry of entries) {
      left -= 1
      if (left < 0) return
      const path = join(at, entry.name)
      if (entry.isDirectory()) {
        if (depth < DEEPEST) await look(path, depth + 1)
        continue
      }
      if (!/\.gguf$/i.test(entry.name) || COMPANION.test(entry.name) || isLaterPart(path)) continue
      const isFile = entry.isFile() || (entry.isSymbolicLink() && (await isFileBehind(path)))
      if (isFile) found.push({ file: path, name: basename(path).replace(/(?:-\d{5}-of-\d{5})?\.gguf$/i, ''), place })
    }
  }
  await look(folder, 0)
  return found
}

/** Of several names for one file the first. */
export async function withoutRepeats(models: readonly FoundModel[]): Promise<FoundModel[]> {
  const seen = new Set<string>()
  const kept: FoundModel[] = []
  for (const model of models) {
    const real = await realpath(model.file).catch(() => model.file)
    if (seen.has(real)) continue
    seen.add(real)
    kept.push(model)
  }
  return kept
}

async function isFileBehind(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  )
}
