import { createStore, type StoreApi } from 'zustand/vanilla'
import type { RoutingDecision } from '#contracts/routing.ts'

/** What the gate would decide about the request as it stands. */
export interface PreviewState {
  readonly decision: RoutingDecision | null
  readonly pending: boolean
  readonly error: string | null
}

export type PreviewStore = StoreApi<PreviewState>

export function createPreviewStore(): PreviewStore {
  return createStore<PreviewState>()(() => ({ decision: null, pending: false, error: null }))
}
