import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Comparison } from '#contracts/comparisons.ts'
import type { GenerationEvent, GenerationRequestInput } from '#contracts/generation.ts'
import type { Route } from '#contracts/privacy.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'
import { follow } from './follow.ts'
import { applyEvents, type Draft, EMPTY_DRAFT } from './generation-events.ts'

/** One request on two routes, side by side. */
export interface ComparisonState {
  readonly open: boolean
  readonly routes: readonly [Route, Route]
  readonly comparison: Comparison | null
  /** The drafts as they are written, by the id of their generation. */
  readonly drafts: Readonly<Record<string, Draft>>
  readonly starting: boolean
  readonly error: string | null
  setOpen(open: boolean): void
  setRoute(side: 0 | 1, route: Route): void
  start(request: GenerationRequestInput): Promise<void>
  /** Keeps the draft of one side. Resolves with its generation, or null when that failed. */
  choose(generationId: string): Promise<string | null>
}

export type ComparisonStore = StoreApi<ComparisonState> & { dispose(): void }

/** `schedule` runs a callback with the next frame, so that two fast streams cost one render a frame. */
export function createComparisonStore(connection: ConnectionStore, schedule: (callback: () => void) => void): ComparisonStore {
  let stops: (() => void)[] = []
  let pending = new Map<string, GenerationEvent[]>()
  const stopAll = (): void => {
    for (const stop of stops) stop()
    stops = []
    pending = new Map()
  }
  const store = createStore<ComparisonState>()((set, get) => {
    const flush = (): void => {
      const drafts = { ...get().drafts }
      for (const [id, events] of pending) drafts[id] = applyEvents(drafts[id] ?? EMPTY_DRAFT, events)
      pending = new Map()
      set({ drafts })
    }
    const watch = (id: string): (() => void) =>
      follow<GenerationEvent>(connection, {
        open: (client, signal) => client.generations.watch({ id }, { signal }),
        onAttach: () => pending.delete(id),
        onValue(event) {
          if (pending.size === 0) schedule(flush)
          pending.set(id, [...(pending.get(id) ?? []), event])
        },
      })
    return {
      open: false,
      routes: ['local', 'hybrid'],
      comparison: null,
      drafts: {},
      starting: false,
      error: null,
      setOpen(open) {
        if (!open) stopAll()
        set(open ? { open } : { open, comparison: null, drafts: {}, error: null })
      },
      setRoute(side, route) {
        const [one, other] = get().routes
        set({ routes: side === 0 ? [route, other] : [one, route] })
      },
      async start(request) {
        stopAll()
        set({ starting: true, comparison: null, drafts: {}, error: null })
        try {
          const comparison = await connection.api().comparisons.start({ request, routes: [...get().routes] })
          set({ comparison, starting: false })
          stops = comparison.sides.flatMap(({ generationId }) => (generationId === null ? [] : [watch(generationId)]))
        } catch (error) {
          set({ starting: false, error: describeError(error) })
        }
      },
      async choose(generationId) {
        const { comparison } = get()
        if (comparison === null) return null
        try {
          await connection.api().comparisons.choose({ id: comparison.id, generation: generationId })
          get().setOpen(false)
          return generationId
        } catch (error) {
          set({ error: describeError(error) })
          return null
        }
      },
    }
  })
  return { ...store, dispose: stopAll }
}
