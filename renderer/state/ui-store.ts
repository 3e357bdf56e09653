import { createStore, type StoreApi } from 'zustand/vanilla'
import { t } from '../i18n/t.ts'
import { isString, type KeyValueStorage, readSaved, save } from './saved.ts'

export const VIEWS = ['compose', 'jobs', 'privacy', 'resources', 'routing', 'testing', 'settings'] as const
export type View = (typeof VIEWS)[number]
export const VIEW_TITLES: Readonly<Record<View, string>> = {
  compose: t('Compose'),
  jobs: t('Jobs'),
  privacy: t('Privacy'),
  resources: t('Resources'),
  routing: t('Routing'),
  testing: t('Testing'),
  settings: t('Settings'),
}

export const PRIVACY_TABS = ['ledger', 'policy', 'rules', 'findings'] as const
export type PrivacyTab = (typeof PRIVACY_TABS)[number]

export const ROUTING_TABS = ['decisions', 'outcomes', 'costs', 'rules', 'learning', 'experiments', 'changes'] as const
export type RoutingTab = (typeof ROUTING_TABS)[number]

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

export const CONTRASTS = ['system', 'standard', 'high'] as const
export type Contrast = (typeof CONTRASTS)[number]

export const DENSITIES = ['comfortable', 'compact'] as const
export type Density = (typeof DENSITIES)[number]

export const MOTIONS = ['system', 'reduced'] as const
export type Motion = (typeof MOTIONS)[number]

export const SETTINGS_SECTIONS = [
  'providers',
  'models',
  'budgets',
  'privacy',
  'tools',
  'features',
  'appearance',
  'shortcuts',
  'language',
  'data',
  'diagnostics',
  'about',
  'danger',
] as const
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number]

/** A short message; `undo` takes back what it speaks of. `id` tells two equal messages apart. */
export interface Notice {
  readonly id: number
  readonly text: string
  readonly undo: (() => Promise<unknown>) | null
}

/** Where a prompt that is offered comes from: outside, or what the person had typed before. */
export type PromptOrigin = 'link' | 'undo'

/** Names only, without their folders. */
export interface OfferedFiles {
  readonly offerId: string
  readonly names: readonly string[]
}

export interface UiState {
  readonly view: View
  readonly theme: Theme
  readonly contrast: Contrast
  readonly density: Density
  /** Whether things move: as the system says, or never. */
  readonly motion: Motion
  readonly helpOpen: boolean
  /** Short messages, shown for a moment and announced, oldest first: the latest, and before it those that can still be undone. */
  readonly notices: readonly Notice[]
  /** The ledger entry whose payload is open, from whichever view. */
  readonly payloadSeq: number | null
  /** A prompt from a link that would take the place of what the person typed: they are asked. */
  readonly offeredPrompt: string | null
  readonly offeredFrom: PromptOrigin
  /** Files that the system handed over, about which the person is asked. */
  readonly offeredFiles: OfferedFiles | null
  /** The part of the Privacy view that is seen. */
  readonly privacyTab: PrivacyTab
  /** The part of the Routing view that is seen. */
  readonly routingTab: RoutingTab
  /** The part of the Settings view that is seen. */
  readonly settingsSection: SettingsSection
  /** How often a view was gone to by key: each time the focus goes to it. */
  readonly arrivals: number
  show(view: View): void
  /** Shows a view and takes the focus there. */
  goTo(view: View): void
  setPrivacyTab(tab: PrivacyTab): void
  setRoutingTab(tab: RoutingTab): void
  setSettingsSection(section: SettingsSection): void
  setTheme(theme: Theme): void
  setContrast(contrast: Contrast): void
  setDensity(density: Density): void
  setMotion(motion: Motion): void
  setHelpOpen(open: boolean): void
  notify(text: string, undo?: () => Promise<unknown>): void
  /** Takes one away, or all. */
  clearNotice(id?: number): void
  openPayload(seq: number | null): void
  /** Asks before a prompt takes the place of what is typed; null when that is answered. */
  offerPrompt(prompt: string | null, from?: PromptOrigin): void
  offerFiles(files: OfferedFiles | null): void
}

export type UiStore = StoreApi<UiState>

/** More could not be read in the time that they are shown. */
const KEPT_NOTICES = 3

export function createUiStore(storage: KeyValueStorage): UiStore {
  let noticeCount = 0
  const isTheme = (value: unknown): value is Theme => isString(value) && THEMES.some((theme) => theme === value)
  const isView = (value: unknown): value is View => isString(value) && VIEWS.some((view) => view === value)
  const isContrast = (value: unknown): value is Contrast => isString(value) && CONTRASTS.some((contrast) => contrast === value)
  const isDensity = (value: unknown): value is Density => isString(value) && DENSITIES.some((density) => density === value)
  const isMotion = (value: unknown): value is Motion => isString(value) && MOTIONS.some((motion) => motion === value)
  return createStore<UiState>()((set, get) => ({
    view: readSaved(storage, 'view', isView) ?? 'compose',
    theme: readSaved(storage, 'theme', isTheme) ?? 'system',
    contrast: readSaved(storage, 'contrast', isContrast) ?? 'system',
    density: readSaved(storage, 'density', isDensity) ?? 'comfortable',
    motion: readSaved(storage, 'motion', isMotion) ?? 'system',
    helpOpen: false,
    notices: [],
    payloadSeq: null,
    offeredPrompt: null,
    offeredFrom: 'link',
    offeredFiles: null,
    privacyTab: 'ledger',
    setPrivacyTab: (privacyTab) => set({ privacyTab }),
    routingTab: 'decisions',
    setRoutingTab: (routingTab) => set({ routingTab }),
    settingsSection: 'providers',
    setSettingsSection: (settingsSection) => set({ settingsSection }),
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
    setContrast(contrast) {
      set({ contrast })
      save(storage, 'contrast', contrast)
    },
    setMotion(motion) {
      set({ motion })
      save(storage, 'motion', motion)
    },
    setDensity(density) {
      set({ density })
      save(storage, 'density', density)
    },
    setHelpOpen: (helpOpen) => set({ helpOpen }),
    notify(text, undo) {
      const notice = { id: ++noticeCount, text, undo: undo ?? null }
      set({ notices: [...get().notices.filter((earlier) => earlier.undo !== null), notice].slice(-KEPT_NOTICES) })
    },
    clearNotice: (id) => set({ notices: id === undefined ? [] : get().notices.filter((notice) => notice.id !== id) }),
    openPayload: (payloadSeq) => set({ payloadSeq }),
    offerPrompt: (offeredPrompt, offeredFrom = 'link') => set(offeredPrompt === null ? { offeredPrompt } : { offeredPrompt, offeredFrom }),
    offerFiles: (offeredFiles) => set({ offeredFiles }),
  }))
}
