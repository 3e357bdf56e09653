import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Template } from '#contracts/generation.ts'
import type { Finding, Label, Route } from '#contracts/privacy.ts'
import type { RouteOptions } from '#contracts/routing.ts'
import { isString, type KeyValueStorage, readSaved, save } from './saved.ts'
import { shiftFindings } from './shift-findings.ts'

export const TEMPLATE_ORDER = ['summary', 'brief', 'email', 'bullets'] as const satisfies readonly Template[]

/**
 * What the person is writing. `findings` speak of `prompt` as it is now: an edit moves them at once, the next scan corrects
 * them. `scanState` says whether that scan is still to come.
 */
export interface ComposeState {
  readonly prompt: string
  readonly template: Template
  readonly route: Route | 'auto'
  readonly localOnly: boolean
  /** A label the person sets; it can raise what was found, never lower it. */
  readonly raisedLabel: Label | null
  readonly findings: readonly Finding[]
  readonly promptLabel: Label
  readonly scanState: 'current' | 'pending' | 'failed'
  setPrompt(prompt: string): void
  setTemplate(template: Template): void
  setRoute(route: Route | 'auto'): void
  setLocalOnly(localOnly: boolean): void
  setRaisedLabel(label: Label | null): void
  scanned(prompt: string, findings: readonly Finding[], label: Label): void
  scanFailed(prompt: string): void
}

export type ComposeStore = StoreApi<ComposeState>

export function createComposeStore(storage: KeyValueStorage): ComposeStore {
  const prompt = readSaved(storage, 'prompt', isString) ?? ''
  return createStore<ComposeState>()((set, get) => ({
    prompt,
    template: TEMPLATE_ORDER.find((name) => name === readSaved(storage, 'template', isString)) ?? 'summary',
    route: 'auto',
    localOnly: readSaved(storage, 'local-only', (value) => value === true) ?? false,
    raisedLabel: null,
    findings: [],
    promptLabel: 'public',
    scanState: prompt ? 'pending' : 'current',
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
      save(storage, 'prompt', next || null)
    },
    setTemplate(template) {
      set({ template })
      save(storage, 'template', template)
    },
    setRoute: (route) => set({ route }),
    setLocalOnly(localOnly) {
      set({ localOnly })
      save(storage, 'local-only', localOnly || null)
    },
    setRaisedLabel: (raisedLabel) => set({ raisedLabel }),
    scanned(scannedPrompt, findings, promptLabel) {
      if (get().prompt === scannedPrompt) set({ findings, promptLabel, scanState: 'current' })
    },
    scanFailed(scannedPrompt) {
      // Unknown is treated as the most sensitive, as the core does.
      if (get().prompt === scannedPrompt) set({ findings: [], promptLabel: 'restricted', scanState: 'failed' })
    },
  }))
}

/** The routing options that the present choices stand for. */
export function routeOptions(state: Pick<ComposeState, 'route' | 'localOnly' | 'raisedLabel'>): RouteOptions {
  return {
    ...(state.route === 'auto' ? {} : { route: state.route }),
    ...(state.localOnly ? { privacyMode: 'local-only' as const } : {}),
    ...(state.raisedLabel ? { label: state.raisedLabel } : {}),
  }
}
