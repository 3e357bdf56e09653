import { createStore, type StoreApi } from 'zustand/vanilla'
import type { JobKpis } from '#contracts/job-control.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'

/** How background work went in the last days. */
export interface JobFiguresState {
  readonly days: number
  readonly kpis: JobKpis | null
  readonly error: string | null
  load(days: number): Promise<void>
}

export type JobFiguresStore = StoreApi<JobFiguresState>

export function createJobFiguresStore(connection: ConnectionStore): JobFiguresStore {
  return createStore<JobFiguresState>()((set, get) => ({
    days: 7,
    kpis: null,
    error: null,
    async load(days) {
      set({ days })
      try {
        const kpis = await connection.api().jobs.kpis({ days })
        if (get().days === days) set({ kpis, error: null })
      } catch (error) {
        if (connection.getState().status === 'open') set({ error: describeError(error) })
      }
    },
  }))
}
