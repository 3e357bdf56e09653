import type { ResourceSample, ThermalState, ThrottleState } from '#contracts/resources.ts'
import { NO_BATTERY } from './battery.ts'
import type { Frame } from './frame.ts'
import { loadOf, pressureOf } from './machine-load.ts'
import type { SlowSample } from './slow-watch.ts'
import { warmer } from './thermal.ts'

const MIB = 1024 * 1024

/** Two looks and what is known besides, in the shape of the contract. */
export function sampleOf(input: {
  /** ms since the epoch. */
  readonly at: number
  readonly earlier: Frame
  readonly frame: Frame
  readonly slow: SlowSample
  readonly hostThermal: ThermalState
  readonly modelRssBytes: number | null
  readonly throttle: ThrottleState | null
  /** The load is not above this, percent. */
  readonly ceilingPct: number
}): ResourceSample {
  const { earlier, frame, slow, modelRssBytes } = input
  const { cpu, memory } = loadOf(earlier.machine, frame.machine)
  const span = Math.max(1, frame.machine.at - earlier.machine.at)
  const used = Math.max(0, frame.ownCpuUs - earlier.ownCpuUs)
  const unknown: ('gpu' | 'battery')[] = [
    ...(slow.gpu === null ? ['gpu' as const] : []),
    ...(slow.battery === null ? ['battery' as const] : []),
  ]
  return {
    at: input.at,
    cpu: { ...cpu, loadPct: Math.min(cpu.loadPct, input.ceilingPct) },
    memory: slow.memoryAvailableBytes === null ? memory : { ...memory, availableMb: Math.round(slow.memoryAvailableBytes / MIB) },
    gpu: [...(slow.gpu ?? [])],
    battery: slow.battery ?? NO_BATTERY,
    thermal: warmer(slow.thermal, input.hostThermal),
    pressure: pressureOf(earlier.machine, frame.machine),
    ...(input.throttle === null ? {} : { throttle: input.throttle }),
    ...(unknown.length === 0 ? {} : { unknown }),
    process: {
      rssMb: Math.round(frame.rssBytes / MIB),
      ...(modelRssBytes === null ? {} : { modelRssMb: Math.round(modelRssBytes / MIB) }),
      cpuPct: Math.min(100, used / 10 / span / cpu.cores),
    },
  }
}
