import { FEATURES, rowOf } from './features.ts'
import { ALLOWED, type ChainWeights, LABEL_COUNT, OUTSIDE } from './linear-chain.ts'

/** Room for the longest stretch that is decoded at once. */
export const STRETCH = 256
const L = LABEL_COUNT
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

/** What is added to a weight so that it is not negative. */
const BIAS = 128

/**
 * The weights of a row as eight bytes in two numbers, each BIAS higher: a row is read with two loads, and the whole table is small. Of each
 * number every second byte is added up at once, for their sums stay within 16 bits (28 features of eight bits).
 */
function pack(rows: ArrayLike<number>): Int32Array {
  const bytes = new Uint8Array(rows.length)
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = (rows[at] ?? 0) + BIAS
  return new Int32Array(bytes.buffer)
}

const EVEN = 0x00ff00ff
const BIASES = FEATURES * BIAS

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
        const row = rowOf(feature, features[first + feature] ?? 0, shift) * 2
        const left = packed[row] ?? 0
        const right = packed[row + 1] ?? 0
        a = (a + (left & EVEN)) | 0
        b = (b + ((left >>> 8) & EVEN)) | 0
        c = (c + (right & EVEN)) | 0
        d = (d + ((right >>> 8) & EVEN)) | 0
      }
      const to = token * L
      const outside = (a & 0xffff) - BIASES
      const second = (b & 0xffff) - BIASES
      const third = (a >>> 16) - BIASES
      const fourth = (b >>> 16) - BIASES
      const fifth = (c & 0xffff) - BIASES
      const sixth = (d & 0xffff) - BIASES
      const seventh = (c >>> 16) - BIASES
      const eighth = (d >>> 16) - BIASES
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
