import { lackingMemory, memoryCalmInMs } from './memory.ts'
import type { Cause } from './reason.ts'
import { type AdmissionState, staysQuietMs } from './state.ts'
import { causeOf, type Machine } from './throttle.ts'
import type { AdmissionLimits, Demand } from './types.ts'

/** Something that speaks against beginning one more job. */
export interface Obstacle {
  readonly cause: Cause
  /** It holds for what runs already, too. */
  readonly stops: boolean
  /** When the passing of time alone may lift it, ms; null when something else must change. */
  readonly changesInMs: number | null
}

/** All that a ruling rests on. */
export interface Situation {
  readonly state: AdmissionState
  readonly sample: Machine | null
  /** How long a first look is still waited for, ms. */
  readonly firstLookInMs: number
  readonly demands: readonly Demand[]
  readonly limits: AdmissionLimits
  readonly now: number
}

/** Background work beside which another job would run. */
export interface Beside {
  readonly jobs: number
  readonly cores: number
}

/** What no waiting makes good: a machine that sleeps, and work that would only fail. */
export function hardObstacle({ state, sample, demands, limits, now }: Situation, demand: Demand): Obstacle | null {
  const { needs } = demand
  const isBackground = needs.class === 'background'
  if (isBackground && state.suspended) return { cause: { code: 'SUSPENDED', params: {} }, stops: true, changesInMs: null }
  if (isBackground && now < state.settledAt) return inTime('JUST_RESUMED', state.settledAt - now, true)
  const lacking = sample === null ? null : lackingMemory(sample, demand, demands, limits)
  if (lacking !== null) return { cause: lacking, stops: false, changesInMs: null }
  // It would use up its attempts against a wall. Interactive work is told so by its own request.
  if (isBackground && needs.network && state.online === false) {
    return { cause: { code: 'OFFLINE', params: {} }, stops: false, changesInMs: null }
  }
  return null
}

/** What background work waits for, but not for ever. */
export function softObstacle(situation: Situation, { kind, needs }: Demand, beside: Beside): Obstacle | null {
  const { state, sample, firstLookInMs, demands, limits, now } = situation
  const { throttle } = state
  const quietInMs = staysQuietMs(state, demands, now)
  if (quietInMs !== 0) return { cause: { code: 'INTERACTIVE_FIRST', params: {} }, stops: true, changesInMs: quietInMs }
  if (sample === null && firstLookInMs > 0) {
    return { cause: { code: 'MACHINE_NOT_SEEN_YET', params: {} }, stops: false, changesInMs: firstLookInMs }
  }
  const memoryInMs = memoryCalmInMs(state.memory, kind, limits, now)
  if (memoryInMs > 0) return inTime('CALMING', memoryInMs, false)
  const calmInMs = throttle.calmSince === null ? null : Math.max(1, limits.holdMs - (now - throttle.calmSince))
  if (throttle.level === 'stop') return { cause: causeOf(throttle, limits, now), stops: true, changesInMs: calmInMs }
  // Alone it may always go, however many cores it would like to have.
  if (beside.jobs === 0) return null
  if (sample === null) return { cause: { code: 'MACHINE_UNKNOWN', params: {} }, stops: false, changesInMs: null }
  if (throttle.level === 'slow') return { cause: causeOf(throttle, limits, now), stops: false, changesInMs: calmInMs }
  if (beside.cores + needs.cpu <= sample.cpu.cores * (Math.min(100, limits.cpuHighPct) / 100)) return null
  return {
    cause: { code: 'PROCESSOR_TAKEN', params: { takenCores: beside.cores, neededCores: needs.cpu } },
    stops: false,
    changesInMs: null,
  }
}

function inTime(code: 'JUST_RESUMED' | 'CALMING', leftMs: number, stops: boolean): Obstacle {
  return { cause: { code, params: { seconds: Math.ceil(leftMs / 1_000) } }, stops, changesInMs: leftMs }
}
