import { createStore, type StoreApi } from 'zustand/vanilla'

/** What a command wants of a view that keeps it to itself: a panel that opens, a dialog for files. */
export const WISHES = ['add-files', 'add-folder', 'history', 'versions'] as const
export type Wish = (typeof WISHES)[number]

/** The wish that waits for its view, which may still be on its way. */
export interface WishesState {
  readonly wish: Wish | null
  ask(wish: Wish | null): void
}

export type WishesStore = StoreApi<WishesState>

export function createWishesStore(): WishesStore {
  return createStore<WishesState>()((set) => ({ wish: null, ask: (wish) => set({ wish }) }))
}
