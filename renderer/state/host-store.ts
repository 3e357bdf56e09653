import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Config } from '#contracts/config.ts'
import type { Policy, PrivacyMode } from '#contracts/privacy.ts'
import type { Preference, WeightSet } from '#contracts/routing-rules.ts'
import type { HostInfo } from '#contracts/rpc.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'

export interface HostState {
  readonly info: HostInfo | null
  readonly config: Config | null
  readonly error: string | null
  reload(): Promise<void>
  /** Sets the mode for every request. Rejects when the core refuses. */
  setPrivacyMode(mode: PrivacyMode): Promise<void>
  /** Sets the workspace's policy, all of it as one change. Rejects when it would be looser than the built-in one. */
  setPolicy(policy: Policy): Promise<void>
  /** Sets how routes are weighed. Rejects when the core refuses. */
  setWeights(weights: WeightSet): Promise<void>
  /** Sets what matters most to this workspace. Rejects when the core refuses. */
  setPreference(prefer: Preference): Promise<void>
}

export type HostStore = StoreApi<HostState>

export function createHostStore(connection: ConnectionStore): HostStore {
  return createStore<HostState>()((set) => ({
    info: null,
    config: null,
    error: null,
    async reload() {
      try {
        const api = connection.api()
        const [info, config] = await Promise.all([api.host.info(), api.config.get()])
        set({ info, config, error: null })
      } catch (error) {
        set({ error: describeError(error) })
      }
    },
    async setPolicy(policy) {
      set({ config: await connection.api().config.set({ path: 'policy', value: policy }) })
    },
    async setWeights(weights) {
      set({ config: await connection.api().config.set({ path: 'routing.weights', value: weights }) })
    },
    async setPreference(prefer) {
      set({ config: await connection.api().config.set({ path: 'routing.prefer', value: prefer }) })
    },
    async setPrivacyMode(mode) {
      set({ config: await connection.api().config.set({ path: 'privacyMode', value: mode }) })
    },
  }))
}
