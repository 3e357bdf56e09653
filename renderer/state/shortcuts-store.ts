import { createStore, type StoreApi } from 'zustand/vanilla'
import { isStringArray, type KeyValueStorage, readSaved, save } from './saved.ts'

/** The keys that the person chose for commands, by the command's id; what is not here has its default keys. */
export interface ShortcutsState {
  readonly own: Readonly<Record<string, readonly string[]>>
  setOwn(own: Readonly<Record<string, readonly string[]>>): void
}

export type ShortcutsStore = StoreApi<ShortcutsState>

export function createShortcutsStore(storage: KeyValueStorage): ShortcutsStore {
  return createStore<ShortcutsState>()((set) => ({
    own: readSaved(storage, 'shortcuts', isOwnKeys) ?? {},
    setOwn(own) {
      set({ own })
      save(storage, 'shortcuts', Object.keys(own).length === 0 ? null : own)
    },
  }))
}

function isOwnKeys(value: unknown): value is Record<string, string[]> {
  return typeof value === 'object' && value !== null && Object.values(value).every(isStringArray)
}
