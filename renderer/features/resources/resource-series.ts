import type { ResourceHistory, ResourceSample } from '#contracts/resources.ts'
import type { ChartInterval } from '../../ui/chart/chart-types.ts'
import { throttleIntervals } from './throttle-text.ts'

type Values = ReadonlyArray<number | null>

/** What was measured over a stretch of time, in percent of the machine, as charts take it. */
export interface ResourceSeries {
  readonly from: number
  readonly to: number
  /** A longer pause is one in which nothing is known, ms. */
  readonly gap: number
  readonly times: readonly number[]
  readonly cpu: Values
  readonly cpuHigh: Values | null
  readonly ownCpu: Values
  readonly memory: Values
  readonly ownMemory: Values
  readonly modelMemory: Values
  readonly vram: Values
  readonly battery: Values
  readonly throttled: readonly (ChartInterval & { readonly code: string | null })[]
}

export const LIVE_MS = 5 * 60_000

const share = (mb: number | null | undefined, totalMb: number): number | null =>
  mb === null || mb === undefined || totalMb <= 0 ? null : Math.min(100, (100 * mb) / totalMb)

/** The last five minutes, a moment a second. */
export function liveSeries(samples: readonly ResourceSample[]): ResourceSeries {
  const to = samples.at(-1)?.at ?? Date.now()
  return {
    from: to - LIVE_MS,
    to,
    gap: 10_000,
    times: samples.map(({ at }) => at),
    cpu: samples.map(({ cpu }) => cpu.loadPct),
    cpuHigh: null,
    ownCpu: samples.map(({ process }) => Math.min(100, process.cpuPct)),
    memory: samples.map(({ memory }) => share(memory.totalMb - memory.availableMb, memory.totalMb)),
    ownMemory: samples.map(({ memory, process }) => share(process.rssMb, memory.totalMb)),
    modelMemory: samples.map(({ memory, process }) => share(process.modelRssMb, memory.totalMb)),
    vram: samples.map(({ gpu }) => fullest(gpu)),
    battery: samples.map(({ battery }) => battery.percent),
    throttled: throttleIntervals(
      samples.map(({ at, throttle }) => ({ at, level: throttle?.level ?? 'free', code: throttle?.code ?? null })),
      1_000,
    ),
  }
}

/** What was kept of a day or a month. */
export function historySeries({ from, to, bucketMs, buckets }: ResourceHistory, totalMb: number): ResourceSeries {
  return {
    from,
    to,
    gap: 2 * bucketMs,
    times: buckets.map(({ at }) => at + bucketMs / 2),
    cpu: buckets.map(({ cpuPct }) => cpuPct),
    cpuHigh: buckets.map(({ cpuHighPct }) => cpuHighPct),
    ownCpu: buckets.map(({ ownCpuPct }) => ownCpuPct),
    memory: buckets.map(({ memoryPct }) => memoryPct),
    ownMemory: buckets.map(({ ownMb }) => share(ownMb, totalMb)),
    modelMemory: buckets.map(({ modelMb }) => share(modelMb, totalMb)),
    vram: buckets.map(({ vramPct }) => vramPct),
    battery: buckets.map(({ batteryPct }) => batteryPct),
    throttled: throttleIntervals(
      buckets.map(({ at, throttle, throttleCode }) => ({ at, level: throttle, code: throttleCode })),
      bucketMs,
    ),
  }
}

function fullest(gpu: ResourceSample['gpu']): number | null {
  const shares = gpu.flatMap(({ vramTotalMb, vramFreeMb }) => share(vramTotalMb - vramFreeMb, vramTotalMb) ?? [])
  return shares.length === 0 ? null : Math.max(...shares)
}
