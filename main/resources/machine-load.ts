import type { ResourceSnapshot } from '#contracts/resources.ts'
import type { MachineReading } from './machine-reading.ts'

const MIB = 1024 * 1024
/** Counters tick every 10 ms: over less than this (ms) a load would be a guess; over more it would speak of the past. */
export const SHORTEST_SPAN_MS = 50
const LONGEST_SPAN_MS = 5_000

/** From this load on (percent) it matters whether the mean of the last minute still holds. */
const WORTH_A_LOOK_PCT = 50

/** Whether a load from these two would be the mean of a busy minute, so that a second reading is worth waiting for. */
export function speaksOfThePast(earlier: MachineReading, now: MachineReading): boolean {
  return !isApt(earlier, now) && (now.load1 === null || share(now.load1, now.cores) >= WORTH_A_LOOK_PCT)
}

/** Whether two readings are far enough apart, and near enough to each other, to say what the load is now. */
export function speaksOfNow(earlier: MachineReading, now: MachineReading): boolean {
  const span = now.at - earlier.at
  return span >= SHORTEST_SPAN_MS && span <= LONGEST_SPAN_MS
}

function isApt(earlier: MachineReading, now: MachineReading): boolean {
  return speaksOfNow(earlier, now) || (now.load1 === null && now.at - earlier.at >= SHORTEST_SPAN_MS)
}

/**
 * Load and memory from the latest reading and an earlier one. Where the two are too near or too far apart to speak of now, the
 * mean of the last minute stands in. A container's limits are taken as the machine's size.
 */
export function loadOf(earlier: MachineReading, now: MachineReading): Pick<ResourceSnapshot, 'cpu' | 'memory'> {
  const machine = isApt(earlier, now)
    ? share(now.cpuBusy - earlier.cpuBusy, now.cpuTotal - earlier.cpuTotal)
    : share(now.load1 ?? 0, now.cores)
  const limit = now.group?.cpuLimit ?? null
  const cores = limit === null ? now.cores : Math.min(now.cores, Math.max(1, Math.ceil(limit)))
  return { cpu: { loadPct: Math.max(machine, limit === null ? 0 : groupLoad(earlier, now, limit)), cores }, memory: memoryOf(now) }
}

/** Share of the time between the two in which something waited for a resource. Null where it is not told, or they are too near each other. */
export function pressureOf(earlier: MachineReading, now: MachineReading): NonNullable<ResourceSnapshot['pressure']> {
  const span = now.at - earlier.at
  const between = (before: number | null, after: number | null): number | null =>
    before === null || after === null || span < SHORTEST_SPAN_MS || span > LONGEST_SPAN_MS ? null : share((after - before) / 1_000, span)
  return { cpu: between(earlier.stalledUs.cpu, now.stalledUs.cpu), memory: between(earlier.stalledUs.memory, now.stalledUs.memory) }
}

/** Share (percent) of its processor quota that our container has used. */
function groupLoad(earlier: MachineReading, now: MachineReading, limit: number): number {
  const used = now.group?.cpuUsedUs ?? null
  const before = earlier.group?.cpuUsedUs ?? null
  const span = now.at - earlier.at
  return used === null || before === null || span < SHORTEST_SPAN_MS ? 0 : share((used - before) / 1_000, span * limit)
}

function memoryOf({ memoryTotalBytes, memoryAvailableBytes, group }: MachineReading): ResourceSnapshot['memory'] {
  const limit = group?.memoryLimitBytes ?? null
  if (limit === null || limit >= memoryTotalBytes) {
    return { totalMb: Math.round(memoryTotalBytes / MIB), availableMb: Math.round(memoryAvailableBytes / MIB) }
  }
  const left = Math.max(0, limit - (group?.memoryUsedBytes ?? 0))
  return { totalMb: Math.round(limit / MIB), availableMb: Math.round(Math.min(left, memoryAvailableBytes) / MIB) }
}

function share(part: number, whole: number): number {
  return whole > 0 ? Math.min(100, Math.max(0, (part / whole) * 100)) : 0
}
