import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Backup, BackupCheck, Clearable, DataFolder } from '#contracts/data-folder.ts'
import type { Diagnostics } from '#contracts/diagnostics.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'

/** The data folder and what is done with it. Every action rejects with what to do. */
export interface UpkeepState {
  /** Null until it has arrived. */
  readonly folder: DataFolder | null
  readonly backups: readonly Backup[] | null
  readonly error: string | null
  reload(): Promise<void>
  open(): Promise<void>
  restart(): Promise<void>
  /** Null stands for the data folder's own place. */
  backUp(to: string | null): Promise<Backup>
  check(file: string): Promise<BackupCheck>
  restore(file: string): Promise<void>
  remove(file: string): Promise<void>
  keepAsItIs(): Promise<void>
  clear(what: Clearable): Promise<number>
  resetSettings(): Promise<Readonly<Record<string, unknown>>>
  erase(): Promise<void>
  diagnose(): Promise<Diagnostics>
}

export type UpkeepStore = StoreApi<UpkeepState>

export function createUpkeepStore(connection: ConnectionStore): UpkeepStore {
  return createStore<UpkeepState>()((set, get) => {
    const api = () => connection.api().dataFolder
    const thenReload = async <T>(work: Promise<T>): Promise<T> => {
      const done = await work
      await get().reload()
      return done
    }
    return {
      folder: null,
      backups: null,
      error: null,
      async reload() {
        try {
          const [folder, backups] = await Promise.all([api().get(), api().backups.list()])
          set({ folder, backups, error: null })
        } catch (error) {
          if (connection.getState().status === 'open') set({ error: describeError(error) })
        }
      },
      async open() {
        await api().open()
      },
      async restart() {
        await api().restart()
      },
      backUp: (to) => thenReload(api().backups.create(to === null ? {} : { to })),
      check: (file) => api().backups.check({ file }),
      restore: async (file) => void (await thenReload(api().backups.restore({ file }))),
      remove: async (file) => void (await thenReload(api().backups.remove({ file }))),
      keepAsItIs: async () => void (await thenReload(api().keepAsItIs())),
      clear: async (what) => (await thenReload(api().clear({ what }))).cleared,
      resetSettings: async () => (await api().resetSettings()).reset,
      erase: async () => void (await thenReload(api().erase({ typed: 'DELETE' }))),
      diagnose: () => connection.api().diagnostics.preview(),
    }
  })
}
