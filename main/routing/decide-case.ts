import type { Label, Policy } from '#contracts/privacy.ts'
import type { ResourceSnapshot } from '#contracts/resources.ts'
import type { HostedState, LocalState, QueueWait, RouteOptions, Standing } from '#contracts/routing.ts'
import { DEFAULT_WEIGHTS, type Weights } from '#contracts/routing-rules.ts'
import type { DecideInput } from './decide.ts'
import type { MachineLimits } from './machine-state.ts'
import { builtInPolicy } from './scenario.ts'

export const EASY = 'Write a short friendly reminder about the garden party on Sunday.'
export const HARD =
  'Prove that the greedy algorithm is optimal for this matroid, analyse its complexity rigorously, compare it with two alternatives, and design a TypeScript implementation with property-based tests.'

const machine: ResourceSnapshot = {
  cpu: { loadPct: 15, cores: 8 },
  memory: { totalMb: 32_000, availableMb: 20_000 },
  gpu: [{ name: 'g', vramTotalMb: 12_000, vramFreeMb: 10_000, utilizationPct: 3 }],
  battery: { present: true, charging: true, percent: 80 },
}
const local: LocalState = { healthy: true, model: 'm', needsMemoryMb: 6_000, contextTokens: 8_192, tokensPerSecond: 30, quality: 0.6 }
export const weak: LocalState = { ...local, needsMemoryMb: 1_400, contextTokens: 4_096, tokensPerSecond: 55, quality: 0.35 }
const hosted: HostedState = {
  configured: true,
  online: true,
  circuit: 'closed',
  budgetLeftUsd: 5,
  model: 'h',
  contextTokens: 128_000,
  tokensPerSecond: 90,
  quality: 0.92,
  usdPerMillionInput: 2.5,
  usdPerMillionOutput: 10,
}

/** A described situation for tests: what is not said is a healthy machine and a configured hosted service. */
export interface Case {
  readonly prompt?: string
  readonly source?: string
  readonly label?: Label | 'failed'
  readonly options?: RouteOptions
  readonly machine?: Partial<ResourceSnapshot>
  readonly local?: Partial<LocalState>
  readonly hosted?: Partial<HostedState>
  readonly policy?: Policy
  readonly limits?: MachineLimits
  readonly weights?: Partial<Weights>
  readonly queueMs?: QueueWait
  readonly standing?: Standing
}

export function inputOf(given: Case): DecideInput {
  const label = given.label ?? 'public'
  return {
    id: 'd',
    now: 0,
    prompt: given.prompt ?? EASY,
    sources: given.source === undefined ? [] : [{ name: 's', text: given.source }],
    scan: label === 'failed' ? 'failed' : { label, findings: [] },
    options: given.options ?? {},
    snapshot: { ...machine, ...given.machine },
    providers: { local: { ...local, ...given.local }, hosted: { ...hosted, ...given.hosted } },
    policy: given.policy ?? builtInPolicy(),
    ...(given.weights === undefined ? {} : { weights: { name: 'test', version: 1, weights: { ...DEFAULT_WEIGHTS, ...given.weights } } }),
    ...(given.limits === undefined ? {} : { limits: given.limits }),
    ...(given.standing === undefined ? {} : { standing: given.standing }),
    ...(given.queueMs === undefined ? {} : { queueMs: given.queueMs }),
  }
}

export const busy = { cpu: { loadPct: 96, cores: 8 } }
export const lowBattery = { battery: { present: true, charging: false, percent: 7 } }
export const hot = { thermal: 'hot' as const }
export const down = { healthy: false, model: null, needsMemoryMb: 0, contextTokens: 0, tokensPerSecond: 0, quality: 0 }
