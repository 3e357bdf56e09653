import type { Gpu, ThermalState } from '#contracts/resources.ts'
import type { Battery } from './battery.ts'
import { createProbe, type Probe } from './probe.ts'
import type { SlowProbes } from './slow-probes.ts'

/** What is dear to learn, as last learnt; null is: not known. */
export interface SlowSample {
  readonly battery: Battery | null
  readonly gpu: readonly Gpu[] | null
  readonly thermal: ThermalState
  readonly memoryAvailableBytes: number | null
}

export const NOTHING_KNOWN: SlowSample = { battery: null, gpu: null, thermal: 'unknown', memoryAvailableBytes: null }

/** Learns each dear figure at its own rate, as long as `refresh` is called now and then. */
export interface SlowWatch {
  refresh(): void
  sample(): SlowSample
  outdate(): void
  settled(): Promise<void>
}

const BATTERY_MS = 20_000
const THERMAL_MS = 10_000
const GPU_MS = 30_000
/** Asking a card that sleeps wakes it: on battery it is asked less often. */
const GPU_ON_BATTERY_MS = 5 * 60_000
const MEMORY_MS = 30_000
/** Files answer at once. A driver's tool must not keep its thread for ever, ms. */
const TIMEOUT_MS = 20_000

export function createSlowWatch(options: {
  readonly probes: SlowProbes
  readonly monotonic: () => number
  readonly signal: AbortSignal
  readonly onFailure: (what: string, error: unknown) => void
}): SlowWatch {
  const { probes, monotonic, signal } = options
  const shared = (what: string) => ({
    timeoutMs: TIMEOUT_MS,
    monotonic,
    signal,
    onFailure: (error: unknown) => options.onFailure(what, error),
  })
  const battery = createProbe({ ...shared('battery'), everyMs: () => BATTERY_MS, read: probes.battery })
  const onBattery = (): boolean => {
    const known = battery.value()
    return known?.present === true && !known.charging
  }
  const gpu = createProbe({ ...shared('gpu'), everyMs: () => (onBattery() ? GPU_ON_BATTERY_MS : GPU_MS), read: probes.gpu })
  const thermal: Probe<ThermalState> = createProbe<ThermalState>({
    ...shared('thermal'),
    everyMs: () => THERMAL_MS,
    read: (ended) => probes.thermal(thermal.value() ?? 'unknown', ended),
  })
  const memory = createProbe({ ...shared('memory'), everyMs: () => MEMORY_MS, read: probes.memoryAvailable })
  const all = [battery, gpu, thermal, memory]
  return {
    refresh() {
      for (const probe of all) probe.refresh()
    },
    sample: () => ({
      battery: battery.value(),
      gpu: gpu.value(),
      thermal: thermal.value() ?? 'unknown',
      memoryAvailableBytes: memory.value(),
    }),
    outdate() {
      for (const probe of all) probe.outdate()
    },
    async settled() {
      await Promise.all(all.map((probe) => probe.settled()))
    },
  }
}
