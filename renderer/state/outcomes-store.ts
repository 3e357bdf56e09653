import { createStore, type StoreApi } from 'zustand/vanilla'
import type { OutcomeReport } from '#contracts/routing-outcomes.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'
import { keptCurrent } from './kept-current.ts'

/** Requests that are looked at, the newest. */
export const OUTCOME_LIMITS = [100, 1_000, 5_000] as const
export type OutcomeLimit = (typeof OUTCOME_LIMITS)[number]

/** What the router expected of requests beside what came of them. */
export interface OutcomesState {
  readonly limit: OutcomeLimit
  readonly report: OutcomeReport | null
  readonly error: string | null
  reload(): Promise<void>
  setLimit(limit: OutcomeLimit): Promise<void>
  /** Keeps it current until the returned function is called. */
  listen(): () => void
  /** The core announced that a request has ended, or was judged. */
  changed(): void
}

export type OutcomesStore = StoreApi<OutcomesState>

export function createOutcomesStore(connection: ConnectionStore): OutcomesStore {
  return createStore<OutcomesState>()((set, get) => {
    const { reload, listen, changed } = keptCurrent(async () => {
      const { limit } = get()
      try {
        const report = await connection.api().routing.outcomes({ limit })
        if (get().limit === limit) set({ report, error: null })
      } catch (error) {
        set({ error: describeError(error) })
      }
    })
    return {
      limit: 1_000,
      report: null,
      error: null,
      reload,
      async setLimit(limit) {
        set({ limit })
        await reload()
      },
      listen,
      changed,
    }
  })
}
