import type { Dirent } from 'node:fs'
import type { SkipReason } from '#contracts/sources.ts'

/** What programs put beside people's files. */
const IGNORED: ReadonlySet<string> = new Set([
  'node_modules',
  'bower_components',
  '__pycache__',
  'thumbs.db',
  'desktop.ini',
  '$recycle.bin',
])

/** Why an entry of a folder is left out by its name and kind; null for a file or folder that is not. */
export function skipReasonOf(entry: Pick<Dirent, 'name' | 'isFile' | 'isDirectory' | 'isSymbolicLink'>): SkipReason | null {
  if (entry.isSymbolicLink()) return 'link'
  if (!entry.isFile() && !entry.isDirectory()) return 'special'
  return skipReasonOfName(entry.name)
}

export function skipReasonOfName(name: string): SkipReason | null {
  if (name.startsWith('.')) return 'hidden'
  // Office keeps such a file beside each document that is open.
  return IGNORED.has(name.toLowerCase()) || name.startsWith('~$') ? 'ignored' : null
}
