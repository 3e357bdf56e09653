import { createStore, type StoreApi } from 'zustand/vanilla'
import type { CostReport } from '#contracts/cost.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'

const DAYS = 30

/** What was spent in the last thirty days, and how it stands with the budgets. */
export interface CostsState {
  readonly report: CostReport | null
  readonly error: string | null
  reload(): Promise<void>
  /** Something was spent: asked for anew where somebody looks. */
  changed(): void
}

export type CostsStore = StoreApi<CostsState>

export function createCostsStore(connection: ConnectionStore): CostsStore {
  return createStore<CostsState>()((set, get) => ({
    report: null,
    error: null,
    async reload() {
      try {
        set({ report: await connection.api().costs.report({ days: DAYS }), error: null })
      } catch (error) {
        if (connection.getState().status === 'open') set({ error: describeError(error) })
      }
    },
    changed() {
      if (get().report !== null) void get().reload()
    },
  }))
}
