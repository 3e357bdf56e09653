import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Job, JobTransition } from '#contracts/jobs.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'
import { mergeById } from './merge-by-id.ts'

const PAGE = 200

export interface JobsState {
  readonly jobs: readonly Job[] | null
  readonly complete: boolean
  readonly error: string | null
  /** The job whose details are open, with its history once that has arrived. */
  readonly selectedId: string | null
  readonly transitions: readonly JobTransition[] | null
  reload(): Promise<void>
  loadOlder(): Promise<void>
  select(id: string | null): Promise<void>
  cancel(id: string): Promise<void>
  retry(id: string): Promise<void>
  announced(job: Job): void
}

export type JobsStore = StoreApi<JobsState>

export function createJobsStore(connection: ConnectionStore): JobsStore {
  return createStore<JobsState>()((set, get) => {
    const attempt = async (work: () => Promise<void>): Promise<void> => {
      try {
        await work()
        set({ error: null })
      } catch (error) {
        set({ error: describeError(error) })
      }
    }
    const refresh = async (id: string): Promise<void> => {
      const { job, transitions } = await connection.api().jobs.get({ id })
      set((s) => ({ jobs: mergeById(s.jobs ?? [], [job]), ...(s.selectedId === id ? { transitions } : {}) }))
    }
    return {
      jobs: null,
      complete: false,
      error: null,
      selectedId: null,
      transitions: null,
      reload: () =>
        attempt(async () => {
          const jobs = await connection.api().jobs.list({ limit: PAGE })
          set({ jobs: mergeById([], jobs), complete: jobs.length < PAGE })
          const { selectedId } = get()
          if (selectedId) await refresh(selectedId)
        }),
      loadOlder: () =>
        attempt(async () => {
          const oldest = get().jobs?.at(-1)
          if (!oldest) return
          // One more, as several may share a millisecond; what comes twice is merged.
          const page = await connection.api().jobs.list({ limit: PAGE, before: oldest.createdAt + 1 })
          set((s) => ({ jobs: mergeById(s.jobs ?? [], page), complete: page.length < PAGE }))
        }),
      async select(id) {
        set({ selectedId: id, transitions: null })
        if (id) await attempt(() => refresh(id))
      },
      cancel: (id) =>
        attempt(async () => {
          await connection.api().jobs.cancel({ id })
          await refresh(id)
        }),
      retry: (id) =>
        attempt(async () => {
          await connection.api().jobs.retry({ id })
          await refresh(id)
        }),
      announced(job) {
        const { jobs, selectedId } = get()
        if (jobs) set({ jobs: mergeById(jobs, [job]) })
        if (job.id === selectedId) void attempt(() => refresh(job.id))
      },
    }
  })
}
