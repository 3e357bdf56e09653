import { FEATURES } from '../../main/privacy/classifier/taggers/features.ts'
import { type ChainWeights, LABEL_COUNT } from '../../main/privacy/classifier/taggers/linear-chain.ts'
import { type ChainState, createChainState, factorsOf, posteriors, scoreTokens } from './chain-sums.ts'
import type { Example } from './documents.ts'
import { createRandom } from './random.ts'

export interface Learning {
  readonly rowBits: number
  readonly rounds: number
  readonly rate: number
  /** Share of the features of a token that a step does not see, so that none is relied on alone. */
  readonly dropout: number
  readonly seed: number
}

const RATE_FLOOR = 1e-6

/**
 * Trains the chain by stochastic gradient on the log-likelihood with a rate per weight (AdaGrad; Duchi, Hazan and Singer 2011) and
 * feature dropout. The same seed and examples give the same weights. One step per example, in an order shuffled each round.
 */
export function learn(
  examples: readonly Example[],
  { rowBits, rounds, rate, dropout, seed }: Learning,
): ChainWeights & { readonly rows: Float32Array } {
  const L = LABEL_COUNT
  const size = (1 << rowBits) * L
  const rows = new Float32Array(size)
  const seen = new Float32Array(size).fill(RATE_FLOOR)
  const transitions = new Float32Array(L * L)
  const seenTransitions = new Float32Array(L * L).fill(RATE_FLOOR)
  const weights = { rows, scale: 1, shift: 32 - rowBits, transitions }
  const random = createRandom(seed)
  const state = createChainState()
  const order = examples.map((_, index) => index)
  const empty = 0
  for (let round = 0; round < rounds; round += 1) {
    shuffle(order, random)
    const step = rate * (1 - (0.8 * round) / rounds)
    for (const at of order) {
      const example = examples[at]
      if (example === undefined) continue
      const { gold, weight } = example
      const length = gold.length
      // What is dropped points at row 0, which no feature uses for long: it is reset after the step.
      for (let index = 0; index < example.rows.length; index += 1)
        state.features[index] = dropout > 0 && random() < dropout ? empty : (example.rows[index] ?? 0)
      scoreTokens(weights, state, length)
      const factors = factorsOf(transitions)
      posteriors(factors, state, length)
      updateTransitions(state, factors, gold, transitions, seenTransitions, step * weight)
      const { chances, features } = state
      for (let token = 0; token < length; token += 1) {
        const right = gold[token] ?? 0
        for (let label = 0; label < L; label += 1) {
          const slope = ((label === right ? 1 : 0) - (chances[token * L + label] ?? 0)) * weight
          if (slope < 0.001 && slope > -0.001) continue
          const square = slope * slope
          for (let index = token * FEATURES; index < (token + 1) * FEATURES; index += 1) {
            const row = features[index] ?? 0
            if (row === empty) continue
            const cell = row * L + label
            const sum = (seen[cell] ?? 0) + square
            seen[cell] = sum
            rows[cell] = (rows[cell] ?? 0) + (step * slope) / Math.sqrt(sum)
          }
        }
      }
    }
  }
  return weights
}

/** Expected less observed transitions, from the forward and backward sums of `posteriors`. */
function updateTransitions(
  { scores, forward, backward }: ChainState,
  factors: Float32Array,
  gold: Uint8Array,
  transitions: Float32Array,
  seen: Float32Array,
  step: number,
): void {
  const L = LABEL_COUNT
  const slopes = new Float64Array(L * L)
  const last = gold.length - 1
  slopes[gold[0] ?? 0] = (slopes[gold[0] ?? 0] ?? 0) + 1
  slopes[(gold[last] ?? 0) * L] = (slopes[(gold[last] ?? 0) * L] ?? 0) + 1
  for (let token = 0; token <= last + 1; token += 1) {
    let sum = 0
    const most = token > last ? 0 : maximum(scores, token)
    const factor = new Float64Array(L)
    for (let label = 0; label < L; label += 1)
      factor[label] = token > last ? 1 : Math.exp((scores[token * L + label] ?? 0) - most) * (backward[token * L + label] ?? 0)
    const pairs = new Float64Array(L * L)
    for (let before = 0; before < L; before += 1) {
      const left = token === 0 ? (before === 0 ? 1 : 0) : (forward[(token - 1) * L + before] ?? 0)
      if (left === 0) continue
      for (let label = 0; label < L; label += 1) {
        if (token > last && label > 0) break
        const value = left * (factors[before * L + label] ?? 0) * (factor[label] ?? 0)
        pairs[before * L + label] = value
        sum += value
      }
    }
    if (token > 0 && token <= last) {
      const at = (gold[token - 1] ?? 0) * L + (gold[token] ?? 0)
      slopes[at] = (slopes[at] ?? 0) + 1
    }
    for (let at = 0; at < pairs.length; at += 1) slopes[at] = (slopes[at] ?? 0) - (pairs[at] ?? 0) / sum
  }
  for (let at = 0; at < slopes.length; at += 1) {
    const slope = slopes[at] ?? 0
    if (slope === 0) continue
    seen[at] = (seen[at] ?? 0) + slope * slope
    transitions[at] = (transitions[at] ?? 0) + (step * slope) / Math.sqrt(seen[at] ?? 1)
  }
}

function maximum(scores: Float32Array, token: number): number {
  let most = scores[token * LABEL_COUNT] ?? 0
  for (let label = 1; label < LABEL_COUNT; label += 1) most = Math.max(most, scores[token * LABEL_COUNT + label] ?? 0)
  return most
}

function shuffle(order: number[], random: () => number): void {
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1))
    const kept = order[at] ?? 0
    order[at] = order[other] ?? 0
    order[other] = kept
  }
}

/**
 * The mean of weights that were learnt apart: for a linear model as good as asking all of them (Breiman, Bagging predictors, 1996), and no
 * slower than one.
 */
export function meanOf(all: readonly (ChainWeights & { readonly rows: Float32Array })[]): ChainWeights & { readonly rows: Float32Array } {
  const [first] = all
  if (first === undefined) throw new Error('There are no weights to take the mean of.')
  const mean = (of: (weights: (typeof all)[number]) => Float32Array): Float32Array =>
    of(first).map((_, at) => all.reduce((sum, weights) => sum + (of(weights)[at] ?? 0), 0) / all.length)
  return { ...first, rows: mean(({ rows }) => rows), transitions: mean(({ transitions }) => transitions) }
}

/** Moves the balance: what every step to O loses makes the tagger find more, and be wrong more often. */
export function favourNames({ transitions }: ChainWeights, by: number): void {
  for (let before = 0; before < LABEL_COUNT; before += 1) transitions[before * LABEL_COUNT] = (transitions[before * LABEL_COUNT] ?? 0) - by
}

/** Weights as signed bytes: the scale is set so that all but the largest few keep their value. */
export function quantise({ rows, shift, transitions }: ChainWeights): ChainWeights & { readonly rows: Int8Array } {
  const sizes = Float32Array.from(
    rows.filter((weight) => weight !== 0),
    Math.abs,
  ).sort()
  const scale = (sizes[Math.floor(sizes.length * 0.99998)] ?? 1) / 127
  return { rows: Int8Array.from(rows, (weight) => Math.max(-127, Math.min(127, Math.round(weight / scale)))), scale, shift, transitions }
}
