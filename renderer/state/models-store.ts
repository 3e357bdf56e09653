import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ModelList, Verification } from '#contracts/models.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'

const LOOK_EVERY_MS = 2_000

export interface ModelsState {
  /** Null until it has arrived. */
  readonly list: ModelList | null
  readonly error: string | null
  /** Looks again and again until the returned function is called. */
  listen(): () => void
  /** Rejects with what is wrong with the file. `prefer` puts it before the other providers. */
  add(file: string, prefer: boolean): Promise<void>
  /** Resolves when it is loaded. */
  load(file: string): Promise<void>
  unload(): Promise<void>
  tryAgain(file: string): Promise<void>
  verify(file: string): Promise<Verification>
}

export type ModelsStore = StoreApi<ModelsState>

/** The model files of the machine, as the core has them. */
export function createModelsStore(connection: ConnectionStore): ModelsStore {
  return createStore<ModelsState>()((set) => {
    const reload = async (): Promise<void> => {
      try {
        set({ list: await connection.api().models.list(), error: null })
      } catch (error) {
        if (connection.getState().status === 'open') set({ error: describeError(error) })
      }
    }
    const thenReload = async (work: Promise<unknown>): Promise<void> => {
      try {
        await work
      } finally {
        await reload()
      }
    }
    return {
      list: null,
      error: null,
      listen() {
        void reload()
        const timer = setInterval(() => void reload(), LOOK_EVERY_MS)
        return () => clearInterval(timer)
      },
      add: (file, prefer) => thenReload(connection.api().models.add({ file, prefer })),
      load: (file) => thenReload(connection.api().models.load({ file })),
      unload: () => thenReload(connection.api().models.unload()),
      tryAgain: (file) => thenReload(connection.api().models.tryAgain({ file })),
      verify: (file) => connection.api().models.verify({ file }),
    }
  })
}
