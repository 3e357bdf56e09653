import { createStore, type StoreApi } from 'zustand/vanilla'
import type { DocumentWithVersions, Version, VersionSummary } from '#contracts/documents.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'
import type { GenerationStore } from './generation-store.ts'

/** The document that the draft in view belongs to, and which of its versions is looked at. */
export interface DocumentState {
  readonly found: DocumentWithVersions | null
  /** A version that no engine wrote, in full; null while the draft of the current generation is in view. */
  readonly shown: Version | null
  /** The version that the one in view is set against, in full. */
  readonly against: Version | null
  /** The text that is being edited; null while nothing is. */
  readonly editing: string | null
  /** The version that the edit began with, and its text. */
  readonly editedFrom: { readonly id: string; readonly text: string } | null
  /** When the text being edited was last kept as a version; null while it was not, ms since the epoch. */
  readonly keptAt: number | null
  readonly error: string | null
  /** Looks up the document of the current generation anew; shows the version in use unless `stay`. */
  load(stay: boolean): Promise<void>
  /** Opens a document, an imported one say, at a version. */
  open(documentId: string, versionId: string | null): Promise<void>
  select(version: VersionSummary): Promise<void>
  compareWith(version: VersionSummary | null): Promise<void>
  startEditing(text: string): void
  setText(text: string): void
  /** Ends the edit with the text as it was before; what was kept of it meanwhile stays among the versions. */
  discard(): Promise<void>
  /** Keeps the text being edited as a version and goes on; nothing where it is kept already. */
  keep(): Promise<void>
  /** Keeps the edited text and ends the edit. */
  save(): Promise<void>
  restore(version: VersionSummary): Promise<void>
  rename(version: VersionSummary, name: string): Promise<void>
  announced(documentId: string): void
}

export type DocumentStore = StoreApi<DocumentState>

/** The id of the version in view. */
export function versionInView(state: Pick<DocumentState, 'shown'>, generationId: string | null): string | null {
  return state.shown?.id ?? (generationId === null ? null : `ver_${generationId}`)
}

const NOT_EDITING = { editing: null, editedFrom: null, keptAt: null } as const
const NOTHING = { shown: null, against: null, error: null, ...NOT_EDITING } as const

/** Whoever pauses that long while editing finds what they have among the versions. */
const KEEP_MS = 10_000

