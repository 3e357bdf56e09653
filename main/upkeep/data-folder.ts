import type { Clearable, DataFolder, NextStart } from '#contracts/data-folder.ts'
import type { ConfigStore } from '../config/index.ts'
import type { Clock } from '../platform.ts'
import { forgetNextStart, readNextStart, writeNextStart } from '../storage/index.ts'
import type { Storage, UpkeepStore } from '../storage/types.ts'
import { folderParts } from './folder-parts.ts'

/** Vectors that one call deletes. */
const SHRINK = 2_000

/** The data folder as a person sees it, and what they can do with it. */
export interface DataFolderService {
  get(): Promise<Omit<DataFolder, 'canOpen' | 'canRestart'>>
  readonly backups: {
    list: UpkeepStore['backups']
    create(to?: string): ReturnType<UpkeepStore['backUp']>
    check: UpkeepStore['checkBackup']
    /** Rejects with BAD_INPUT, and then nothing has changed. */
    restore(file: string): Promise<NextStart>
    remove: UpkeepStore['removeBackup']
  }
  /** Takes back what was laid ready for the next start; false when nothing was. */
  keepAsItIs(): boolean
  /** How many requests or vectors went. */
  clear(what: Clearable): Promise<number>
  /** The settings that were set back, by name. Rules of privacy, providers and where things are stay as they are. */
  resetSettings(): Readonly<Record<string, unknown>>
  /** Everything is deleted at the next start. */
  erase(): NextStart
}

export function createDataFolder(deps: {
  readonly dataDir: string
  readonly storage: Storage
  readonly config: ConfigStore
  readonly clock: Clock
  /** Tells whoever shows requests that they are gone. */
  readonly onCleared: (what: Clearable) => void
}): DataFolderService {
  const { dataDir, storage, clock } = deps
  const { upkeep, vectors } = storage

  async function clearVectors(): Promise<number> {
    const { vectors: before } = await vectors.counts()
    await vectors.retire()
    while ((await vectors.shrink(SHRINK)) > 0);
    return before
  }

  return {
    get: async () => ({ path: dataDir, parts: await folderParts(dataDir), nextStart: readNextStart(dataDir) }),
    backups: {
      list: upkeep.backups,
      create: (to) => upkeep.backUp(to ?? null, clock.now()),
      check: upkeep.checkBackup,
      restore: (file) => upkeep.stageRestore(file, clock.now()),
      remove: upkeep.removeBackup,
    },
    keepAsItIs: () => forgetNextStart(dataDir),
    async clear(what) {
      const cleared = what === 'history' ? await upkeep.clearHistory() : await clearVectors()
      deps.onCleared(what)
      return cleared
    },
    resetSettings: () => deps.config.reset(KEPT_SETTINGS),
    erase() {
      const wish = { kind: 'erase', at: clock.now() } as const
      writeNextStart(dataDir, wish)
      return wish
    },
  }
}

/** What a reset leaves alone: what decides where a text may go, what was set up by hand, and where this host is reached. */
export const KEPT_SETTINGS = [
  'environment',
  'privacyMode',
  'policy',
  'trustedHosts',
  'hostedHosts',
  'providers',
  'models',
  'sources',
  'server',
] as const
