import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Memory, Pipe, UploadVerdict } from '#contracts/langbase.ts'
import type { ConnectionStore } from './connection-store.ts'

/** A source, and whether it may go into a hosted memory. */
export type Uploadable = UploadVerdict & { readonly source: string; readonly name: string }

export interface LangbaseBooks {
  readonly pipes: readonly Pipe[]
  readonly memories: readonly Memory[]
}

/** The books of Langbase accounts, by provider. Asked for when a person wants to see them: a hosted service is not contacted by itself. */
export interface LangbaseState {
  readonly books: Readonly<Record<string, LangbaseBooks>>
  /** Rejects with what to do, as all of these do. */
  load(provider: string): Promise<void>
  createPipe(provider: string, template: string): Promise<void>
  runPipe(provider: string, name: string): Promise<void>
  createMemory(provider: string, name: string): Promise<void>
  searchMemory(provider: string, memory: string, use: boolean): Promise<void>
  uploadable(): Promise<readonly Uploadable[]>
  upload(provider: string, memory: string, source: string): Promise<void>
}

export type LangbaseStore = StoreApi<LangbaseState>

export function createLangbaseStore(connection: ConnectionStore): LangbaseStore {
  return createStore<LangbaseState>()((set, get) => {
    const api = () => connection.api().langbase
    const thenLoad = async (provider: string, work: Promise<unknown>): Promise<void> => {
      await work
      await get().load(provider)
    }
    return {
      books: {},
      async load(provider) {
        const [pipes, memories] = await Promise.all([api().pipes.list({ provider }), api().memories.list({ provider })])
        set((state) => ({ books: { ...state.books, [provider]: { pipes, memories } } }))
      },
      createPipe: (provider, template) => thenLoad(provider, api().pipes.create({ provider, template })),
      runPipe: (provider, name) => thenLoad(provider, api().pipes.use({ provider, name })),
      createMemory: (provider, name) => thenLoad(provider, api().memories.create({ provider, name })),
      searchMemory: (provider, memory, use) => thenLoad(provider, api().memories.use({ provider, memory, use })),
      uploadable: () => api().memories.uploadable(),
      async upload(provider, memory, source) {
        await api().memories.upload({ provider, memory, source })
      },
    }
  })
}