export function createDocumentStore(connection: ConnectionStore, generation: GenerationStore): DocumentStore {
  /** A generation that was opened as a version of the document in view: the view stays at it. */
  let chosen: string | null = null
  let keeping: ReturnType<typeof setTimeout> | undefined
  let underway: Promise<void> = Promise.resolve()
  const store = createStore<DocumentState>()((set, get) => {
    const api = () => connection.api().documents
    const attempt = async (work: () => Promise<void>): Promise<void> => {
      try {
        await work()
      } catch (error) {
        set({ error: describeError(error) })
      }
    }
    const isKept = ({ editing, editedFrom, shown }: DocumentState): boolean =>
      editing === null || editing === (shown?.text ?? editedFrom?.text)
    const keepNow = async (): Promise<void> => {
      clearTimeout(keeping)
      const { editing, editedFrom } = get()
      const parent = versionInView(get(), generation.getState().currentId)
      if (editing === null || parent === null || isKept(get())) return
      const added = await api().edit({ parent, text: editing })
      // Whoever went elsewhere meanwhile is not brought back.
      if (get().editedFrom === editedFrom) set({ shown: added, keptAt: added.createdAt, error: null })
      await reload()
    }
    /** One after the other, so that nothing is kept twice. */
    const keep = (): Promise<void> => {
      underway = underway.then(keepNow, keepNow)
      return underway
    }
    /** Before the view goes elsewhere, what was edited is kept; when that fails, the view stays. */
    const leave = (work: () => Promise<void>): Promise<void> =>
      attempt(async () => {
        await keep()
        await work()
      })
    const reload = async (): Promise<void> => {
      const id = get().found?.document.id
      if (id !== undefined) set({ found: await api().get({ id }) })
    }
    const showAdded = async (added: Version): Promise<void> => {
      set({ ...NOTHING, shown: added })
      await reload()
    }
    return {
      ...NOTHING,
      found: null,
      load: (stay) =>
        attempt(async () => {
          const { currentId } = generation.getState()
          if (currentId === null) return
          const found = await api().ofGeneration({ id: currentId })
          if (generation.getState().currentId !== currentId) return
          const current = found.versions.find(({ id }) => id === found.document.current)
          set({ found })
          if (!stay && current !== undefined && current.generationId === null) set({ shown: await api().version({ id: current.id }) })
        }),
      open: (documentId, versionId) =>
        leave(async () => {
          const found = await api().get({ id: documentId })
          const version = found.versions.find(({ id }) => id === (versionId ?? found.document.current)) ?? found.versions.at(-1)
          if (version === undefined) return
          if (version.generationId === null) generation.getState().close()
          set({ ...NOTHING, found })
          await get().select(version)
        }),
      select: (version) =>
        leave(async () => {
          if (version.generationId !== null) {
            chosen = version.generationId
            set(NOTHING)
            if (generation.getState().currentId !== version.generationId) generation.getState().open(version.generationId)
          } else set({ ...NOTHING, shown: await api().version({ id: version.id }) })
        }),
      compareWith: (version) =>
        leave(async () => set({ ...NOT_EDITING, against: version === null ? null : await api().version({ id: version.id }) })),
      startEditing(text) {
        const id = versionInView(get(), generation.getState().currentId)
        if (id !== null) set({ editing: text, editedFrom: { id, text }, keptAt: null, against: null, error: null })
      },
      setText(text) {
        set({ editing: text })
        clearTimeout(keeping)
        keeping = setTimeout(() => void get().keep(), KEEP_MS)
      },
      discard: () =>
        attempt(async () => {
          clearTimeout(keeping)
          // What is being kept at this moment counts as kept: else it would be the version in use after all.
          await underway.catch(() => undefined)
          const { editedFrom, keptAt } = get()
          if (editedFrom === null || keptAt === null) set({ ...NOT_EDITING, error: null })
          else await showAdded(await api().restore({ id: editedFrom.id }))
        }),
      keep: () => attempt(keep),
      save: () =>
        attempt(async () => {
          // Whoever types on while it is kept has that kept, too.
          do await keep()
          while (!isKept(get()) && versionInView(get(), generation.getState().currentId) !== null)
          set({ ...NOT_EDITING, error: null })
        }),
      restore: (version) => leave(async () => showAdded(await api().restore({ id: version.id }))),
      rename: (version, name) =>
        attempt(async () => {
          await api().name({ id: version.id, name })
          await reload()
        }),
      announced(documentId) {
        if (get().found?.document.id === documentId) void attempt(reload)
      },
    }
  })
  generation.subscribe((now, before) => {
    if (now.currentId !== before.currentId) {
      clearTimeout(keeping)
      keepBehind(store.getState(), before.currentId)
      const stay = chosen !== null && chosen === now.currentId
      chosen = null
      if (now.currentId === null) {
        if (store.getState().shown?.kind !== 'import') store.setState({ ...NOTHING, found: null })
        return
      }
      store.setState(NOTHING)
      void store.getState().load(stay)
    } else if (now.done && !before.done && now.currentId !== null) void store.getState().load(true)
  })
  /** Another draft has taken the place of the one that was edited. */
  function keepBehind(left: DocumentState, generationId: string | null): void {
    const parent = versionInView(left, generationId)
    if (left.editing === null || parent === null || left.editing === (left.shown?.text ?? left.editedFrom?.text)) return
    connection
      .api()
      .documents.edit({ parent, text: left.editing })
      .catch((error: unknown) => store.setState({ error: describeError(error) }))
  }
  // What could not be kept while the core was away is kept once it is back.
  connection.subscribe((now, before) => {
    if (now.status !== 'open' || before.status === 'open') return
    const { error, editing, keep } = store.getState()
    if (error === null || editing === null) return
    store.setState({ error: null })
    void keep()
  })
  if (generation.getState().currentId !== null) {
    const stop = connection.subscribe((now) => {
      if (now.status !== 'open') return
      stop()
      void store.getState().load(false)
    })
  }
  return store
}
