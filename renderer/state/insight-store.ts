import { createStore, type StoreApi } from 'zustand/vanilla'
import type { FindingStatistics, TextTrial } from '#contracts/privacy-insight.ts'
import type { NewPrivacyRule, RuleTrial } from '#contracts/privacy-rules.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'

/** Days that findings are counted over. */
export const FINDING_DAYS = [7, 30, 90] as const
export type FindingDays = (typeof FINDING_DAYS)[number]

/** What the core knows of the rules themselves. Texts that are tried out pass through and are not kept here. */
export interface InsightState {
  readonly days: FindingDays
  /** Of the last `days` days; null until they have arrived. */
  readonly statistics: FindingStatistics | null
  readonly error: string | null
  reload(): Promise<void>
  setDays(days: FindingDays): Promise<void>
  tryText(text: string, signal: AbortSignal): Promise<TextTrial>
  tryRule(rule: NewPrivacyRule, sample: string, signal: AbortSignal): Promise<RuleTrial>
}

export type InsightStore = StoreApi<InsightState>

export function createInsightStore(connection: ConnectionStore): InsightStore {
  return createStore<InsightState>()((set, get) => ({
    days: 30,
    statistics: null,
    error: null,
    async reload() {
      const { days } = get()
      try {
        const statistics = await connection.api().privacy.statistics({ days })
        // Somebody may have chosen other days meanwhile; their answer is on its way.
        if (get().days === days) set({ statistics, error: null })
      } catch (error) {
        if (get().days === days) set({ error: describeError(error) })
      }
    },
    async setDays(days) {
      set({ days })
      await get().reload()
    },
    tryText: (text, signal) => connection.api().privacy.tryOut({ text }, { signal }),
    tryRule: (rule, sample, signal) => connection.api().privacy.rules.test({ rule, sample }, { signal }),
  }))
}
