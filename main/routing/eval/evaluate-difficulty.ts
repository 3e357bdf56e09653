import { calibrationError } from './calibration.ts'
import type { PairRow } from './pair-rows.ts'
import { exactCurve, means, type RoutingCurve, routellmCurve, type ScoredPair } from './routing-curve.ts'
import { createRandom } from './seeded-random.ts'

/** What an estimator says of one prompt. */
export interface Judged {
  /** Orders the prompts: higher asks for the strong model. */
  readonly score: number
  /** Chance that the strong model's answer is better, 0 to 1; null where the estimator tells none. */
  readonly strongBetter: number | null
  /** Chance that the weak model's answer is good enough, 0 to 1; null where the estimator tells none. */
  readonly goodEnough: number | null
}

export interface Band {
  readonly mean: number
  /** Mean ∓ 1.96 standard deviations of the draws. */
  readonly low: number
  readonly high: number
}

export interface DifficultyReport extends RoutingCurve {
  readonly rows: number
  /** Mean quality: all weak, all strong, the better of both, and half of the calls to the strong model by this router. */
  readonly accuracy: { readonly weak: number; readonly strong: number; readonly oracle: number; readonly half: number }
  /** APGR of random routers; a router inside of it shows nothing. */
  readonly randomBand: Band
  readonly aboveRandom: boolean
  /** CPT 50 % and 80 % of random routers, means. */
  readonly randomCpt: { readonly cpt50: number; readonly cpt80: number }
  /** Without cut-offs, over every prefix of the ranking. */
  readonly exact: RoutingCurve
  /** Expected calibration error of each chance that is told; null where none is. */
  readonly calibrationError: { readonly strongBetter: number | null; readonly goodEnough: number | null }
}

const DRAWS = 200
const SEED = 20_240_626

/** Measures how well scores order prompts by who needs the strong model. Deterministic. NaN figures for no rows or no gap. */
export function evaluateDifficulty(rows: readonly PairRow[], judge: (prompt: string) => Judged): DifficultyReport {
  const judged = rows.map((row) => ({ row, said: judge(row.prompt) }))
  const pairs = judged.map(({ row, said }): ScoredPair => ({ score: said.score, weak: row.weak, strong: row.strong }))
  const random = createRandom(SEED)
  const curve = routellmCurve(pairs, random)
  const draws = Array.from({ length: DRAWS }, () =>
    routellmCurve(
      rows.map(({ weak, strong }) => ({ score: random(), weak, strong })),
      random,
    ),
  )
  const randomBand = bandOf(draws.map(({ apgr }) => apgr))
  return {
    rows: rows.length,
    accuracy: { ...means(pairs), half: qualityAtHalf(pairs) },
    ...curve,
    randomBand,
    aboveRandom: curve.apgr > randomBand.high,
    randomCpt: { cpt50: mean(draws.map(({ cpt50 }) => cpt50)), cpt80: mean(draws.map(({ cpt80 }) => cpt80)) },
    exact: exactCurve(pairs),
    calibrationError: {
      strongBetter: errorOf(judged.map(({ row, said }) => ({ chance: said.strongBetter, outcome: row.strong > row.weak ? 1 : 0 }))),
      goodEnough: errorOf(judged.map(({ row, said }) => ({ chance: said.goodEnough, outcome: row.weak }))),
    },
  }
}

function errorOf(forecasts: readonly { readonly chance: number | null; readonly outcome: number }[]): number | null {
  const told = forecasts.flatMap(({ chance, outcome }) => (chance === null ? [] : [{ chance, outcome }]))
  return told.length === 0 ? null : calibrationError(told)
}

function qualityAtHalf(pairs: readonly ScoredPair[]): number {
  const ranked = [...pairs].sort((a, b) => b.score - a.score)
  return mean(ranked.map(({ weak, strong }, at) => (at < ranked.length / 2 ? strong : weak)))
}

function bandOf(values: readonly number[]): Band {
  const middle = mean(values)
  const deviation = Math.sqrt(mean(values.map((value) => (value - middle) ** 2)))
  return { mean: middle, low: middle - 1.96 * deviation, high: middle + 1.96 * deviation }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
