import type { ResourceSnapshot } from '#contracts/resources.ts'
import type { Cause } from './reason.ts'
import type { AdmissionLimits } from './types.ts'

/** How much background work the machine bears: as much as fits, one at a time, or none. */
export const LEVELS = ['free', 'slow', 'stop'] as const
export type Level = (typeof LEVELS)[number]

/**
 * `causes` are those of the last look; none means that the machine is calm, and the level only holds. `only` is the look on which the level
 * rests while there was no other. Times are monotonic, ms.
 */
export interface Throttle {
  readonly level: Level
  readonly since: number
  readonly calmSince: number | null
  readonly causes: readonly Cause[]
  readonly only: Machine | null
}

export const UNTHROTTLED: Throttle = { level: 'free', since: Number.NEGATIVE_INFINITY, calmSince: null, causes: [], only: null }

/** A machine as the sampler tells of it, with what of its load is our own. `isOursAtRest`: none of that was background work. */
export type Machine = ResourceSnapshot & { readonly process: { readonly cpuPct: number }; readonly isOursAtRest?: boolean }

/** Something waits for the processor for so much of the time: whoever begins now takes it from another. */
const CROWDED_SHARE = 0.5

/** A battery must gain so much before it no longer counts as low, percent points. */
const BATTERY_MARGIN_PCT = 3

/**
 * Moves the throttle along. It rises at the high marks, falls when all has been below the low marks for `holdMs`, and no change follows
 * another within `holdMs` (Schmitt trigger with a dwell time). What the first look says may be of a moment only, and holds until the next.
 */
export function stepThrottle(throttle: Throttle, machine: Machine, limits: AdmissionLimits, now: number): Throttle {
  const demanded = levelOf(causesAt(machine, limits, 'high'))
  const kept = causesAt(machine, limits, 'low')
  const below = kept.filter((cause) => rank(levelFor(cause)) < rank(throttle.level))
  const mayChange = now - throttle.since >= limits.holdMs
  if (rank(demanded) > rank(throttle.level) && mayChange) {
    return { level: demanded, since: now, calmSince: null, causes: kept, only: throttle === UNTHROTTLED ? machine : null }
  }
  const only = throttle.only === machine ? machine : null
  const stays = throttle.level === 'free' || kept.some((cause) => levelFor(cause) === throttle.level)
  if (stays) return { ...throttle, calmSince: null, causes: kept, only }
  if (throttle.only !== null) return { level: levelOf(below), since: now, calmSince: null, causes: kept, only: null }
  const calmSince = throttle.calmSince ?? now
  if (mayChange && now - calmSince >= limits.holdMs) return { level: levelOf(below), since: now, calmSince: null, causes: kept, only: null }
  return { ...throttle, calmSince, causes: kept }
}

/** Why the throttle stands where it does, for a person. */
export function causeOf({ level, calmSince, causes }: Throttle, limits: AdmissionLimits, now: number): Cause {
  const own = causes.find((cause) => levelFor(cause) === level)
  if (own !== undefined) return own
  const left = limits.holdMs - (now - (calmSince ?? now))
  return { code: 'CALMING', params: { seconds: Math.max(1, Math.ceil(left / 1_000)) } }
}

/**
 * Share of the machine that other programs keep busy, percent. Our own share is not held against our own work: it would stop itself.
 * Where the system tells how long programs wait for the processor, the part of it that is not our doing counts too; and while no background work
 * runs, our share counts as far as it kept something waiting (or, where that is not told, as the machine was full): what else we do goes
 * first, and leaves such work no place. A machine on which something waits half of the time has no place left.
 */
export function busyWithOthers({ cpu, process, pressure, isOursAtRest = false }: Machine): number {
  const load = percent(cpu.loadPct, 100)
  const own = percent(process.cpuPct, 0)
  const others = Math.max(0, load - own)
  const waited = percent(pressure?.cpu ?? 0, 0) / 100
  const told = pressure?.cpu ?? null
  const hindering = isOursAtRest ? Math.min(own, load) * (told === null ? load / 100 : Math.min(1, waited / CROWDED_SHARE)) : 0
  return Math.max(others + hindering, load > 0 ? waited * 100 * (others / load) : 0)
}

function causesAt(machine: Machine, limits: AdmissionLimits, mark: 'high' | 'low'): Cause[] {
  const causes: Cause[] = []
  const { thermal, battery } = machine
  if (thermal === 'hot') causes.push({ code: 'HOT', params: {} })
  const busy = busyWithOthers(machine)
  if (busy >= (mark === 'high' ? limits.cpuHighPct : limits.cpuLowPct)) {
    causes.push({ code: 'PROCESSOR_BUSY', params: { busyPct: Math.round(busy), belowPct: limits.cpuLowPct } })
  }
  const pressed = percent(machine.pressure?.memory ?? 0, 0)
  if (pressed >= (mark === 'high' ? limits.memoryPressureHighPct : limits.memoryPressureLowPct)) {
    causes.push({ code: 'MEMORY_PRESSED', params: { pressurePct: Math.round(pressed), belowPct: limits.memoryPressureLowPct } })
  }
  const lowPct = limits.batteryLowPct + (mark === 'high' ? 0 : BATTERY_MARGIN_PCT)
  if (battery.present && !battery.charging && battery.percent !== null && battery.percent <= lowPct) {
    causes.push({ code: 'BATTERY_LOW', params: { percent: Math.round(battery.percent) } })
  }
  if (thermal === 'warm') causes.push({ code: 'WARM', params: {} })
  return causes
}

function levelFor({ code }: Cause): Level {
  return code === 'HOT' || code === 'PROCESSOR_BUSY' || code === 'MEMORY_PRESSED' ? 'stop' : 'slow'
}

function levelOf(causes: readonly Cause[]): Level {
  if (causes.length === 0) return 'free'
  return causes.some((cause) => levelFor(cause) === 'stop') ? 'stop' : 'slow'
}

function rank(level: Level): number {
  return LEVELS.indexOf(level)
}

function percent(value: number, unknown: number): number {
  return Number.isFinite(value) ? Math.min(100, Math.max(0, value)) : unknown
}
