import { createStore, type StoreApi } from 'zustand/vanilla'
import type { JudgedFinding } from '#contracts/privacy.ts'

/** Where something is on the screen at the moment it is asked. */
export interface Place {
  getBoundingClientRect(): DOMRect
}

/** What the person looks at or acts on among the findings of the prompt. It names places in the text, never the text itself. */
export interface MarkingState {
  /** The finding under the pointer, at the caret, or chosen in the list. */
  readonly pointed: JudgedFinding | null
  /** The selected part of the prompt; null without one. */
  readonly selection: { readonly start: number; readonly end: number } | null
  /** What the actions are open for, and beside what. */
  readonly actions: MarkingTarget | null
}

export type MarkingTarget =
  /** Opened by the pointer the focus stays where it was, so that a click into the text is still a click into the text. */
  | { readonly kind: 'finding'; readonly finding: JudgedFinding; readonly beside: Place; readonly from: 'keyboard' | 'pointer' }
  | { readonly kind: 'selection'; readonly start: number; readonly end: number; readonly beside: Place }

export type MarkingStore = StoreApi<MarkingState>

export function createMarkingStore(): MarkingStore {
  return createStore<MarkingState>()(() => ({ pointed: null, selection: null, actions: null }))
}
