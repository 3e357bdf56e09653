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
  /** Adds one after the other; what is refused does not keep the others back. */
  addMany(rules: readonly NewPrivacyRule[]): Promise<AddedRules>
  remove(id: string): Promise<void>
  removeMany(ids: readonly string[]): Promise<void>
}

export interface AddedRules {
  readonly added: readonly PrivacyRule[]
  readonly refused: ReadonlyArray<{ readonly text: string; readonly reason: string }>
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
    async addMany(rules) {
      const { rules: api } = connection.api().privacy
      const added: PrivacyRule[] = []
      const refused: Array<{ text: string; reason: string }> = []
      for (const rule of rules) {
        try {
          added.push(await api.add(rule))
        } catch (error) {
          refused.push({ text: rule.text, reason: describeError(error) })
        }
      }
      await get().reload()
      return { added, refused }
    },
    async removeMany(ids) {
      for (const id of ids) await connection.api().privacy.rules.remove({ id })
      await get().reload()
    },
    async remove(id) {
      await connection.api().privacy.rules.remove({ id })
      await get().reload()
    },
  }))
}
