import { createStore, type StoreApi } from 'zustand/vanilla'
import type { GenerationEvent, GenerationRequestInput, GenerationSummary } from '#contracts/generation.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'
import { follow } from './follow.ts'
import { applyEvents, type Draft, EMPTY_DRAFT } from './generation-events.ts'
import { mergeById } from './merge-by-id.ts'
import { isNumber, isString, type KeyValueStorage, readSaved, save } from './saved.ts'

const HISTORY_PAGE = 100

/** How far a draft was scrolled: px from its beginning, or along with its end. */
export interface DraftPlace {
  readonly top: number
  readonly atEnd: boolean
}

/** The core takes a request well within this time. */
const START_MS = 30_000

/** `phase`: `starting` until the core has taken the request, `running` while it is followed, `idle` otherwise. */
export interface GenerationState extends Draft {
  readonly currentId: string | null
  readonly phase: 'idle' | 'starting' | 'running'
  readonly error: string | null
  readonly history: readonly GenerationSummary[]
  readonly historyComplete: boolean
  start(request: GenerationRequestInput): Promise<void>
  open(id: string): void
  close(): void
  stop(): Promise<void>
  /** How many versions the document of a generation has. */
  versionsWith(id: string): Promise<number>
  /** Deletes the document of a generation for good. */
  remove(id: string): Promise<void>
  reloadHistory(): Promise<void>
  loadOlder(): Promise<void>
  /** What the core announced about any generation. */
  announced(summary: GenerationSummary): void
  /** Where the draft in view was left the last time, also by a window that was closed; null for one that was not. */
  placeOf(id: string): DraftPlace | null
  keepPlace(id: string, place: DraftPlace): void
  /** The ledger grew: what left for the current generation may have changed. */
  refreshEgress(): Promise<void>
}

export type GenerationStore = StoreApi<GenerationState> & { dispose(): void }

/** `schedule` runs a callback with the next frame, so that a fast stream costs one render a frame. */
export function createGenerationStore(
  connection: ConnectionStore,
  storage: KeyValueStorage,
  schedule: (callback: () => void) => void,
): GenerationStore {
  let pending: GenerationEvent[] = []
  let scheduled = false
  let detach: (() => void) | undefined

  const store = createStore<GenerationState>()((set, get) => {
    const flush = (): void => {
      scheduled = false
      const events = pending
      pending = []
      if (events.length === 0) return
      set((s) => applyEvents({ generation: s.generation, restarts: s.restarts, done: s.done, gap: s.gap }, events))
      const { gap, done, currentId } = get()
      if (done) set({ phase: 'idle' })
      else if (gap && currentId) watch(currentId)
    }

    const receive = (event: GenerationEvent): void => {
      pending.push(event)
      if (event.type === 'done') flush()
      else if (!scheduled) {
        scheduled = true
        schedule(flush)
      }
    }

    const watch = (id: string): void => {
      detach?.()
      pending = []
      detach = follow<GenerationEvent>(connection, {
        open: (client, signal) => client.generations.watch({ id }, { signal }),
        onAttach: () => {
          pending = []
        },
        onValue: receive,
        onEnd: (error) => {
          flush()
          set({ phase: 'idle', ...(error ? { error: describeError(error) } : {}) })
          if (error && !get().generation) save(storage, 'generation', null)
        },
      })
    }

    /** A request that was sent right before the page was reloaded is this page's own. */
    const openIfJustStarted = (summary: GenerationSummary): void => {
      if (get().phase === 'starting') return
      const since = readSaved(storage, 'starting', isNumber)
      if (since === null) return
      if (summary.createdAt >= since) get().open(summary.id)
      else if (Date.now() - since > START_MS) save(storage, 'starting', null)
    }

    const clear = (): void => {
      detach?.()
      pending = []
      set({ ...EMPTY_DRAFT, currentId: null, phase: 'idle', error: null })
    }

    return {
      ...EMPTY_DRAFT,
      currentId: null,
      phase: 'idle',
      error: null,
      history: [],
      historyComplete: false,
      async start(request) {
        clear()
        set({ phase: 'starting' })
        // Should the page be reloaded before the core answers, the next one knows what to look for.
        save(storage, 'starting', Date.now())
        try {
          const { id } = await connection.api().generations.start(request)
          get().open(id)
        } catch (error) {
          save(storage, 'starting', null)
          set({ phase: 'idle', error: describeError(error) })
        }
      },
      open(id) {
        clear()
        set({ currentId: id, phase: 'running' })
        save(storage, 'generation', id)
        save(storage, 'starting', null)
        watch(id)
      },
      close() {
        clear()
        save(storage, 'generation', null)
      },
      async stop() {
        const { currentId } = get()
        if (!currentId) return
        await connection
          .api()
          .generations.cancel({ id: currentId })
          .catch((error: unknown) => set({ error: describeError(error) }))
      },
      async versionsWith(id) {
        return (await connection.api().documents.ofGeneration({ id })).versions.length
      },
      async remove(id) {
        const api = connection.api()
        const { document, versions } = await api.documents.ofGeneration({ id })
        await api.documents.remove({ id: document.id })
        if (versions.some(({ generationId }) => generationId === get().currentId)) get().close()
        await get().reloadHistory()
      },
      async reloadHistory() {
        const page = await connection.api().generations.list({ limit: HISTORY_PAGE })
        set({ history: page, historyComplete: page.length < HISTORY_PAGE })
        if (page[0]) openIfJustStarted(page[0])
      },
      async loadOlder() {
        const oldest = get().history.at(-1)
        if (!oldest) return
        // One more, as several may share a millisecond; what comes twice is merged.
        const page = await connection.api().generations.list({ limit: HISTORY_PAGE, before: oldest.createdAt + 1 })
        set((s) => ({ history: mergeById(s.history, page), historyComplete: page.length < HISTORY_PAGE }))
      },
      announced(summary) {
        set((s) => ({ history: mergeById(s.history, [summary]) }))
        openIfJustStarted(summary)
        const { currentId, phase, generation } = get()
        // One that was put off may start later; follow it again then.
        if (summary.id === currentId && phase === 'idle' && generation && generation.state !== summary.state) {
          set({ phase: 'running', done: false })
          watch(summary.id)
        }
      },
      placeOf(id) {
        const kept = readSaved(storage, 'draftPlace', isPlace)
        return kept?.id === id ? kept : null
      },
      keepPlace: (id, place) => save(storage, 'draftPlace', { id, ...place }),
      async refreshEgress() {
        const { currentId, phase } = get()
        if (!currentId || phase !== 'running') return
        const fresh = await connection.api().generations.get({ id: currentId })
        set((s) => (s.generation?.id === fresh.id ? { generation: { ...s.generation, egress: fresh.egress } } : {}))
      },
    }
  })

  const last = readSaved(storage, 'generation', isString)
  if (last) store.getState().open(last)
  return { ...store, dispose: () => detach?.() }
}

function isPlace(value: unknown): value is DraftPlace & { readonly id: string } {
  if (typeof value !== 'object' || value === null) return false
  const place: Partial<Record<'id' | 'top' | 'atEnd', unknown>> = value
  return isString(place.id) && isNumber(place.top) && typeof place.atEnd === 'boolean'
}
