import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Policy } from '#contracts/privacy.ts'
import type { FindingStatistics, PolicySimulation, TextTrial } from '#contracts/privacy-insight.ts'
import type { NewPrivacyRule, RuleTrial } from '#contracts/privacy-rules.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'

const DAYS = 30

/** What the core knows of the rules themselves. Texts that are tried out pass through and are not kept here. */
export interface InsightState {
  readonly statistics: FindingStatistics | null
  readonly error: string | null
  reload(): Promise<void>
  tryText(text: string, signal: AbortSignal): Promise<TextTrial>
  tryRule(rule: NewPrivacyRule, sample: string, signal: AbortSignal): Promise<RuleTrial>
  simulate(policy: Policy): Promise<PolicySimulation>
}

export type InsightStore = StoreApi<InsightState>

export function createInsightStore(connection: ConnectionStore): InsightStore {
  return createStore<InsightState>()((set) => ({
    statistics: null,
    error: null,
    async reload() {
      try {
        set({ statistics: await connection.api().privacy.statistics({ days: DAYS }), error: null })
      } catch (error) {
        set({ error: describeError(error) })
      }
    },
    tryText: (text, signal) => connection.api().privacy.tryOut({ text }, { signal }),
    tryRule: (rule, sample, signal) => connection.api().privacy.rules.test({ rule, sample }, { signal }),
    simulate: (policy) => connection.api().privacy.simulate(policy),
  }))
}
