import { AS_SHIPPED, type Correction } from '#contracts/routing-rules.ts'
import { fitCorrection, type OutcomeRow } from '../learning/index.ts'
import { corrected } from '../utility.ts'

/** A prompt with what two models made of it (0 to 1), what their answers cost, and how likely each was predicted to be good enough. */
export interface OutcomePair {
  readonly weak: number
  readonly strong: number
  readonly weakChance: number
  readonly strongChance: number
  readonly weakCostUsd: number
  readonly strongCostUsd: number
}

export interface CostSimulation {
  readonly rows: number
  readonly alwaysStrong: { readonly quality: number; readonly costUsd: number }
  /** The least cost, as a share of always-strong's, of a router whose quality is at least always-strong's; 1 when only always-strong has that. */
  readonly costAtEqualQuality: number
  /** After learning: mean worth a request (quality less λ·cost), and that of the best fixed blend in hindsight, both on the rows after. */
  readonly learnt: { readonly worth: number; readonly bestBlend: number; readonly learningRows: number }
}

/** Rows that are learnt from before it counts. */
export const LEARNING_ROWS = 500
/** Corrections are fitted anew after so many outcomes. */
const REFIT = 50
/** Share of requests that try the other model, at first; it falls with the square root of the number of requests. */
const EXPLORE = 0.3

/**
 * What routing by the predicted chances saves. The router sees only the outcome of the model that it chose, and corrects its chances by
 * these; `lambda` is what a dollar costs in quality. Deterministic for a given `random`.
 */
export function simulateCost(rows: readonly OutcomePair[], lambda: number, random: () => number): CostSimulation {
  const strong = { quality: mean(rows.map((row) => row.strong)), costUsd: mean(rows.map((row) => row.strongCostUsd)) }
  return {
    rows: rows.length,
    alwaysStrong: strong,
    costAtEqualQuality: costAtEqualQuality(rows, strong),
    learnt: learn(rows, lambda, random),
  }
}

/** Along the thresholds on the predicted gain: the cheapest that keeps the quality. */
function costAtEqualQuality(rows: readonly OutcomePair[], strong: { readonly quality: number; readonly costUsd: number }): number {
  const ordered = rows.toSorted((a, b) => b.strongChance - b.weakChance - (a.strongChance - a.weakChance))
  let quality = rows.reduce((sum, row) => sum + row.weak, 0)
  let cost = rows.reduce((sum, row) => sum + row.weakCostUsd, 0)
  let least = strong.costUsd * rows.length
  const wanted = strong.quality * rows.length
  if (quality >= wanted) least = Math.min(least, cost)
  for (const row of ordered) {
    quality += row.strong - row.weak
    cost += row.strongCostUsd - row.weakCostUsd
    // Rounding of sums must not cost the last point, where every request goes to the strong model.
    if (quality >= wanted - 1e-9) least = Math.min(least, cost)
  }
  return strong.costUsd === 0 ? 1 : least / (strong.costUsd * rows.length)
}

function learn(rows: readonly OutcomePair[], lambda: number, random: () => number): CostSimulation['learnt'] {
  const seen: { readonly weak: OutcomeRow[]; readonly strong: OutcomeRow[] } = { weak: [], strong: [] }
  let [forWeak, forStrong]: [Correction, Correction] = [AS_SHIPPED.local, AS_SHIPPED.hosted]
  const learningRows = Math.min(LEARNING_ROWS, Math.floor(rows.length / 2))
  let worth = 0
  for (const [index, row] of rows.entries()) {
    const weakWorth = corrected(row.weakChance, forWeak) - lambda * row.weakCostUsd
    const strongWorth = corrected(row.strongChance, forStrong) - lambda * row.strongCostUsd
    const explores = index < learningRows && random() < EXPLORE / Math.sqrt(1 + index / 50)
    const takesStrong = explores ? random() < 0.5 : strongWorth > weakWorth
    const [quality, cost] = takesStrong ? [row.strong, row.strongCostUsd] : [row.weak, row.weakCostUsd]
    if (index >= learningRows) worth += quality - lambda * cost
    const outcome: OutcomeRow = {
      generationId: String(index),
      at: index,
      route: takesStrong ? 'hosted' : 'local',
      chance: takesStrong ? row.strongChance : row.weakChance,
      good: quality >= 0.5,
      weight: 1,
    }
    ;(takesStrong ? seen.strong : seen.weak).push(outcome)
    if ((index + 1) % REFIT === 0 && index < learningRows) {
      forWeak = fitCorrection(seen.weak)
      forStrong = fitCorrection(seen.strong)
    }
  }
  const after = rows.slice(learningRows)
  // What a blend is worth is linear in its share: the best is one of the two models alone.
  const weak = mean(after.map((row) => row.weak - lambda * row.weakCostUsd))
  const strong = mean(after.map((row) => row.strong - lambda * row.strongCostUsd))
  return { worth: after.length === 0 ? 0 : worth / after.length, bestBlend: Math.max(weak, strong), learningRows }
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
