import type { UpdateState } from '#contracts/updates.ts'
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

/** What was heard of the version that runs. */
export function noticesOfVersion({ isWithdrawn }: UpdateState): string[] {
  return isWithdrawn ? ['This version of Tidegate was taken back by its makers. Look for a newer one in Settings, About.'] : []
}

/** How the desktop app draws in this start. */
export function noticesOfDrawing(isSofter: boolean): string[] {
  return isSofter ? ['The graphics processor crashed, so Tidegate draws without it until its next version.'] : []
}
