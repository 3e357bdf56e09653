import { createStore, type StoreApi } from 'zustand/vanilla'
import type { FlagKey, FlagReport, RolloutReport } from '#contracts/flags.ts'
import type { ROLLOUT_ACTIONS } from '#contracts/rollout.ts'
import { coalesced } from './coalesced.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'

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
    let listeners = 0
    const reload = coalesced(async () => {
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
      listen() {
        listeners += 1
        void reload()
        return () => {
          listeners -= 1
        }
      },
      changed() {
        if (listeners > 0) void reload()
      },
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
