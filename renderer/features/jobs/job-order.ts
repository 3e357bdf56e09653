import type { JobLine, JobPlace } from '#contracts/job-list.ts'

/** Reads the line at a row; null where it is not loaded, or a head. */
export type LineAt = (row: number) => JobLine | null

/**
 * Where a job goes that is dropped before row `slot` (0 is before the first, the number of rows after the last); null where that is where it is, or nobody
 * knows what is there.
 */
export function placeAt(slot: number, own: { readonly id: string; readonly row: number }, lineAt: LineAt): JobPlace | null {
  if (slot === own.row || slot === own.row + 1) return null
  if (slot <= 0) return 'first'
  const above = lineAt(slot - 1)
  return above === null ? null : { after: above.id }
}

/** What an arrow key does to a job at a row; null for other keys, and where there is nowhere to go. */
export function placeByKey(key: string, row: number, lineAt: LineAt): JobPlace | null {
  if (key === 'Home') return row === 0 ? null : 'first'
  const other = key === 'ArrowUp' ? lineAt(row - 1) : key === 'ArrowDown' ? lineAt(row + 1) : null
  if (other === null) return null
  return key === 'ArrowUp' ? { before: other.id } : { after: other.id }
}
