import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Source } from '#contracts/generation.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'
import { encodeFile, refusalFor } from './source-file.ts'

/** A file on its way in, or one that was refused, with why. */
export interface Upload {
  readonly key: string
  readonly name: string
  readonly error: string | null
}

export interface SourcesState {
  readonly sources: readonly Source[] | null
  readonly error: string | null
  readonly uploads: readonly Upload[]
  /** Ids that the person took out of the request; everything else takes part. */
  readonly excluded: readonly string[]
  reload(): Promise<void>
  add(files: readonly File[]): Promise<void>
  remove(id: string): Promise<void>
  setIncluded(id: string, included: boolean): void
  setAllIncluded(included: boolean): void
  setExcluded(excluded: readonly string[]): void
  dismiss(key: string): void
}

export type SourcesStore = StoreApi<SourcesState>

export function createSourcesStore(connection: ConnectionStore, excluded: readonly string[] = []): SourcesStore {
  let uploadCount = 0
  return createStore<SourcesState>()((set, get) => {
    const setUpload = (key: string, error: string): void =>
      set((s) => ({ uploads: s.uploads.map((upload) => (upload.key === key ? { ...upload, error } : upload)) }))

    const addOne = async (file: File): Promise<void> => {
      const key = `upload-${++uploadCount}`
      set((s) => ({ uploads: [...s.uploads, { key, name: file.name, error: null }] }))
      const refusal = refusalFor(file)
      if (refusal) return setUpload(key, refusal)
      try {
        await connection.api().sources.add({ name: file.name, mediaType: file.type, base64: await encodeFile(file) })
        get().dismiss(key)
      } catch (error) {
        setUpload(key, describeError(error))
      }
    }

    return {
      sources: null,
      error: null,
      uploads: [],
      excluded,
      async reload() {
        try {
          set({ sources: await connection.api().sources.list(), error: null })
        } catch (error) {
          set({ error: describeError(error) })
        }
      },
      async add(files) {
        // One after the other: each is held in memory as base64 while it is sent.
        for (const file of files) await addOne(file)
        await get().reload()
      },
      async remove(id) {
        await connection.api().sources.remove({ id })
        get().setIncluded(id, true)
        await get().reload()
      },
      setIncluded: (id, included) =>
        get().setExcluded(included ? get().excluded.filter((other) => other !== id) : [...new Set([...get().excluded, id])]),
      setAllIncluded: (included) => get().setExcluded(included ? [] : (get().sources ?? []).map((source) => source.id)),
      setExcluded: (excluded) => set({ excluded }),
      dismiss: (key) => set((s) => ({ uploads: s.uploads.filter((upload) => upload.key !== key) })),
    }
  })
}

/** The stored sources that take part in the next request. */
export function includedSources(state: Pick<SourcesState, 'sources' | 'excluded'>): Source[] {
  return (state.sources ?? []).filter((source) => !state.excluded.includes(source.id))
}
