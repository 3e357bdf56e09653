import type { ResourceSnapshot } from '#contracts/resources.ts'
import type { HostedState, LocalState, ReasonCode } from '#contracts/routing.ts'
import { DEFAULT_LIMITS, isBatteryLow, isCpuSaturated, isHot, known, MARGIN, type MachineLimits } from './machine-state.ts'

/** Main memory that a model still needs when it lies in GPU memory, MiB. */
const RESIDENT_WITH_GPU_MB = 768

/** Estimated tokens of a request and its answer. */
export interface Tokens {
  readonly input: number
  readonly output: number
  /** How many of the input are those of the sources. */
  readonly sources?: number
}

/**
 * Share of the sources, 0 to 1, that the local model has room for beside the request and its answer; 0 where not even the least that it can
 * write from fits.
 */
export function shareRead(local: LocalState, { input, output, sources = 0 }: Tokens): number {
  const room = known(local.contextTokens, 0) - output - (input - sources)
  if (room >= sources) return 1
  const least = Math.min(sources, known(local.leastSourceTokens ?? sources, sources))
  return sources === 0 || room < least ? 0 : Math.max(0, room / sources)
}

export interface LocalFit {
  /** What keeps the local model from running now. */
  readonly blockers: readonly ReasonCode[]
  /** On battery and nearly empty: undesirable, not impossible. */
  readonly batteryLow: boolean
  /** So warm that a model would run slowly and heat it further: undesirable, not impossible. */
  readonly hot: boolean
  /** Nothing but the margin of what blocked it a moment ago keeps it from running. */
  readonly notYetRecovered: boolean
}

/**
 * Whether the local model can run now. Memory, GPU memory, context and a saturated CPU block: started all the same, the model would
 * fail or freeze the machine. A low battery or heat does not.
 */
export function fitLocal(
  local: LocalState,
  snapshot: ResourceSnapshot,
  tokens: Tokens,
  limits: MachineLimits = DEFAULT_LIMITS,
  blockedBefore: readonly ReasonCode[] = [],
): LocalFit {
  const strict = fitWith(local, snapshot, tokens, limits, blockedBefore)
  if (blockedBefore.length === 0 || strict.blockers.length === 0) return { ...strict, notYetRecovered: false }
  return { ...strict, notYetRecovered: fitWith(local, snapshot, tokens, limits, []).blockers.length === 0 }
}

function fitWith(
  local: LocalState,
  snapshot: ResourceSnapshot,
  tokens: Tokens,
  limits: MachineLimits,
  before: readonly ReasonCode[],
): Omit<LocalFit, 'notYetRecovered'> {
  const blockers: ReasonCode[] = []
  const margin = (code: ReasonCode, size: number): number => (before.includes(code) ? size : 0)
  const { memory, gpu } = snapshot
  const light = local.lightweight === true
  const batteryLow = !light && isBatteryLow(snapshot.battery, limits, before.includes('LOCAL_BATTERY_LOW'))
  const hot = !light && isHot(snapshot.thermal, before.includes('LOCAL_HOT'))
  if (!local.healthy) return { blockers: ['LOCAL_UNHEALTHY'], batteryLow, hot }
  const needsVram = known(local.needsVramMb ?? 0, Number.POSITIVE_INFINITY)
  // One card must hold the model: how a runtime would split it over several is not known here.
  const vramFree = gpu.reduce((most, { vramFreeMb }) => Math.max(most, known(vramFreeMb, 0)), 0)
  const onGpu = needsVram > 0 && vramFree >= needsVram + margin('LOCAL_GPU_MEMORY_INSUFFICIENT', MARGIN.vramMb)
  // Cards that nobody has told us of yet are no reason against it; its place in main memory is asked for instead.
  const cardsUnknown = snapshot.unknown?.includes('gpu') === true
  if (needsVram > 0 && !onGpu && !cardsUnknown) blockers.push('LOCAL_GPU_MEMORY_INSUFFICIENT')
  const needed = known(local.needsMemoryMb, Number.POSITIVE_INFINITY)
  const inMemory = onGpu ? Math.min(needed, RESIDENT_WITH_GPU_MB) : needed
  const reserve = inMemory > 0 ? known(limits.memoryReserveMb, DEFAULT_LIMITS.memoryReserveMb) : 0
  const room = inMemory > 0 ? margin('LOCAL_MEMORY_INSUFFICIENT', MARGIN.memoryMb) : 0
  if (known(memory.availableMb, 0) < inMemory + reserve + room) blockers.push('LOCAL_MEMORY_INSUFFICIENT')
  if (shareRead(local, tokens) === 0) blockers.push('LOCAL_CONTEXT_TOO_SMALL')
  if (!light && isCpuSaturated(snapshot.cpu, limits, before.includes('LOCAL_CPU_SATURATED'))) blockers.push('LOCAL_CPU_SATURATED')
  return { blockers, batteryLow, hot }
}

/** Cost of a hosted answer in US dollars, or null when a price is none: then nothing can be said to be within a budget. */
export function hostedCostUsd(hosted: HostedState, tokens: Tokens): number | null {
  const { usdPerMillionInput, usdPerMillionOutput } = hosted
  if (!(usdPerMillionInput >= 0 && usdPerMillionOutput >= 0)) return null
  const costUsd = (tokens.input * usdPerMillionInput + tokens.output * usdPerMillionOutput) / 1_000_000
  return Number.isFinite(costUsd) ? costUsd : null
}

/**
 * What keeps the hosted service (and with it the hybrid route) from being used for this request now. A limit of 0 forbids it even
 * when it is free of charge.
 */
export function fitHosted(
  hosted: HostedState,
  costUsd: number | null,
  maxCostUsd: number | undefined,
  tokens: Tokens,
): readonly ReasonCode[] {
  if (!hosted.configured) return ['HOSTED_NOT_CONFIGURED']
  const blockers: ReasonCode[] = []
  const cost = costUsd ?? Number.POSITIVE_INFINITY
  if (!hosted.online) blockers.push('HOSTED_OFFLINE')
  // Named one by one, so that a state that is not known keeps the door shut.
  if (hosted.circuit !== 'closed' && hosted.circuit !== 'half-open') blockers.push('HOSTED_CIRCUIT_OPEN')
  const budget = known(hosted.budgetLeftUsd, 0)
  if (budget <= 0 || cost > budget) blockers.push('HOSTED_BUDGET_EXHAUSTED')
  // Not `maxCostUsd <= 0`, which a limit that is not a number would pass.
  if (maxCostUsd !== undefined && !(maxCostUsd > 0 && cost <= maxCostUsd)) blockers.push('HOSTED_COST_ABOVE_LIMIT')
  if (known(hosted.contextTokens, 0) < tokens.input + tokens.output) blockers.push('HOSTED_CONTEXT_TOO_SMALL')
  return blockers
}
