import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type NextStart, NextStartSchema } from '#contracts/data-folder.ts'
import { removeUnfinished, syncToDisk } from './database-files.ts'

const FILE = 'next-start.json'

/** The copy of a backup that takes the database's place at the next start. */
export function stagedDatabase(dataDir: string): string {
  return join(dataDir, 'restore-next.db')
}

/** What was asked for at the next start, or null. A word that cannot be read asks for nothing: nobody's data goes by a guess. */
export function readNextStart(dataDir: string): NextStart | null {
  try {
    const wish = NextStartSchema.parse(JSON.parse(readFileSync(join(dataDir, FILE), 'utf8')))
    return wish.kind === 'restore' && !existsSync(stagedDatabase(dataDir)) ? null : wish
  } catch {
    return null
  }
}

/** One wish at a time: the newer one takes the place of the earlier. */
export function writeNextStart(dataDir: string, wish: NextStart): void {
  const file = join(dataDir, FILE)
  writeFileSync(`${file}.new`, `${JSON.stringify(wish)}\n`, { mode: 0o600 })
  syncToDisk(`${file}.new`)
  renameSync(`${file}.new`, file)
  if (wish.kind !== 'restore') removeUnfinished(stagedDatabase(dataDir))
}

/** False when nothing was asked for. */
export function forgetNextStart(dataDir: string): boolean {
  const asked = readNextStart(dataDir) !== null
  rmSync(join(dataDir, FILE), { force: true })
  removeUnfinished(stagedDatabase(dataDir))
  return asked
}
