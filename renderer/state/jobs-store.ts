import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HeldBack, JobDetail, JobKindInfo } from '#contracts/job-control.ts'
import type { Job, JobKind, JobState } from '#contracts/jobs.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'
import { mergeById } from './merge-by-id.ts'

const PAGE = 200
/** What holds work back changes in its figures without being announced, so it is asked for while it does. */
const HELD_BACK_EVERY_MS = 5_000

/** Which jobs are listed; what is left out does not limit. */
export interface JobsFilter {
  readonly state?: JobState
  readonly kind?: JobKind
}

export interface JobsState {
  readonly jobs: readonly Job[] | null
  readonly filter: JobsFilter
  readonly complete: boolean
  readonly error: string | null
  /** Kinds that wait for the machine now. */
  readonly heldBack: readonly HeldBack[]
  /** What can be run here, and how. */
  readonly kinds: readonly JobKindInfo[]
  /** The job whose details are open, with all that is known of it once that has arrived. */
  readonly selectedId: string | null
  readonly detail: JobDetail | null
  reload(): Promise<void>
  loadOlder(): Promise<void>
  setFilter(filter: JobsFilter): Promise<void>
  select(id: string | null): Promise<void>
  cancel(id: string): Promise<void>
  retry(id: string): Promise<void>
  reprioritize(id: string, priority: number): Promise<void>
  /** Stops these or queues them again; resolves with how many it was done for. */
  cancelAll(ids: readonly string[]): Promise<number>
  retryAll(ids: readonly string[]): Promise<number>
  announced(job: Job): void
  heldBackChanged(): void
  /** Keeps what holds work back current until the returned function is called. */
  watchHeldBack(): () => void
}

export type JobsStore = StoreApi<JobsState>

export function createJobsStore(connection: ConnectionStore): JobsStore {
  return createStore<JobsState>()((set, get) => {
    /** Counts what has replaced the list, so that an answer which a newer question has overtaken is dropped. */
    let asked = 0
    const attempt = async (work: () => Promise<void>): Promise<void> => {
      try {
        await work()
        set({ error: null })
      } catch (error) {
        set({ error: describeError(error) })
      }
    }
    const take = (jobs: readonly Job[]): void => {
      const { filter, jobs: listed } = get()
      if (listed === null) return
      const ids = new Set(jobs.map(({ id }) => id))
      const fitting = jobs.filter((job) => matches(job, filter))
      set({
        jobs: mergeById(
          listed.filter(({ id }) => !ids.has(id)),
          fitting,
        ),
      })
    }
    const refresh = async (id: string): Promise<void> => {
      const detail = await connection.api().jobs.get({ id })
      take([detail.job])
      if (get().selectedId === id) set({ detail })
    }
    const loadFirst = (): Promise<void> =>
      attempt(async () => {
        asked += 1
        const mine = asked
        const jobs = await connection.api().jobs.list({ ...get().filter, limit: PAGE })
        if (mine === asked) set({ jobs: mergeById([], jobs), complete: jobs.length < PAGE })
      })
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
    const each = async (ids: readonly string[], work: (id: string) => Promise<boolean>): Promise<number> => {
      let done = 0
      await attempt(async () => {
        for (const id of ids) {
          if (await work(id)) done += 1
          await refresh(id)
        }
      })
      return done
    }
    return {
      jobs: null,
      filter: {},
      complete: false,
      error: null,
      heldBack: [],
      kinds: [],
      selectedId: null,
      detail: null,
      async reload() {
        const { selectedId } = get()
        await Promise.all([loadFirst(), loadHeldBack(), loadKinds(), selectedId === null ? null : attempt(() => refresh(selectedId))])
      },
      loadOlder: () =>
        attempt(async () => {
          const oldest = get().jobs?.at(-1)
          if (!oldest) return
          const mine = asked
          // One more, as several may share a millisecond; what comes twice is merged.
          const page = await connection.api().jobs.list({ ...get().filter, limit: PAGE, before: oldest.createdAt + 1 })
          if (mine === asked) set((s) => ({ jobs: mergeById(s.jobs ?? [], page), complete: page.length < PAGE }))
        }),
      setFilter(filter) {
        set({ filter })
        return loadFirst()
      },
      async select(id) {
        set({ selectedId: id, detail: null })
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
      reprioritize: (id, priority) =>
        attempt(async () => {
          await connection.api().jobs.reprioritize({ id, priority })
          await refresh(id)
        }),
      cancelAll: (ids) => each(ids, async (id) => (await connection.api().jobs.cancel({ id })).cancelled),
      retryAll: (ids) => each(ids, async (id) => (await connection.api().jobs.retry({ id })).retried),
      announced(job) {
        take([job])
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

function matches(job: Job, { state, kind }: JobsFilter): boolean {
  return (state === undefined || job.state === state) && (kind === undefined || job.kind === kind)
}
