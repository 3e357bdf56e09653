import type { MemoryNotes } from './memory.ts'
import { type Throttle, UNTHROTTLED } from './throttle.ts'
import type { AdmissionLimits, Demand } from './types.ts'

/** What the rules remember. Times are monotonic, ms. */
export interface AdmissionState {
  readonly throttle: Throttle
  readonly memory: MemoryNotes
  /** Until then interactive work is expected. */
  readonly interactiveUntil: number
  readonly suspended: boolean
  readonly settledAt: number
  readonly online: boolean | null
  /** The kind that goes although something speaks against it, because it waited too long. */
  readonly favoured: string | null
}

export const INITIAL_STATE: AdmissionState = {
  throttle: UNTHROTTLED,
  memory: new Map(),
  interactiveUntil: Number.NEGATIVE_INFINITY,
  suspended: false,
  settledAt: Number.NEGATIVE_INFINITY,
  online: null,
  favoured: null,
}

/** Interactive work is about to begin, or goes on. */
export function announced(state: AdmissionState, limits: AdmissionLimits, now: number): AdmissionState {
  return { ...state, interactiveUntil: now + limits.announcedMs }
}

export function interactiveEnded(state: AdmissionState, limits: AdmissionLimits, now: number): AdmissionState {
  return { ...state, interactiveUntil: now + limits.quietMs }
}

export function suspended(state: AdmissionState): AdmissionState {
  return { ...state, suspended: true }
}

/** What was seen of the machine before it slept says nothing any more. */
export function resumed(state: AdmissionState, limits: AdmissionLimits, now: number): AdmissionState {
  return { ...state, suspended: false, settledAt: now + limits.settleMs, throttle: UNTHROTTLED, memory: new Map() }
}

/** How long background work keeps out of the way of interactive work, ms: null for as long as it runs, 0 when there is none. */
export function staysQuietMs({ interactiveUntil }: AdmissionState, demands: readonly Demand[], now: number): number | null {
  if (demands.some(({ needs, running, waitedMs }) => needs.class === 'interactive' && (running > 0 || waitedMs !== null))) return null
  return Math.max(0, interactiveUntil - now)
}
