import { createStore, type StoreApi } from 'zustand/vanilla'
import { isString, type KeyValueStorage, readSaved, save } from './saved.ts'

export const VIEWS = ['compose', 'jobs', 'privacy', 'resources', 'routing', 'settings'] as const
export type View = (typeof VIEWS)[number]
export const VIEW_TITLES: Readonly<Record<View, string>> = {
  compose: 'Compose',
  jobs: 'Jobs',
  privacy: 'Privacy',
  resources: 'Resources',
  routing: 'Routing',
  settings: 'Settings',
}

export const PRIVACY_TABS = ['ledger', 'policy', 'rules', 'findings'] as const
export type PrivacyTab = (typeof PRIVACY_TABS)[number]

export const ROUTING_TABS = ['decisions', 'outcomes', 'costs', 'rules', 'learning', 'experiments', 'changes'] as const
export type RoutingTab = (typeof ROUTING_TABS)[number]

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

/** A short message; `undo` takes back what it speaks of. */
export interface Notice {
  readonly id: number
  readonly text: string
  readonly undo: (() => Promise<unknown>) | null
}

export interface UiState {
  readonly view: View
  readonly theme: Theme
  readonly helpOpen: boolean
  /** The latest short message, shown for a moment and announced. `id` tells two equal messages apart. */
  readonly notice: Notice | null
  /** The ledger entry whose payload is open, from whichever view. */
  readonly payloadSeq: number | null
  /** A prompt from a link that would take the place of what the person typed: they are asked. */
  readonly offeredPrompt: string | null
  /** The part of the Privacy view that is seen. */
  readonly privacyTab: PrivacyTab
  /** The part of the Routing view that is seen. */
  readonly routingTab: RoutingTab
  /** How often a view was gone to by key: each time the focus goes to it. */
  readonly arrivals: number
  show(view: View): void
  /** Shows a view and takes the focus there. */
  goTo(view: View): void
  setPrivacyTab(tab: PrivacyTab): void
  setRoutingTab(tab: RoutingTab): void
  setTheme(theme: Theme): void
  setHelpOpen(open: boolean): void
  notify(text: string, undo?: () => Promise<unknown>): void
  clearNotice(): void
  openPayload(seq: number | null): void
  offerPrompt(prompt: string | null): void
}

export type UiStore = StoreApi<UiState>

export function createUiStore(storage: KeyValueStorage): UiStore {
  const isTheme = (value: unknown): value is Theme => isString(value) && THEMES.some((theme) => theme === value)
  const isView = (value: unknown): value is View => isString(value) && VIEWS.some((view) => view === value)
  return createStore<UiState>()((set, get) => ({
    view: readSaved(storage, 'view', isView) ?? 'compose',
    theme: readSaved(storage, 'theme', isTheme) ?? 'system',
    helpOpen: false,
    notice: null,
    payloadSeq: null,
    offeredPrompt: null,
    privacyTab: 'ledger',
    setPrivacyTab: (privacyTab) => set({ privacyTab }),
    routingTab: 'decisions',
    setRoutingTab: (routingTab) => set({ routingTab }),
    arrivals: 0,
    show(view) {
      set({ view })
      save(storage, 'view', view)
    },
    goTo(view) {
      get().show(view)
      set({ arrivals: get().arrivals + 1 })
    },
    setTheme(theme) {
      set({ theme })
      save(storage, 'theme', theme)
    },
    setHelpOpen: (helpOpen) => set({ helpOpen }),
    notify: (text, undo) => set({ notice: { id: (get().notice?.id ?? 0) + 1, text, undo: undo ?? null } }),
    clearNotice: () => set({ notice: null }),
    openPayload: (payloadSeq) => set({ payloadSeq }),
    offerPrompt: (offeredPrompt) => set({ offeredPrompt }),
  }))
}
