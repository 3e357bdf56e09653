import { createStore, type StoreApi } from 'zustand/vanilla'
import type { FlagKey, FlagReport, RolloutReport } from '#contracts/flags.ts'
import type { ROLLOUT_ACTIONS } from '#contracts/rollout.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'
import { keptCurrent } from './kept-current.ts'

/** Flags and their rollouts; null until they have arrived. */
export interface RolloutState {
  readonly flags: FlagReport | null
  /** Newest first. */
  readonly rollouts: readonly RolloutReport[] | null
  readonly error: string | null
  /** Keeps both current until the returned function is called. */
  listen(): () => void
  /** The core announced a change, or a request has ended. */
  changed(): void
  /** These reject with what is wrong. */
  set(key: FlagKey, value: boolean | null): Promise<void>
  start(flag: FlagKey, to: boolean): Promise<void>
  change(id: string, action: (typeof ROLLOUT_ACTIONS)[number]): Promise<void>
}

export type RolloutStore = StoreApi<RolloutState>

export function createRolloutStore(connection: ConnectionStore): RolloutStore {
  return createStore<RolloutState>()((set) => {
    const { reload, listen, changed } = keptCurrent(async () => {
      try {
        const { rollout } = connection.api()
        const [flags, rollouts] = await Promise.all([rollout.flags(), rollout.list()])
        set({ flags, rollouts, error: null })
      } catch (error) {
        set({ error: describeError(error) })
      }
    })
    return {
      flags: null,
      rollouts: null,
      error: null,
      listen,
      changed,
      async set(key, value) {
        set({ flags: await connection.api().rollout.set({ key, value }) })
      },
      async start(flag, to) {
        await connection.api().rollout.start({ flag, to })
        await reload()
      },
      async change(id, action) {
        await connection.api().rollout.change({ id, action })
        await reload()
      },
    }
  })
}
