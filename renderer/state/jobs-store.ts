import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HeldBack, JobDetail, JobKindInfo } from '#contracts/job-control.ts'
import type { JobChoice, JobPlace, ManyDone } from '#contracts/job-list.ts'
import type { Job, ResourceLock } from '#contracts/jobs.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'
import { createJobListSlice, type JobListState } from './job-list-slice.ts'

/** What holds work back changes in its figures without being announced, so it is asked for while it does. */
const HELD_BACK_EVERY_MS = 5_000

export interface JobsState extends JobListState {
  readonly error: string | null
  /** Kinds that wait for the machine now. */
  readonly heldBack: readonly HeldBack[]
  /** What can be run here, and how. */
  readonly kinds: readonly JobKindInfo[]
  /** Who holds which lock, and who waits; null before it is known. */
  readonly locks: readonly ResourceLock[] | null
  /** The job whose details are open, with all that is known of it once that has arrived. */
  readonly selectedId: string | null
  readonly detail: JobDetail | null
  reload(): Promise<void>
  loadLocks(): Promise<void>
  select(id: string | null): Promise<void>
  cancel(id: string): Promise<void>
  retry(id: string): Promise<void>
  reprioritize(id: string, priority: number): Promise<void>
  /** Resolves with whether it is there now; it is not where the job has begun meanwhile. */
  place(id: string, place: JobPlace): Promise<boolean>
  /** Stops these or queues them again; resolves with how many it was done for, null where it failed. */
  cancelMany(choice: JobChoice): Promise<ManyDone | null>
  retryMany(choice: JobChoice): Promise<ManyDone | null>
  announced(job: Job): void
  heldBackChanged(): void
  /** Keeps what holds work back current until the returned function is called. */
  watchHeldBack(): () => void
}

export type JobsStore = StoreApi<JobsState>

export function createJobsStore(connection: ConnectionStore): JobsStore {
  return createStore<JobsState>()((set, get) => {
    const list = createJobListSlice(connection, set, get)
    const attempt = async <T>(work: () => Promise<T>): Promise<T | null> => {
      try {
        const result = await work()
        set({ error: null })
        return result
      } catch (error) {
        set({ error: describeError(error) })
        return null
      }
    }
    const refresh = async (id: string): Promise<void> => {
      const detail = await connection.api().jobs.get({ id })
      list.changed(detail.job)
      if (get().selectedId === id) set({ detail })
    }
    const loadHeldBack = async (): Promise<void> => {
      try {
        set({ heldBack: await connection.api().jobs.heldBack() })
      } catch {
        // Without a connection nothing is known of it, and the banner says why.
        set({ heldBack: [] })
      }
    }
    const loadKinds = async (): Promise<void> => {
      try {
        set({ kinds: await connection.api().jobs.kinds() })
      } catch {
        // They are the same for as long as the application runs; what was known stays.
      }
    }
    const withList = async <T>(work: () => Promise<T>): Promise<T | null> => {
      const result = await attempt(work)
      await get().refresh()
      return result
    }
    return {
      ...list.initial,
      error: null,
      heldBack: [],
      kinds: [],
      locks: null,
      selectedId: null,
      detail: null,
      async reload() {
        const { selectedId, overview } = get()
        // Nobody has looked at the list before its view was there.
        const again = overview === null ? null : get().refresh()
        await Promise.all([again, loadHeldBack(), loadKinds(), selectedId === null ? null : attempt(() => refresh(selectedId))])
      },
      async loadLocks() {
        await attempt(async () => set({ locks: await connection.api().jobs.locks() }))
      },
      async select(id) {
        set({ selectedId: id, detail: null })
        if (id) await attempt(() => refresh(id))
      },
      async cancel(id) {
        await attempt(async () => {
          await connection.api().jobs.cancel({ id })
          await refresh(id)
        })
      },
      async retry(id) {
        await attempt(async () => {
          await connection.api().jobs.retry({ id })
          await refresh(id)
        })
      },
      async reprioritize(id, priority) {
        await attempt(async () => {
          await connection.api().jobs.reprioritize({ id, priority })
          await refresh(id)
        })
      },
      place: async (id, place) => (await withList(() => connection.api().jobs.place({ id, place })))?.placed === true,
      cancelMany: (choice) => withList(() => connection.api().jobs.cancelMany(choice)),
      retryMany: (choice) => withList(() => connection.api().jobs.retryMany(choice)),
      announced(job) {
        list.changed(job)
        if (job.id === get().selectedId) void attempt(() => refresh(job.id))
      },
      heldBackChanged() {
        void loadHeldBack()
      },
      watchHeldBack() {
        const timer = setInterval(() => {
          if (get().heldBack.length > 0) void loadHeldBack()
        }, HELD_BACK_EVERY_MS)
        return () => clearInterval(timer)
      },
    }
  })
}
