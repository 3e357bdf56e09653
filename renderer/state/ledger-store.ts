import { createStore, type StoreApi } from 'zustand/vanilla'
import type { LedgerEntry, LedgerVerification } from '#contracts/privacy.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'

export type LedgerRow = Omit<LedgerEntry, 'payload'>

const PAGE = 200

export interface LedgerState {
  readonly entries: readonly LedgerRow[] | null
  readonly complete: boolean
  readonly error: string | null
  readonly verification: LedgerVerification | null
  readonly verifying: boolean
  reload(): Promise<void>
  loadOlder(): Promise<void>
  verify(): Promise<void>
  /** Deletes one stored payload for good. Rejects when the core refuses. */
  redact(seq: number): Promise<void>
  payload(seq: number): Promise<LedgerEntry>
}

export type LedgerStore = StoreApi<LedgerState>

export function createLedgerStore(connection: ConnectionStore): LedgerStore {
  return createStore<LedgerState>()((set, get) => ({
    entries: null,
    complete: false,
    error: null,
    verification: null,
    verifying: false,
    async reload() {
      try {
        const page = await connection.api().ledger.list({ limit: PAGE })
        // A grown ledger has not been verified as it is now.
        const grown = page[0]?.seq !== get().entries?.[0]?.seq
        set({ entries: newestFirst(page), complete: page.length < PAGE, error: null, ...(grown ? { verification: null } : {}) })
      } catch (error) {
        set({ error: describeError(error) })
      }
    },
    async loadOlder() {
      const oldest = get().entries?.at(-1)
      if (!oldest) return
      const page = await connection.api().ledger.list({ limit: PAGE, before: oldest.seq })
      set((s) => ({ entries: newestFirst([...(s.entries ?? []), ...page]), complete: page.length < PAGE }))
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
  }))
}

function newestFirst(entries: readonly LedgerRow[]): LedgerRow[] {
  return [...new Map(entries.map((entry) => [entry.seq, entry])).values()].sort((a, b) => b.seq - a.seq)
}

/** Sequence numbers of the requests whose payload was deleted. */
export function redactedSeqs(entries: readonly LedgerRow[]): ReadonlySet<number> {
  return new Set(entries.flatMap((entry) => (entry.kind === 'tombstone' && entry.requestSeq !== null ? [entry.requestSeq] : [])))
}
