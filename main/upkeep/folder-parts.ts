import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DATA_PARTS, type DataPart } from '#contracts/data-folder.ts'

const PART_OF: ReadonlyArray<readonly [RegExp, DataPart['part']]> = [
  [/^tidegate\.db/, 'database'],
  [/^backups$/, 'backups'],
  [/^(set-aside|restore-next\.db)/, 'set-aside'],
  [/^crash-reports$/, 'crash-reports'],
  [/^logs$/, 'logs'],
  [/^engine$/, 'engine'],
  [/\.json$|^installation$|^host-token$/, 'settings'],
]

/** What the data folder is made of, by size. What goes away while it is counted is not counted. */
export async function folderParts(dataDir: string): Promise<DataPart[]> {
  const sums = new Map<DataPart['part'], { bytes: number; files: number }>()
  for (const entry of await entriesOf(dataDir)) {
    const part = PART_OF.find(([pattern]) => pattern.test(entry.name))?.[1] ?? 'other'
    const sum = sums.get(part) ?? { bytes: 0, files: 0 }
    sums.set(part, sum)
    for await (const bytes of sizesIn(join(dataDir, entry.name), entry)) {
      sum.bytes += bytes
      sum.files += 1
    }
  }
  return DATA_PARTS.flatMap((part) => {
    const sum = sums.get(part)
    return sum === undefined ? [] : [{ part, ...sum }]
  })
}

async function* sizesIn(path: string, entry: Dirent): AsyncGenerator<number> {
  if (entry.isDirectory()) {
    for (const child of await entriesOf(path)) yield* sizesIn(join(path, child.name), child)
  } else if (entry.isFile()) {
    const size = await stat(path).then(
      (found) => found.size,
      () => null,
    )
    if (size !== null) yield size
  }
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch(() => [])
}
