import type { Route } from '#contracts/privacy.ts'
import type { Correction, Preference, Weights } from '#contracts/routing-rules.ts'

export interface UtilityFacts {
  readonly route: Route
  /** Chance that the answer is good enough, 0 to 1, failures of the provider included. */
  readonly success: number
  /** 0 to 1. */
  readonly quality: number
  readonly latencyMs: number
  readonly costUsd: number
  /** 0 to 1. */
  readonly difficulty: number
  /** The battery is nearly empty, or the machine is hot. */
  readonly spared: boolean
  /** How long a model keeps this machine busy, ms; 0 where none does. */
  readonly computeMs: number
  readonly onBattery: boolean
}

/** What a shortfall of ability costs: nothing while the model is up to the task, steeply beyond. */
const SHORTFALL = 1.4
/** Energy from the wall next to that of a battery. */
const PLUGGED_IN = 0.2

/**
 * How likely a model of this quality answers a task of this difficulty well, 0 to 1: logistic in (ability − difficulty), as in the
 * Rasch model of item response theory (Rasch 1960).
 */
export function chanceOfSuccess(quality: number, difficulty: number): number {
  return 1 / (1 + Math.exp(-8 * (quality - difficulty + 0.15)))
}

/** A predicted chance as the outcomes on this machine correct it. */
export function corrected(chance: number, { slope, offset }: Correction): number {
  if (slope === 1 && offset === 0) return chance
  const bounded = Math.min(0.999, Math.max(0.001, chance))
  return 1 / (1 + Math.exp(-(slope * Math.log(bounded / (1 - bounded)) + offset)))
}

/** Worth of a route: how likely its answer is good enough, less what waiting, money, energy and risk cost. */
export function utilityOf(facts: UtilityFacts, weights: Weights): number {
  const shortfall = SHORTFALL * Math.max(0, facts.difficulty - facts.quality - 0.1)
  const waiting = weights.latencyPer10s * Math.min(30, facts.latencyMs / 10_000)
  const money = weights.costPerCent * Math.min(50, facts.costUsd * 100)
  const energy = weights.energyPerMinute * (facts.onBattery ? 1 : PLUGGED_IN) * Math.min(60, facts.computeMs / 60_000)
  const place = facts.route === 'local' ? weights.localBonus : facts.route === 'hybrid' ? -weights.hybridPenalty : 0
  return facts.success - shortfall - waiting - money - energy + place - (facts.spared ? weights.batteryPenalty : 0)
}

/** How a preference changes the weights: factors. */
const PREFERRED: Readonly<Record<Preference, Partial<Record<keyof Weights, number>>>> = {
  balanced: {},
  quality: { latencyPer10s: 0.2, costPerCent: 0.2, energyPerMinute: 0, localBonus: 0.1 },
  speed: { latencyPer10s: 20, localBonus: 0.5 },
  cost: { costPerCent: 20, localBonus: 1.5 },
  energy: { energyPerMinute: 60, localBonus: 0.5, batteryPenalty: 2 },
}

/** The weights for what the person prefers. An unknown preference changes nothing. */
export function preferredWeights(weights: Weights, preference: Preference | undefined): Weights {
  const factors = preference === undefined ? undefined : PREFERRED[preference]
  if (factors === undefined) return weights
  const changed: Weights = { ...weights }
  for (const [key, factor] of Object.entries(factors)) changed[key as keyof Weights] *= factor
  return changed
}
