import type { Route } from '#contracts/privacy.ts'

/** What an experiment arm may vary. All are in units of quality: 0.1 stands for a tenth of the way from useless to perfect. */
export interface Weights {
  /** Per ten seconds of waiting. */
  readonly latencyPer10s: number
  /** Per US cent. */
  readonly costPerCent: number
  /** What keeping text on the machine is worth when nothing else tells. */
  readonly localBonus: number
  /** What masking may cost an answer. */
  readonly hybridPenalty: number
  /** What it costs to drain a nearly empty battery. */
  readonly batteryPenalty: number
}

export const DEFAULT_WEIGHTS: Weights = {
  latencyPer10s: 0.015,
  costPerCent: 0.02,
  localBonus: 0.12,
  hybridPenalty: 0.06,
  batteryPenalty: 1,
}

export interface UtilityFacts {
  readonly route: Route
  /** 0 to 1. */
  readonly quality: number
  readonly latencyMs: number
  readonly costUsd: number
  /** 0 to 1. */
  readonly difficulty: number
  readonly batteryLow: boolean
}

/** What a shortfall of ability costs: nothing while the model is up to the task, steeply beyond. */
const SHORTFALL = 1.4

/**
 * How likely a model of this quality answers a task of this difficulty well, 0 to 1: logistic in (ability − difficulty), as in the
 * Rasch model of item response theory (Rasch 1960).
 */
export function chanceOfSuccess(quality: number, difficulty: number): number {
  return 1 / (1 + Math.exp(-8 * (quality - difficulty + 0.15)))
}

/** Worth of a route: how likely its answer is good enough, less what waiting, money and risk cost. */
export function utilityOf(facts: UtilityFacts, weights: Weights): number {
  const success = chanceOfSuccess(facts.quality, facts.difficulty)
  const shortfall = SHORTFALL * Math.max(0, facts.difficulty - facts.quality - 0.1)
  const waiting = weights.latencyPer10s * Math.min(30, facts.latencyMs / 10_000)
  const money = weights.costPerCent * Math.min(50, facts.costUsd * 100)
  const place = facts.route === 'local' ? weights.localBonus : facts.route === 'hybrid' ? -weights.hybridPenalty : 0
  return success - shortfall - waiting - money + place - (facts.batteryLow ? weights.batteryPenalty : 0)
}
