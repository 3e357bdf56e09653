import { basename } from 'node:path'
import type { SourceFolder } from '#contracts/sources.ts'
import type { Disposable } from '../../platform.ts'
import type { StoredFolder } from '../../storage/folder-store.ts'

/** What happens with a folder now; gone with the process, since the next start looks at every folder anew. */
export interface FolderActivity {
  /** The look that waits or runs. */
  jobId: string | null
  isReading: boolean
  /** 0 to 1. */
  progress: number
  wasStopped: boolean
  /** A look of this process has come to its end. */
  wasLookedAt: boolean
  /** Something changed while it was read. */
  isStale: boolean
  watch: Promise<Disposable> | null
  isWatched: boolean
}

export function idle(): FolderActivity {
  return {
    jobId: null,
    isReading: false,
    progress: 0,
    wasStopped: false,
    wasLookedAt: false,
    isStale: false,
    watch: null,
    isWatched: false,
  }
}

/** A folder as it is shown: what is stored of it, and what happens now. */
export function shownFolder(folder: StoredFolder, activity: FolderActivity): SourceFolder {
  const { isReading, progress, isWatched } = activity
  return {
    ...folder,
    name: basename(folder.path),
    state: stateOf(folder, activity),
    progress: isReading ? progress : 0,
    watched: isWatched,
  }
}

function stateOf({ error, syncedAt }: StoredFolder, { jobId, isReading, wasStopped }: FolderActivity): SourceFolder['state'] {
  if (isReading) return 'reading'
  if (jobId !== null) return 'waiting'
  if (error !== null) return 'unreachable'
  if (wasStopped) return 'stopped'
  return syncedAt === null ? 'waiting' : 'ready'
}
