import type { ResourceSnapshot } from '#contracts/resources.ts'
import type { HostedState, LocalState, ReasonCode } from '#contracts/routing.ts'

/** Limits of the machine beyond which a local model is not started. Percent and MiB. */
export interface MachineLimits {
  /** At this load a model would crawl, and everything else with it. */
  readonly cpuSaturatedPct: number
  /** Kept free for the rest of the machine. */
  readonly memoryReserveMb: number
  readonly batteryLowPct: number
}

export const DEFAULT_LIMITS: MachineLimits = { cpuSaturatedPct: 90, memoryReserveMb: 256, batteryLowPct: 15 }

/** Main memory that a model still needs when it lies in GPU memory, MiB. */
const RESIDENT_WITH_GPU_MB = 768

/** Reads an odd number as the most cautious one: what cannot be trusted is not there. */
function known(value: number, fallback: number): number {
  return Number.isFinite(value) ? value : fallback
}

export interface LocalFit {
  /** What keeps the local model from running now. */
  readonly blockers: readonly ReasonCode[]
  /** On battery and nearly empty: undesirable, not impossible. */
  readonly batteryLow: boolean
}

/**
 * Whether the local model can run now. Memory, GPU memory, context and a saturated CPU block: started all the same, the model would
 * fail or freeze the machine. A low battery does not.
 */
export function fitLocal(
  local: LocalState,
  snapshot: ResourceSnapshot,
  tokens: { input: number; output: number },
  limits: MachineLimits = DEFAULT_LIMITS,
): LocalFit {
  const blockers: ReasonCode[] = []
  const { battery, cpu, memory, gpu } = snapshot
  const light = local.lightweight === true
  const batteryLow =
    !light && battery.present && !battery.charging && battery.percent !== null && known(battery.percent, 100) <= limits.batteryLowPct
  if (!local.healthy) return { blockers: ['LOCAL_UNHEALTHY'], batteryLow }
  const needsVram = known(local.needsVramMb ?? 0, Number.POSITIVE_INFINITY)
  const vramFree = gpu.reduce((most, { vramFreeMb }) => Math.max(most, known(vramFreeMb, 0)), 0)
  const onGpu = needsVram > 0 && vramFree >= needsVram
  if (needsVram > 0 && !onGpu) blockers.push('LOCAL_GPU_MEMORY_INSUFFICIENT')
  const needed = known(local.needsMemoryMb, Number.POSITIVE_INFINITY)
  const inMemory = onGpu ? Math.min(needed, RESIDENT_WITH_GPU_MB) : needed
  const reserve = inMemory > 0 ? limits.memoryReserveMb : 0
  if (known(memory.availableMb, 0) < inMemory + reserve) blockers.push('LOCAL_MEMORY_INSUFFICIENT')
  if (known(local.contextTokens, 0) < tokens.input + tokens.output) blockers.push('LOCAL_CONTEXT_TOO_SMALL')
  if (!light && known(cpu.loadPct, 100) >= limits.cpuSaturatedPct) blockers.push('LOCAL_CPU_SATURATED')
  return { blockers, batteryLow }
}

/** What keeps the hosted service (and with it the hybrid route) from being used for this request now. */
export function fitHosted(
  hosted: HostedState,
  costUsd: number,
  maxCostUsd: number | undefined,
  tokens: { input: number; output: number },
): readonly ReasonCode[] {
  if (!hosted.configured) return ['HOSTED_NOT_CONFIGURED']
  const blockers: ReasonCode[] = []
  if (!hosted.online) blockers.push('HOSTED_OFFLINE')
  if (hosted.circuit === 'open') blockers.push('HOSTED_CIRCUIT_OPEN')
  const budget = known(hosted.budgetLeftUsd, 0)
  if (budget <= 0 || costUsd > budget) blockers.push('HOSTED_BUDGET_EXHAUSTED')
  if (maxCostUsd !== undefined && (maxCostUsd <= 0 || costUsd > maxCostUsd)) blockers.push('HOSTED_COST_ABOVE_LIMIT')
  if (known(hosted.contextTokens, 0) < tokens.input + tokens.output) blockers.push('HOSTED_CONTEXT_TOO_SMALL')
  return blockers
}
