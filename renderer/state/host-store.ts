import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Config } from '#contracts/config.ts'
import type { McpGrant } from '#contracts/mcp.ts'
import type { Policy, PrivacyMode } from '#contracts/privacy.ts'
import type { Preference, WeightSet } from '#contracts/routing-rules.ts'
import type { HostInfo } from '#contracts/rpc.ts'
import type { UpdateSettings } from '#contracts/updates.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'

export interface HostState {
  readonly info: HostInfo | null
  readonly config: Config | null
  /** Whether the machine is on a network; null before that is known. */
  readonly online: boolean | null
  readonly error: string | null
  reload(): Promise<void>
  /** Sets the mode for every request. Rejects when the core refuses. */
  setPrivacyMode(mode: PrivacyMode): Promise<void>
  /** Sets the limits of spending. Rejects when the core refuses. */
  setBudgets(budgets: Pick<Config, 'budgetUsdPerDay' | 'costs'>): Promise<void>
  /** Sets what other programs may do. Rejects when the core refuses. */
  setGrants(grants: readonly McpGrant[]): Promise<void>
  /** Sets whether and where new versions are looked for. Rejects when the core refuses. */
  setUpdates(updates: UpdateSettings): Promise<void>
  /** Sets one setting to what it was, by its name. */
  setBack(name: string, value: unknown): Promise<void>
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
    online: null,
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
    async setUpdates(updates) {
      set({ config: await connection.api().config.set({ path: 'updates', value: updates }) })
    },
    async setPreference(prefer) {
      set({ config: await connection.api().config.set({ path: 'routing.prefer', value: prefer }) })
    },
    async setBudgets({ budgetUsdPerDay, costs }) {
      const api = connection.api()
      await api.config.set({ path: 'budgetUsdPerDay', value: budgetUsdPerDay })
      set({ config: await api.config.set({ path: 'costs', value: costs }) })
    },
    async setGrants(grants) {
      set({ config: await connection.api().config.set({ path: 'mcp.grants', value: grants }) })
    },
    async setBack(name, value) {
      set({ config: await connection.api().config.set({ path: name, value }) })
    },
    async setPrivacyMode(mode) {
      set({ config: await connection.api().config.set({ path: 'privacyMode', value: mode }) })
    },
  }))
}
