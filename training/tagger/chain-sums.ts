import { STRETCH } from '../../main/privacy/classifier/taggers/decoder.ts'
import { FEATURES } from '../../main/privacy/classifier/taggers/features.ts'
import { ALLOWED, type ChainWeights, LABEL_COUNT } from '../../main/privacy/classifier/taggers/linear-chain.ts'

/** Scratch room for one stretch. */
export interface ChainState {
  readonly features: Int32Array
  /** Scores of the labels of each token. */
  readonly scores: Float32Array
  readonly forward: Float32Array
  readonly backward: Float32Array
  /** Chance of each label of each token, after `posteriors`. */
  readonly chances: Float32Array
}

export function createChainState(): ChainState {
  const size = STRETCH * LABEL_COUNT
  return {
    features: new Int32Array(STRETCH * FEATURES),
    scores: new Float32Array(size),
    forward: new Float32Array(size),
    backward: new Float32Array(size),
    chances: new Float32Array(size),
  }
}

/** Sums the weights of the features of `length` tokens. */
export function scoreTokens({ rows, scale }: ChainWeights, { features, scores }: ChainState, length: number): void {
  for (let token = 0; token < length; token += 1) {
    let [a, b, c, d, e, f, g, h] = [0, 0, 0, 0, 0, 0, 0, 0]
    const last = (token + 1) * FEATURES
    for (let at = token * FEATURES; at < last; at += 1) {
      const row = (features[at] ?? 0) * LABEL_COUNT
      a += rows[row] ?? 0
      b += rows[row + 1] ?? 0
      c += rows[row + 2] ?? 0
      d += rows[row + 3] ?? 0
      e += rows[row + 4] ?? 0
      f += rows[row + 5] ?? 0
      g += rows[row + 6] ?? 0
      h += rows[row + 7] ?? 0
    }
    const to = token * LABEL_COUNT
    scores[to] = a * scale
    scores[to + 1] = b * scale
    scores[to + 2] = c * scale
    scores[to + 3] = d * scale
    scores[to + 4] = e * scale
    scores[to + 5] = f * scale
    scores[to + 6] = g * scale
    scores[to + 7] = h * scale
  }
}

/** Chance of every label of every token (forward-backward, each row scaled to sum to one), into `chances`. Gives back the log of the sum over all paths. */
export function posteriors(transitionFactors: Float32Array, state: ChainState, length: number): number {
  const { scores, forward, backward, chances } = state
  const L = LABEL_COUNT
  let logSum = 0
  for (let token = 0; token < length; token += 1) {
    const row = token * L
    let most = scores[row] ?? 0
    for (let label = 1; label < L; label += 1) most = Math.max(most, scores[row + label] ?? 0)
    let sum = 0
    for (let label = 0; label < L; label += 1) {
      let paths = 0
      if (token === 0) paths = transitionFactors[label] ?? 0
      else
        for (let before = 0; before < L; before += 1)
          paths += (forward[row - L + before] ?? 0) * (transitionFactors[before * L + label] ?? 0)
      const factor = Math.exp((scores[row + label] ?? 0) - most)
      // Kept for the way back.
      chances[row + label] = factor
      const value = paths * factor
      forward[row + label] = value
      sum += value
    }
    for (let label = 0; label < L; label += 1) forward[row + label] = (forward[row + label] ?? 0) / sum
    logSum += Math.log(sum) + most
  }
  const end = (length - 1) * L
  let last = 0
  for (let label = 0; label < L; label += 1) {
    backward[end + label] = transitionFactors[label * L] ?? 0
    last += (forward[end + label] ?? 0) * (backward[end + label] ?? 0)
  }
  logSum += Math.log(last)
  for (let token = length - 2; token >= 0; token -= 1) {
    const row = token * L
    let sum = 0
    for (let label = 0; label < L; label += 1) {
      let paths = 0
      for (let next = 0; next < L; next += 1)
        paths += (transitionFactors[label * L + next] ?? 0) * (chances[row + L + next] ?? 0) * (backward[row + L + next] ?? 0)
      backward[row + label] = paths
      sum += paths
    }
    for (let label = 0; label < L; label += 1) backward[row + label] = (backward[row + label] ?? 0) / sum
  }
  for (let token = 0; token < length; token += 1) {
    const row = token * L
    let sum = 0
    for (let label = 0; label < L; label += 1) {
      const chance = (forward[row + label] ?? 0) * (backward[row + label] ?? 0)
      chances[row + label] = chance
      sum += chance
    }
    for (let label = 0; label < L; label += 1) chances[row + label] = (chances[row + label] ?? 0) / sum
  }
  return logSum
}

/** Exponentials of the transitions; 0 where one is not allowed. */
export function factorsOf(transitions: Float32Array): Float32Array {
  return transitions.map((score, at) => (ALLOWED[at] === 1 ? Math.exp(score) : 0))
}
