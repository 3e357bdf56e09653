import { createStore, type StoreApi } from 'zustand/vanilla'
import type { OnboardingState } from '#contracts/onboarding.ts'
import type { ConnectionStore } from './connection-store.ts'

/** Whether the first steps are shown. The core keeps the answer, so that a second window does not ask again. */
export interface OnboardingStoreState {
  readonly open: boolean
  reload(): Promise<void>
  show(): void
  /** Closes them, and remembers that. Rejects when that cannot be stored. */
  end(state: Exclude<OnboardingState, 'pending'>): Promise<void>
}

export type OnboardingStore = StoreApi<OnboardingStoreState>

export function createOnboardingStore(connection: ConnectionStore): OnboardingStore {
  return createStore<OnboardingStoreState>()((set) => ({
    open: false,
    async reload() {
      const { state } = await connection.api().onboarding.get()
      if (state === 'pending') set({ open: true })
    },
    show: () => set({ open: true }),
    async end(state) {
      set({ open: false })
      await connection.api().onboarding.set({ state })
    },
  }))
}
