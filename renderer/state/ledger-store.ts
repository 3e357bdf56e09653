import { createStore, type StoreApi } from 'zustand/vanilla'
import type { LedgerComparison, LedgerFilter, LedgerLine } from '#contracts/ledger-view.ts'
import type { LedgerEntry, LedgerTotal, LedgerVerification } from '#contracts/privacy.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'

const PAGE = 200
export const TOTAL_DAYS = 30

/** What left this machine, request by request. Payloads and originals pass through and are not kept here. */
export interface LedgerState {
  readonly lines: readonly LedgerLine[] | null
  readonly destinations: readonly string[]
  readonly filter: LedgerFilter
  readonly complete: boolean
  readonly error: string | null
  /** Of the last {@link TOTAL_DAYS} days, newest day first. */
  readonly totals: readonly LedgerTotal[] | null
  readonly verification: LedgerVerification | null
  readonly verifying: boolean
  reload(): Promise<void>
  loadOlder(): Promise<void>
  setFilter(filter: LedgerFilter): Promise<void>
  verify(): Promise<void>
  /** Deletes one stored payload for good. Rejects when the core refuses. */
  redact(seq: number): Promise<void>
  payload(seq: number): Promise<LedgerEntry>
  compare(seq: number): Promise<LedgerComparison>
  /** The whole ledger as text, in parts, with the number of its entries. */
  export(format: 'jsonl' | 'csv'): Promise<{ parts: string[]; entries: number }>
}

export type LedgerStore = StoreApi<LedgerState>

export function createLedgerStore(connection: ConnectionStore, now: () => number = Date.now): LedgerStore {
  return createStore<LedgerState>()((set, get) => {
    /** Counts the requests for a page, so that an answer which a newer one has overtaken is dropped. */
    let asked = 0
    const loadFirst = async (): Promise<void> => {
      asked += 1
      const mine = asked
      const { filter } = get()
      try {
        const { lines, destinations } = await connection.api().ledger.search({ ...filter, limit: PAGE })
        if (mine === asked) set({ lines, destinations, complete: lines.length < PAGE, error: null })
      } catch (error) {
        if (mine === asked) set({ error: describeError(error) })
      }
    }
    const loadTotals = async (): Promise<void> => {
      const midnight = new Date(now())
      midnight.setHours(24, 0, 0, 0)
      const from = new Date(midnight)
      // By the calendar: a day on which the clocks change is not 24 hours long.
      from.setDate(from.getDate() - TOTAL_DAYS)
      try {
        set({ totals: await connection.api().ledger.totals({ from: from.getTime(), to: midnight.getTime() }) })
      } catch (error) {
        set({ error: describeError(error) })
      }
    }

    return {
      lines: null,
      destinations: [],
      filter: {},
      complete: false,
      error: null,
      totals: null,
      verification: null,
      verifying: false,
      async reload() {
        // A grown ledger has not been verified as it is now.
        set({ verification: null })
        await Promise.all([loadFirst(), loadTotals()])
      },
      async loadOlder() {
        const oldest = get().lines?.at(-1)
        if (!oldest) return
        const mine = asked
        const { lines } = await connection.api().ledger.search({ ...get().filter, limit: PAGE, before: oldest.seq })
        if (mine === asked) set((s) => ({ lines: [...(s.lines ?? []), ...lines], complete: lines.length < PAGE }))
      },
      async setFilter(filter) {
        set({ filter })
        await loadFirst()
      },
      async verify() {
        set({ verifying: true, verification: null, error: null })
        try {
          set({ verification: await connection.api().ledger.verify(), verifying: false })
        } catch (error) {
          set({ verifying: false, error: describeError(error) })
        }
      },
      async redact(seq) {
        await connection.api().ledger.redact({ seq })
        await get().reload()
      },
      payload: (seq) => connection.api().ledger.get({ seq }),
      compare: (seq) => connection.api().ledger.compare({ seq }),
      async export(format) {
        const parts: string[] = []
        let entries = 0
        let after: number | null = 0
        while (after !== null) {
          const part: { text: string; entries: number; next: number | null } = await connection.api().ledger.export({ format, after })
          parts.push(part.text)
          entries += part.entries
          after = part.next
        }
        return { parts, entries }
      },
    }
  })
}
