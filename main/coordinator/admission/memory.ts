import type { Cause } from './reason.ts'
import type { Machine } from './throttle.ts'
import type { AdmissionLimits, Demand } from './types.ts'

/** Kinds that were short of memory: since when there is enough again, null while there is not. */
export type MemoryNotes = ReadonlyMap<string, number | null>

/** There must be so much more than was lacking before a kind that was short of memory goes on, MiB. */
const MEMORY_MARGIN_MB = 256

/** What of main memory or of a card a kind lacks; null when there is enough, with what the jobs need that began since. */
export function lackingMemory(machine: Machine, demand: Demand, demands: readonly Demand[], limits: AdmissionLimits): Cause | null {
  const { needs } = demand
  const availableMb = known(machine.memory.availableMb)
  const unseenMb = demands.reduce((sum, other) => sum + other.notYetSeen * other.needs.memoryMb, 0)
  const neededMb = needs.memoryMb + limits.memoryReserveMb + unseenMb
  if (needs.memoryMb > 0 && availableMb < neededMb) return { code: 'MEMORY_SHORT', params: { availableMb, neededMb } }
  if (needs.gpuMemoryMb === 0 || machine.unknown?.includes('gpu') === true) return null
  const unseenOnCardMb = demands.reduce((sum, other) => sum + other.notYetSeen * other.needs.gpuMemoryMb, 0)
  const freeMb = machine.gpu.reduce((most, { vramFreeMb }) => Math.max(most, known(vramFreeMb)), 0)
  const neededOnCardMb = needs.gpuMemoryMb + unseenOnCardMb
  if (freeMb < neededOnCardMb) return { code: 'GPU_MEMORY_SHORT', params: { availableMb: freeMb, neededMb: neededOnCardMb } }
  return null
}

/** Notes which kinds are short of memory and which are so no longer. What is not known changes nothing. */
export function noteMemory(
  before: MemoryNotes,
  machine: Machine | null,
  demands: readonly Demand[],
  limits: AdmissionLimits,
  now: number,
): MemoryNotes {
  if (machine === null) return before
  const after = new Map<string, number | null>()
  for (const demand of demands) {
    const roomy = { ...limits, memoryReserveMb: limits.memoryReserveMb + MEMORY_MARGIN_MB }
    const since = before.get(demand.kind)
    if (lackingMemory(machine, demand, demands, limits) !== null) after.set(demand.kind, null)
    else if (since === undefined) continue
    else if (lackingMemory(machine, demand, demands, roomy) !== null) after.set(demand.kind, null)
    else if (since === null || now - since < limits.holdMs) after.set(demand.kind, since ?? now)
  }
  return after
}

/** How long a kind that was short of memory must still wait to see that there is enough, ms; the whole time while there only just is. */
export function memoryCalmInMs(memory: MemoryNotes, kind: string, limits: AdmissionLimits, now: number): number {
  const since = memory.get(kind)
  if (since === undefined) return 0
  return since === null ? limits.holdMs : Math.max(0, limits.holdMs - (now - since))
}

function known(value: number): number {
  return Number.isFinite(value) ? value : 0
}
