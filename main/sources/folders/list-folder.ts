import type { Dirent } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { SkipReason } from '#contracts/sources.ts'
import { skipReasonOf } from './skip-reason.ts'

const MAX_DEPTH = 32
const MAX_FILES = 50_000

/** A file of a folder; `path` is below it, with `/`. A folder that is left out ends with one. */
export interface ListedFile {
  readonly path: string
  readonly bytes: number
  readonly mtimeMs: number
  /** Why it is not read; null where it is. */
  readonly skip: SkipReason | null
  /** Why it cannot even be looked at. */
  readonly unreadable?: 'forbidden' | 'name'
}

/** What stands in a name for bytes that are no text; nothing can be opened by such a name. */
const NO_TEXT = '\uFFFD'

/**
 * Every file below a folder, in order, with why those are left out that are. Links are not followed, so there is no way round; depth and
 * number are bounded, and what lies beyond is named. Throws what reading the folder itself throws.
 */
export async function listFolder(root: string, options: { signal: AbortSignal; leaveOut?: string }): Promise<ListedFile[]> {
  const found: ListedFile[] = []
  const open: { readonly below: string; readonly depth: number }[] = [{ below: '', depth: 0 }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    options.signal.throwIfAborted()
    const { below, depth } = next
    for (const entry of await entriesOf(below)) {
      if (found.length >= MAX_FILES) return [...found, left(`${below}${entry.name}`, 'too-many')]
      const path = `${below}${entry.name}`
      const reason = join(root, path) === options.leaveOut ? 'ignored' : skipReasonOf(entry)
      if (entry.isDirectory()) {
        if (reason !== null || depth >= MAX_DEPTH) found.push(left(`${path}/`, reason ?? 'too-deep'))
        else open.push({ below: `${path}/`, depth: depth + 1 })
      } else found.push(...(reason === null ? await fileAt(root, path) : [left(path, reason)]))
    }
  }
  return found

  async function entriesOf(below: string): Promise<Dirent[]> {
    try {
      return (await readdir(join(root, below), { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1))
    } catch (error) {
      if (below === '') throw error
      found.push(...(await unseen(root, below, error)))
      return []
    }
  }
}

async function fileAt(root: string, path: string): Promise<ListedFile[]> {
  try {
    const { size, mtimeMs } = await lstat(join(root, path))
    return [{ path, bytes: size, mtimeMs, skip: null }]
  } catch (error) {
    return unseen(root, path, error)
  }
}

/** What cannot be looked at; nothing of it where it has gone since its folder was read. Throws where that folder's root has gone, too. */
async function unseen(root: string, path: string, error: unknown): Promise<ListedFile[]> {
  await lstat(root)
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code !== 'ENOENT' && code !== 'ENOTDIR') return [{ ...left(path, null), unreadable: 'forbidden' }]
  return path.includes(NO_TEXT) ? [{ ...left(path, null), unreadable: 'name' }] : []
}

function left(path: string, skip: SkipReason | null): ListedFile {
  return { path, bytes: 0, mtimeMs: 0, skip }
}
