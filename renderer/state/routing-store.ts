import { createStore, type StoreApi } from 'zustand/vanilla'
import type { RoutingDecision } from '#contracts/routing.ts'
import type { DecisionFilter, DraftRules, ExplainedDecision, RoutingSimulation, StoredDecision } from '#contracts/routing-history.ts'
import type { Weights } from '#contracts/routing-rules.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'
import { keptCurrent } from './kept-current.ts'

const PAGE = 200

/** What the gate decided, why, and what other rules would have made of it. */
export interface RoutingState {
  /** Those that match the filter, newest first; null until they have arrived. */
  readonly decisions: readonly StoredDecision[] | null
  /** What is left out does not limit. */
  readonly filter: DecisionFilter
  /** Every provider that was ever asked. */
  readonly providers: readonly string[]
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
  setFilter(filter: DecisionFilter): Promise<void>
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
    /** The filter that the shown decisions were found with: they stay in view until those of another have arrived. */
    let shown: DecisionFilter | null = null
    const { reload, listen, changed } = keptCurrent(async () => {
      const { filter } = get()
      try {
        const { routing } = connection.api()
        const [page, providers] = await Promise.all([routing.decisions({ ...filter, limit: PAGE }), routing.providersAsked()])
        // What was typed meanwhile has asked anew.
        if (get().filter !== filter) return
        set((s) => {
          // Where the page is all there is, what no longer matches goes; older pages stay as they were loaded.
          const whole = page.length < PAGE
          const anew = shown !== filter
          return {
            decisions: whole || anew ? page : merge(s.decisions ?? [], page),
            complete: whole || (!anew && s.complete),
            providers,
            error: null,
          }
        })
        shown = filter
      } catch (error) {
        set({ error: describeError(error) })
      }
    })
    return {
      decisions: null,
      filter: {},
      providers: [],
      complete: false,
      error: null,
      selectedId: null,
      explained: null,
      explainError: null,
      tried: null,
      reload,
      async loadOlder() {
        const { filter, decisions } = get()
        const oldest = decisions?.at(-1)
        if (!oldest) return
        try {
          // One more, as several may share a millisecond; what comes twice is merged.
          const page = await connection.api().routing.decisions({ ...filter, limit: PAGE, before: oldest.at + 1 })
          if (get().filter === filter) set((s) => ({ decisions: merge(s.decisions ?? [], page), complete: page.length < PAGE }))
        } catch (error) {
          set({ error: describeError(error) })
        }
      },
      async setFilter(filter) {
        set({ filter })
        await reload()
      },
      listen,
      changed,
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
