import { createStore, type StoreApi } from 'zustand/vanilla'
import { isStringArray, type KeyValueStorage, readSaved, save } from './saved.ts'

const KEPT = 8

/** The palette of commands: whether it is open, and what was done through it lately. Ids of commands only, never of texts. */
export interface PaletteState {
  readonly open: boolean
  /** Newest first. */
  readonly recent: readonly string[]
  setOpen(open: boolean): void
  used(id: string): void
}

export type PaletteStore = StoreApi<PaletteState>

export function createPaletteStore(storage: KeyValueStorage): PaletteStore {
  return createStore<PaletteState>()((set, get) => ({
    open: false,
    recent: readSaved(storage, 'recentCommands', isStringArray) ?? [],
    setOpen: (open) => set({ open }),
    used(id) {
      const recent = [id, ...get().recent.filter((other) => other !== id)].slice(0, KEPT)
      set({ recent })
      save(storage, 'recentCommands', recent)
    },
  }))
}
