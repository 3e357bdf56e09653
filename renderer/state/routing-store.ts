import { createStore, type StoreApi } from 'zustand/vanilla'
import type { RoutingDecision } from '#contracts/routing.ts'
import type { DraftRules, ExplainedDecision, RoutingSimulation, StoredDecision } from '#contracts/routing-history.ts'
import type { Weights } from '#contracts/routing-rules.ts'
import { coalesced } from './coalesced.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'

const PAGE = 200

/** What the gate decided, why, and what other rules would have made of it. */
export interface RoutingState {
  /** Newest first; null until they have arrived. */
  readonly decisions: readonly StoredDecision[] | null
  readonly complete: boolean
  readonly error: string | null
  /** The decision that is open, and its explanation once that has arrived. */
  readonly selectedId: string | null
  readonly explained: ExplainedDecision | null
  readonly explainError: string | null
  /** Weights that are tried out and hold nowhere; null while they are those in use. */
  readonly tried: Weights | null
  reload(): Promise<void>
  loadOlder(): Promise<void>
  /** Keeps the decisions current until the returned function is called. */
  listen(): () => void
  /** The core announced something that bears on decisions. */
  changed(): void
  select(id: string | null): Promise<void>
  setTried(weights: Weights | null): void
  /** Rejects with what is wrong. */
  explain(id: string): Promise<ExplainedDecision>
  replay(id: string, rules: DraftRules): Promise<{ before: RoutingDecision; after: RoutingDecision }>
  simulate(rules: DraftRules, limit: number): Promise<RoutingSimulation>
}

export type RoutingStore = StoreApi<RoutingState>

export function createRoutingStore(connection: ConnectionStore): RoutingStore {
  return createStore<RoutingState>()((set, get) => {
    let listeners = 0
    const reload = coalesced(async () => {
      try {
        const page = await connection.api().routing.decisions({ limit: PAGE })
        set((s) => ({ decisions: merge(s.decisions ?? [], page), complete: s.complete || page.length < PAGE, error: null }))
      } catch (error) {
        set({ error: describeError(error) })
      }
    })
    return {
      decisions: null,
      complete: false,
      error: null,
      selectedId: null,
      explained: null,
      explainError: null,
      tried: null,
      reload,
      async loadOlder() {
        const oldest = get().decisions?.at(-1)
        if (!oldest) return
        try {
          // One more, as several may share a millisecond; what comes twice is merged.
          const page = await connection.api().routing.decisions({ limit: PAGE, before: oldest.at + 1 })
          set((s) => ({ decisions: merge(s.decisions ?? [], page), complete: page.length < PAGE }))
        } catch (error) {
          set({ error: describeError(error) })
        }
      },
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
      async select(id) {
        set({ selectedId: id, explained: null, explainError: null })
        if (id === null) return
        try {
          const explained = await connection.api().routing.explain({ id })
          if (get().selectedId === id) set({ explained })
        } catch (error) {
          if (get().selectedId === id) set({ explainError: describeError(error) })
        }
      },
      setTried: (tried) => set({ tried }),
      explain: (id) => connection.api().routing.explain({ id }),
      replay: (id, rules) => connection.api().routing.replay({ id, rules }),
      simulate: (rules, limit) => connection.api().routing.simulate({ rules, limit }),
    }
  })
}

/** One decision for each generation, the newest one, newest first. */
function merge(list: readonly StoredDecision[], incoming: readonly StoredDecision[]): StoredDecision[] {
  const merged = new Map(list.map((decision) => [decision.generationId, decision]))
  for (const decision of incoming) {
    const known = merged.get(decision.generationId)
    if (known === undefined || known.at <= decision.at) merged.set(decision.generationId, decision)
  }
  return [...merged.values()].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
}
