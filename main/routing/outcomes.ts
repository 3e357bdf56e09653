import type { RoutingDecision } from '#contracts/routing.ts'
import type { Feedback } from '#contracts/routing-learning.ts'
import type { ComparedFigure, OutcomePoint, OutcomeReport } from '#contracts/routing-outcomes.ts'
import { judgeFeedback } from './learning/index.ts'
import { chanceOfSuccess } from './utility.ts'

/** Points are drawn; more than these would lie on top of each other. */
const MOST_POINTS = 400
/** Two-sided 95 % of the normal distribution. */
const Z = 1.96

/** A request that ran, with what came of it. */
export interface RanRequest {
  readonly at: number
  readonly decision: RoutingDecision
  readonly state: string
  readonly costUsd: number
  /** ms since the epoch; null while it has not ended. */
  readonly endedAt: number | null
  readonly provider: string | null
  readonly feedback: readonly Feedback[]
}

interface Pair {
  readonly expected: number
  readonly measured: number
}

interface Compared {
  readonly point: OutcomePoint
  readonly quality: Pair | null
}

/** What was expected of the requests that ran to their end, beside what came of them, by who wrote the draft. Pure. */
export function compareOutcomes(outcomes: readonly RanRequest[]): OutcomeReport {
  const compared = outcomes.flatMap(comparedOf)
  const byProvider = Map.groupBy(compared, ({ point }) => point.provider)
  return {
    considered: compared.length,
    providers: [...byProvider]
      .sort(([, a], [, b]) => b.length - a.length)
      .map(([provider, mine]) => ({
        provider,
        time: figureOf(mine.map(({ point }) => ({ expected: point.expectedMs, measured: point.measuredMs }))),
        cost: figureOf(mine.map(({ point }) => ({ expected: point.expectedUsd, measured: point.measuredUsd }))),
        quality: figureOf(mine.flatMap(({ quality }) => quality ?? [])),
      })),
    points: compared.slice(0, MOST_POINTS).map(({ point }) => point),
  }
}

function comparedOf({ at, decision, state, costUsd, endedAt, provider, feedback }: RanRequest): Compared[] {
  const { route, estimates, difficulty, id } = decision
  const estimate = estimates.find((one) => one.route === route)
  // From the decision on: what a request had waited before nobody estimated.
  const measuredMs = endedAt === null ? 0 : endedAt - decision.at
  if (state !== 'succeeded' || provider === null || route === null || estimate === undefined || measuredMs <= 0) return []
  const judged = judgeFeedback(feedback)
  const chance = estimate.success ?? chanceOfSuccess(estimate.quality, difficulty)
  return [
    {
      point: {
        id,
        provider,
        route,
        at,
        expectedMs: estimate.latencyMs,
        measuredMs,
        expectedUsd: estimate.costUsd,
        measuredUsd: costUsd,
      },
      quality: judged === null ? null : { expected: chance, measured: judged.good ? 1 : 0 },
    },
  ]
}

function figureOf(pairs: readonly Pair[]): ComparedFigure | null {
  if (pairs.length === 0) return null
  const differences = pairs.map(({ expected, measured }) => measured - expected)
  const bias = mean(differences)
  const spread = Math.sqrt(differences.reduce((sum, one) => sum + (one - bias) ** 2, 0) / Math.max(1, pairs.length - 1))
  const reach = (Z * spread) / Math.sqrt(pairs.length)
  return {
    n: pairs.length,
    expected: mean(pairs.map(({ expected }) => expected)),
    measured: mean(pairs.map(({ measured }) => measured)),
    bias: pairs.length < 2 ? null : { mean: bias, low: bias - reach, high: bias + reach },
    typicalError: median(differences.map(Math.abs)),
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2
}
