import type { ResourceSnapshot } from '#contracts/resources.ts'

/** Limits of the machine beyond which a local model is not started. Percent and MiB. */
export interface MachineLimits {
  /** At this load a model would crawl, and everything else with it; above 100 no load is too much. */
  readonly cpuSaturatedPct: number
  /** Kept free for the rest of the machine. */
  readonly memoryReserveMb: number
  readonly batteryLowPct: number
}

export const DEFAULT_LIMITS: MachineLimits = { cpuSaturatedPct: 90, memoryReserveMb: 256, batteryLowPct: 15 }

/**
 * What a value must get better by than the limit, once it was beyond it (hysteresis): otherwise the route would change to and fro with
 * every sample while the load hovers there. Percent points, MiB.
 */
export const MARGIN = { cpuPct: 8, memoryMb: 256, vramMb: 256, batteryPct: 3 } as const

/** Reads an odd number as the most cautious one: what cannot be trusted is not there. */
export function known(value: number, fallback: number): number {
  return Number.isFinite(value) ? value : fallback
}

/** Whether a model would crawl. `was`: it was so at the look before. */
export function isCpuSaturated({ loadPct }: ResourceSnapshot['cpu'], limits: MachineLimits, was: boolean): boolean {
  const limit = known(limits.cpuSaturatedPct, DEFAULT_LIMITS.cpuSaturatedPct)
  // A limit that no load reaches is none, whatever was before.
  return limit <= 100 && known(loadPct, 100) >= limit - (was ? MARGIN.cpuPct : 0)
}

/** On battery and nearly empty. `was`: it was so at the look before. */
export function isBatteryLow(battery: ResourceSnapshot['battery'], limits: MachineLimits, was: boolean): boolean {
  if (!battery.present || battery.charging || battery.percent === null) return false
  const limit = known(limits.batteryLowPct, DEFAULT_LIMITS.batteryLowPct) + (was ? MARGIN.batteryPct : 0)
  return known(battery.percent, 100) <= limit
}

/** So warm that a model would run slowly and heat it further. `was`: it was so at the look before. */
export function isHot(thermal: ResourceSnapshot['thermal'], was: boolean): boolean {
  return thermal === 'hot' || (thermal === 'warm' && was)
}
