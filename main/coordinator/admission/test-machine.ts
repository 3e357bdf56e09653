import { admissionLimits } from './limits.ts'
import type { Machine } from './throttle.ts'
import type { Demand, Needs } from './types.ts'

/** For tests: what is not said is a calm machine of four cores with enough of everything. */
export function machineOf(over: Partial<Machine> & { readonly loadPct?: number; readonly availableMb?: number } = {}): Machine {
  const { loadPct = 10, availableMb = 8_000, ...rest } = over
  return {
    cpu: { loadPct, cores: 4 },
    memory: { totalMb: 16_000, availableMb },
    gpu: [],
    battery: { present: false, charging: false, percent: null },
    process: { cpuPct: 0 },
    ...rest,
  }
}

export const BACKGROUND: Needs = { cpu: 1, memoryMb: 500, gpuMemoryMb: 0, network: false, class: 'background', deferrableForMs: 600_000 }
export const INTERACTIVE: Needs = { ...BACKGROUND, class: 'interactive', deferrableForMs: 0 }
export const LIMITS = admissionLimits({ cpuSaturatedPct: 90, memoryReserveMb: 256, batteryLowPct: 15 })

/** One job of the kind waits, none runs. */
export function demandOf(kind: string, over: Partial<Omit<Demand, 'needs'>> & { readonly needs?: Partial<Needs> } = {}): Demand {
  const { needs, ...rest } = over
  return { kind, waitedMs: 0, running: 0, notYetSeen: 0, ...rest, needs: { ...BACKGROUND, ...needs } }
}
