import { createJobEngine } from '../../coordinator/index.ts'
import type { JobEngine } from '../../coordinator/types.ts'
import type { Clock, Platform } from '../../platform.ts'
import { type OpenedStorage, openStorage } from '../../storage/index.ts'
import { silentLog } from '../../telemetry/index.ts'
import { extractText } from '../extract-text.ts'
import type { SourceFolders } from '../index.ts'
import { createSourceFolders } from './index.ts'

export interface FoldersUnderTest {
  readonly storage: OpenedStorage
  readonly engine: JobEngine
  readonly folders: SourceFolders
  readonly platform: Platform
}

let ids = 0

/** Folders over a storage and an engine of their own; whoever opens them disposes all three. */
export async function openFolders(options: {
  readonly dataDir: string
  /** How the data folder is named to them. Default: by its path. */
  readonly namedAs?: string
  readonly clock?: Clock
  /** What happens while the text of a file is extracted. */
  readonly whileExtracting: (name: string, signal: AbortSignal | undefined) => Promise<void> | void
  readonly onChange?: () => void
}): Promise<FoldersUnderTest> {
  const { dataDir, clock = { now: Date.now, monotonic: () => performance.now() }, onChange = () => {} } = options
  const platform: Platform = {
    clock,
    ids: {
      next(prefix) {
        ids += 1
        return `${prefix}_${ids}`
      },
    },
    log: silentLog,
    env: {},
  }
  const storage = await openStorage({ dataDir, mode: 'inline', log: silentLog })
  const engine = createJobEngine({ storage: storage.jobs, clock, log: silentLog, concurrency: 2, random: () => 0 })
  const folders = createSourceFolders({
    platform,
    folders: storage.folders,
    sources: storage.sources,
    workers: {
      async extract(file, signal) {
        await options.whileExtracting(file.name, signal)
        return extractText(file)
      },
    },
    dataDir: options.namedAs ?? dataDir,
    jobs: storage.jobs,
    engine,
    onChange,
    onSynced: async () => {},
  })
  engine.register('sync-folder', folders.handler)
  return { storage, engine, folders, platform }
}

/** Of each file below a folder its status, or why it has that. */
export async function statusesIn(folders: SourceFolders, id: string): Promise<Record<string, string>> {
  const files = await folders.files(id, { after: '', limit: 1_000 })
  return Object.fromEntries(files.map(({ path, status, reason, error }) => [path, reason ?? error?.code ?? status]))
}

/** The paths below their folder of the files that answer a query. */
export async function foundIn({ sources }: OpenedStorage, query: string): Promise<string[]> {
  return (await sources.search(query, 50)).map(({ sourceName }) => sourceName.slice(sourceName.indexOf('/') + 1)).sort()
}
