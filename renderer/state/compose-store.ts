import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Draft, KeptText } from '#contracts/compose.ts'
import { EMPTY_DRAFT } from '#contracts/draft-text.ts'
import type { JudgedFinding, Label, Route } from '#contracts/privacy.ts'
import type { RouteOptions } from '#contracts/routing.ts'
import type { Preference } from '#contracts/routing-rules.ts'
import type { FieldValue, FieldValues } from '#contracts/templates.ts'
import { PREFERENCE_ORDER } from './preferences.ts'
import { type KeyValueStorage, readSaved, save } from './saved.ts'
import { shiftFindings } from './shift-findings.ts'

/**
 * What the person is writing. `findings` speak of `prompt` as it is now: an edit moves them at once, the next scan corrects
 * them. `scanState` says whether that scan is still to come.
 */
export interface ComposeState {
  readonly prompt: string
  readonly template: string
  /** What is filled into the fields of templates, by name; those of another template stay for when it is chosen again. */
  readonly fields: FieldValues
  readonly route: Route | 'auto'
  readonly localOnly: boolean
  /** A label the person sets; it can raise what was found, never lower it. */
  readonly raisedLabel: Label | null
  /** What matters most in this request; null for what the workspace says. A habit of this window, not a part of the draft. */
  readonly prefer: Preference | null
  readonly findings: readonly JudgedFinding[]
  readonly promptLabel: Label
  readonly scanState: 'current' | 'pending' | 'failed'
  /** `pending` until the stored draft has arrived for the first time; `failed` when it cannot be read. */
  readonly draftState: 'pending' | 'ready' | 'failed'
  /** Why what was typed last is not on disk, or null. */
  readonly saveError: string | null
  /** Texts that an edit in another window took the place of, newest first. */
  readonly kept: readonly KeptText[]
  setPrompt(prompt: string): void
  setTemplate(template: string): void
  setField(name: string, value: FieldValue): void
  setRoute(route: Route | 'auto'): void
  setLocalOnly(localOnly: boolean): void
  setRaisedLabel(label: Label | null): void
  setPrefer(prefer: Preference | null): void
  scanned(prompt: string, findings: readonly JudgedFinding[], label: Label): void
  scanFailed(prompt: string): void
  /** Takes over a draft that comes from elsewhere: the store of the core, or an earlier version of the app. */
  restore(choices: ComposeChoices): void
}

/** The part of the unsent draft that lives in this store. */
export type ComposeChoices = Omit<Draft, 'excludedSources'>

export type ComposeStore = StoreApi<ComposeState>

export function createComposeStore(initial: ComposeChoices = EMPTY_DRAFT, storage?: KeyValueStorage): ComposeStore {
  return createStore<ComposeState>()((set, get) => ({
    prompt: initial.prompt,
    template: initial.template,
    fields: initial.fields,
    route: initial.route,
    localOnly: initial.localOnly,
    raisedLabel: initial.raisedLabel,
    prefer: storage === undefined ? null : readSaved(storage, 'prefer', isPreference),
    findings: [],
    promptLabel: 'public',
    scanState: initial.prompt ? 'pending' : 'current',
    draftState: 'pending',
    saveError: null,
    kept: [],
    setPrompt(next) {
      const { prompt: previous, findings, promptLabel } = get()
      if (next === previous) return
      const empty = next === ''
      set({
        prompt: next,
        findings: empty ? [] : shiftFindings(previous, next, findings),
        promptLabel: empty ? 'public' : promptLabel,
        scanState: empty ? 'current' : 'pending',
      })
    },
    setTemplate: (template) => set({ template }),
    setField: (name, value) => set({ fields: { ...get().fields, [name]: value } }),
    setRoute: (route) => set({ route }),
    setLocalOnly: (localOnly) => set({ localOnly }),
    setRaisedLabel: (raisedLabel) => set({ raisedLabel }),
    setPrefer(prefer) {
      set({ prefer })
      if (storage !== undefined) save(storage, 'prefer', prefer)
    },
    scanned(scannedPrompt, findings, promptLabel) {
      if (get().prompt === scannedPrompt) set({ findings, promptLabel, scanState: 'current' })
    },
    scanFailed(scannedPrompt) {
      // Unknown is treated as the most sensitive, as the core does.
      if (get().prompt === scannedPrompt) set({ findings: [], promptLabel: 'restricted', scanState: 'failed' })
    },
    restore({ prompt, template, fields, route, localOnly, raisedLabel }) {
      // The choices first: whoever looks at the new prompt sees what it is to be treated as.
      set({ template, fields, route, localOnly, raisedLabel })
      get().setPrompt(prompt)
    },
  }))
}

/** The routing options that the present choices stand for. */
export function routeOptions(state: Pick<ComposeState, 'route' | 'localOnly' | 'raisedLabel' | 'prefer'>): RouteOptions {
  return {
    ...(state.route === 'auto' ? {} : { route: state.route }),
    ...(state.localOnly ? { privacyMode: 'local-only' as const } : {}),
    ...(state.raisedLabel ? { label: state.raisedLabel } : {}),
    ...(state.prefer ? { prefer: state.prefer } : {}),
  }
}

function isPreference(value: unknown): value is Preference {
  return PREFERENCE_ORDER.some((preference) => preference === value)
}
