import type { OpenedStorage } from '../storage/index.ts'

/** What opening the database did that a person has to know, one sentence each. */
export function noticesOf({ outcome, setAside }: OpenedStorage['opened']): string[] {
  switch (outcome) {
    case 'restored-from-backup':
      return [
        `The database was damaged. The newest good backup took its place; the damaged file is kept in ${setAside ?? 'the data folder'}.`,
      ]
    case 'fresh-after-damage':
      return [
        `The database was damaged and there was no backup, so this is a new one. The damaged file is kept in ${setAside ?? 'the data folder'}.`,
      ]
    case 'opened':
    case 'created':
      return []
  }
}
