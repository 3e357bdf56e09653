import { FEATURES, rowOf } from './features.ts'
import { ALLOWED, type ChainWeights, LABEL_COUNT, OUTSIDE } from './linear-chain.ts'

/** Room for the longest stretch that is decoded at once. */
export const STRETCH = 256
const L = LABEL_COUNT
const LANES = L / 2
const IMPOSSIBLE = -1e9

/** Scratch room for one stretch of tokens, and what was made of it. */
export interface Decoder {
  /** `FEATURES` values per token, written by the caller. */
  readonly features: Int32Array
  /** The best label of each token, after `decode`. */
  readonly labels: Uint8Array
  /** Finds the best labels of the first `length` tokens (Viterbi); before and behind them stands O. Whether any is not O. */
  decode(length: number): boolean
  /** After `decode`: the chance of a token's label, given those beside it. */
  chance(token: number, length: number): number
}

/**
 * Two labels share one 32-bit number: the sums of their weights stay within 16 bits (28 features of seven bits and a sign),
 * so that one addition serves both.
 */
function pack(rows: ArrayLike<number>): Int32Array {
  const packed = new Int32Array(rows.length / 2)
  for (let at = 0; at < packed.length; at += 1) packed[at] = ((rows[at * 2 + 1] ?? 0) << 16) + (rows[at * 2] ?? 0)
  return packed
}

export function createDecoder({ rows, scale, shift, transitions }: ChainWeights): Decoder {
  const packed = pack(rows)
  // In units of the weights, with what is not allowed out of reach.
  const steps = transitions.map((score, at) => (ALLOWED[at] === 1 ? score / scale : IMPOSSIBLE))
  const features = new Int32Array(STRETCH * FEATURES)
  const scores = new Int32Array(STRETCH * L)
  const best = new Float32Array(STRETCH * L)
  const from = new Uint8Array(STRETCH * L)
  const labels = new Uint8Array(STRETCH)
  /** By how much O must lead everywhere so that no path can beat it: twice the most that leaving O can gain. */
  const lead = 2 * (steps.reduce((most, step) => Math.max(most, step), IMPOSSIBLE) - (steps[0] ?? 0))

  /** Sums the weights of each token's features; the least lead of O over all other labels. */
  function score(length: number): number {
    let least = -IMPOSSIBLE
    for (let token = 0; token < length; token += 1) {
      let [a, b, c, d] = [0, 0, 0, 0]
      const first = token * FEATURES
      for (let feature = 0; feature < FEATURES; feature += 1) {
        const row = rowOf(feature, features[first + feature] ?? 0, shift) * LANES
        a = (a + (packed[row] ?? 0)) | 0
        b = (b + (packed[row + 1] ?? 0)) | 0
        c = (c + (packed[row + 2] ?? 0)) | 0
        d = (d + (packed[row + 3] ?? 0)) | 0
      }
      const to = token * L
      const outside = (a << 16) >> 16
      const second = (a - outside) >> 16
      const third = (b << 16) >> 16
      const fourth = (b - third) >> 16
      const fifth = (c << 16) >> 16
      const sixth = (c - fifth) >> 16
      const seventh = (d << 16) >> 16
      const eighth = (d - seventh) >> 16
      scores[to] = outside
      scores[to + 1] = second
      scores[to + 2] = third
      scores[to + 3] = fourth
      scores[to + 4] = fifth
      scores[to + 5] = sixth
      scores[to + 6] = seventh
      scores[to + 7] = eighth
      const most = Math.max(second, third, fourth, fifth, sixth, seventh, eighth)
      if (outside - most < least) least = outside - most
    }
    return least
  }

  function decode(length: number): boolean {
    if (score(length) >= lead) {
      labels.fill(OUTSIDE, 0, length)
      return false
    }
    for (let label = 0; label < L; label += 1) best[label] = (scores[label] ?? 0) + (steps[label] ?? 0)
    for (let token = 1; token < length; token += 1) {
      const row = token * L
      for (let label = 0; label < L; label += 1) {
        let top = IMPOSSIBLE * 4
        let source = 0
        // Inside a person, place or organisation: only its own two labels come before.
        const inside = label > 0 && (label & 1) === 0
        const least = inside ? label - 1 : 0
        const most = inside ? label : L - 1
        for (let before = least; before <= most; before += 1) {
          const value = (best[row - L + before] ?? 0) + (steps[before * L + label] ?? 0)
          if (value > top) {
            top = value
            source = before
          }
        }
        best[row + label] = top + (scores[row + label] ?? 0)
        from[row + label] = source
      }
    }
    let label = 0
    let top = IMPOSSIBLE * 8
    const end = (length - 1) * L
    for (let last = 0; last < L; last += 1) {
      const value = (best[end + last] ?? 0) + (steps[last * L] ?? 0)
      if (value > top) {
        top = value
        label = last
      }
    }
    let found = false
    for (let token = length - 1; token >= 0; token -= 1) {
      labels[token] = label
      if (label !== OUTSIDE) found = true
      label = from[token * L + label] ?? 0
    }
    return found
  }

  function chance(token: number, length: number): number {
    const own = labels[token] ?? 0
    const before = token === 0 ? OUTSIDE : (labels[token - 1] ?? 0)
    const behind = token === length - 1 ? OUTSIDE : (labels[token + 1] ?? 0)
    const ownScore = scoreOf(token, own, before, behind)
    let sum = 0
    for (let label = 0; label < L; label += 1) sum += Math.exp((scoreOf(token, label, before, behind) - ownScore) * scale)
    return 1 / sum
  }

  function scoreOf(token: number, label: number, before: number, behind: number): number {
    return (scores[token * L + label] ?? 0) + (steps[before * L + label] ?? 0) + (steps[label * L + behind] ?? 0)
  }

  return { features, labels, decode, chance }
}
