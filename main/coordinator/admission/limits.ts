import type { MachineLimits } from '../../routing/index.ts'
import type { AdmissionLimits } from './types.ts'

/** How far below the mark at which it stopped background work goes on, percent points. */
const SPREAD_PCT = 20

/** The limits that follow from the settings of the machine; at a saturation of 101 percent load is no reason to wait. */
export function admissionLimits({ cpuSaturatedPct, memoryReserveMb, batteryLowPct }: MachineLimits): AdmissionLimits {
  return {
    cpuHighPct: cpuSaturatedPct,
    cpuLowPct: cpuSaturatedPct > 100 ? cpuSaturatedPct : Math.max(0, cpuSaturatedPct - SPREAD_PCT),
    memoryPressureHighPct: 20,
    memoryPressureLowPct: 5,
    memoryReserveMb,
    batteryLowPct,
    holdMs: 5_000,
    announcedMs: 5_000,
    quietMs: 500,
    settleMs: 15_000,
  }
}
