import { createStore, type StoreApi } from 'zustand/vanilla'
import type { NewPrivacyRule, PrivacyRule } from '#contracts/privacy-rules.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'

/** What this workspace calls private or not, as the core has it. */
export interface RulesState {
  /** All that ever held, newest first; null until they have arrived. */
  readonly rules: readonly PrivacyRule[] | null
  readonly error: string | null
  reload(): Promise<void>
  /** Rejects with what is wrong with the rule. */
  add(rule: NewPrivacyRule): Promise<PrivacyRule>
  remove(id: string): Promise<void>
}

export type RulesStore = StoreApi<RulesState>

export function createRulesStore(connection: ConnectionStore): RulesStore {
  return createStore<RulesState>()((set, get) => ({
    rules: null,
    error: null,
    async reload() {
      try {
        set({ rules: await connection.api().privacy.rules.list(), error: null })
      } catch (error) {
        set({ error: describeError(error) })
      }
    },
    async add(rule) {
      const added = await connection.api().privacy.rules.add(rule)
      await get().reload()
      return added
    },
    async remove(id) {
      await connection.api().privacy.rules.remove({ id })
      await get().reload()
    },
  }))
}
