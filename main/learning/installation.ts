import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const FILE = 'installation'

/** Gives the name of this installation: a random one that is made when it is first asked for, says nothing of anybody, and stays. */
export function openInstallation(dataDir: string): () => string {
  let known: string | null = null
  return () => {
    known ??= read(join(dataDir, FILE))
    return known
  }
}

function read(file: string): string {
  const fresh = randomUUID()
  try {
    writeFileSync(file, fresh, { flag: 'wx', mode: 0o600 })
    return fresh
  } catch (error) {
    // There is one already; where the folder cannot be written to, the name holds for this run.
    return error instanceof Error && 'code' in error && error.code === 'EEXIST' ? readFileSync(file, 'utf8').trim() : fresh
  }
}
