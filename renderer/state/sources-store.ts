import { createStore, type StoreApi } from 'zustand/vanilla'
import type { SourceInput } from '#contracts/generation.ts'
import type { Source, SourceFolder } from '#contracts/sources.ts'
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
  readonly folders: readonly SourceFolder[]
  readonly error: string | null
  readonly uploads: readonly Upload[]
  /** Ids of sources and folders that the person took out of the request; everything else takes part. */
  readonly excluded: readonly string[]
  reload(): Promise<void>
  add(files: readonly File[]): Promise<void>
  remove(id: string): Promise<void>
  /** Rejects with what is wrong with the path. */
  addFolder(path: string): Promise<SourceFolder>
  removeFolder(id: string): Promise<number>
  readFolder(id: string): Promise<void>
  setIncluded(id: string, included: boolean): void
  setAllIncluded(included: boolean): void
  setExcluded(excluded: readonly string[]): void
  dismiss(key: string): void
}

export type SourcesStore = StoreApi<SourcesState>

export function createSourcesStore(connection: ConnectionStore, excluded: readonly string[] = [], encode = encodeFile): SourcesStore {
  let uploadCount = 0
  /** After "Use none": what comes in by itself, as the samples of a first start do, stays out as well. */
  let takesNone = false
  /** What was added here, and so is wanted. */
  const wanted = new Set<string>()
  const comesIn = (before: readonly { readonly id: string }[], now: readonly { readonly id: string }[]): string[] =>
    takesNone ? now.map(({ id }) => id).filter((id) => !wanted.has(id) && !before.some((other) => other.id === id)) : []
  return createStore<SourcesState>()((set, get) => {
    const setUpload = (key: string, error: string): void =>
      set((s) => ({ uploads: s.uploads.map((upload) => (upload.key === key ? { ...upload, error } : upload)) }))

    const addOne = async (file: File): Promise<void> => {
      const key = `upload-${++uploadCount}`
      set((s) => ({ uploads: [...s.uploads, { key, name: file.name, error: null }] }))
      const refusal = refusalFor(file)
      if (refusal) return setUpload(key, refusal)
      try {
        const source = await connection.api().sources.add({ name: file.name, mediaType: file.type, base64: await encode(file) })
        want(source.id)
        get().dismiss(key)
      } catch (error) {
        setUpload(key, describeError(error))
      }
    }

    /** It may have been announced before it was answered. */
    const want = (id: string): void => {
      wanted.add(id)
      forget(id)
    }

    /** One that is no longer left out says nothing of the others: after "Use none" there may be no further one to tell it by. */
    const forget = (id: string): void => {
      if (get().excluded.includes(id)) set((s) => ({ excluded: s.excluded.filter((other) => other !== id) }))
    }

    return {
      sources: null,
      folders: [],
      error: null,
      uploads: [],
      excluded,
      async reload() {
        try {
          const api = connection.api()
          const [sources, folders] = await Promise.all([api.sources.list(), api.sources.folders()])
          // What has not changed stays the same object, so that nobody asks for a decision anew.
          const before = get()
          const out = [...comesIn(before.sources ?? [], sources), ...comesIn(before.folders, folders)]
          if (out.length > 0) get().setExcluded([...new Set([...before.excluded, ...out])])
          set({ sources: kept(before.sources, sources), folders: kept(before.folders, folders), error: null })
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
        forget(id)
        await get().reload()
      },
      async addFolder(path) {
        const folder = await connection.api().sources.addFolder({ path })
        want(folder.id)
        await get().reload()
        return folder
      },
      async removeFolder(id) {
        const { kept: left } = await connection.api().sources.removeFolder({ id })
        forget(id)
        await get().reload()
        return left
      },
      async readFolder(id) {
        await connection.api().sources.syncFolder({ id })
        await get().reload()
      },
      setIncluded: (id, included) =>
        get().setExcluded(included ? get().excluded.filter((other) => other !== id) : [...new Set([...get().excluded, id])]),
      setAllIncluded(included) {
        get().setExcluded(included ? [] : [...(get().sources ?? []), ...get().folders].map(({ id }) => id))
        takesNone = !included
      },
      setExcluded(excluded) {
        if (excluded.length === 0) takesNone = false
        set({ excluded })
      },
      dismiss: (key) => set((s) => ({ uploads: s.uploads.filter((upload) => upload.key !== key) })),
    }
  })
}

/** The stored sources that take part in the next request. */
export function includedSources(state: Pick<SourcesState, 'sources' | 'excluded'>): Source[] {
  return (state.sources ?? []).filter((source) => !state.excluded.includes(source.id))
}

/** What the next request draws from: the sources that take part, and the folders. */
export function requestedSources(state: Pick<SourcesState, 'sources' | 'folders' | 'excluded'>): SourceInput[] {
  const folders = state.folders.filter(({ id, sources }) => sources > 0 && !state.excluded.includes(id))
  return [...includedSources(state).map(({ id }) => ({ id })), ...folders.map(({ id }) => ({ folder: id }))]
}

function kept<T>(before: T, now: T): T {
  return JSON.stringify(before) === JSON.stringify(now) ? before : now
}
