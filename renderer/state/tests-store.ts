import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TestKpis } from '#contracts/test-run.ts'
import type { RunInFull, RunLine } from '#contracts/tests-view.ts'
import { coalesced } from './coalesced.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'

const LISTED = 50
const FIGURES_DAYS = 30

/** Runs of scenarios: what they came to, and the one that is looked into. Null until it has arrived. */
export interface TestsState {
  /** Newest first. */
  readonly runs: readonly RunLine[] | null
  readonly kpis: TestKpis | null
  readonly error: string | null
  readonly openId: string | null
  readonly open: RunInFull | null
  reload(): Promise<void>
  /** The runs, and the one that is looked into. */
  lookAgain(): Promise<void>
  /** Null closes it. */
  choose(id: string | null): Promise<void>
  /** A picture of a run as an address for an image. Rejects with what is wrong. */
  picture(id: string, path: string): Promise<string>
}

export type TestsStore = StoreApi<TestsState>

export function createTestsStore(connection: ConnectionStore): TestsStore {
  return createStore<TestsState>()((set, get) => ({
    runs: null,
    kpis: null,
    error: null,
    openId: null,
    open: null,
    reload: coalesced(async () => {
      try {
        const { tests } = connection.api()
        const [runs, kpis] = await Promise.all([tests.runs({ limit: LISTED }), tests.kpis({ days: FIGURES_DAYS })])
        set({ runs, kpis, error: null })
        const [newest] = runs
        if (get().openId === null && newest !== undefined) await get().choose(newest.id)
      } catch (error) {
        set({ error: describeError(error) })
      }
    }),
    async lookAgain() {
      await get().reload()
      await get().choose(get().openId)
    },
    async choose(id) {
      set({ openId: id, open: get().openId === id ? get().open : null })
      if (id === null) return
      try {
        const open = await connection.api().tests.run({ id })
        // Another was chosen meanwhile.
        if (get().openId === id) set({ open, error: null })
      } catch (error) {
        if (get().openId === id) set({ error: describeError(error) })
      }
    },
    picture: async (id, path) => `data:image/png;base64,${(await connection.api().tests.picture({ id, path })).png}`,
  }))
}
