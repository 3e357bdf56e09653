import type { Candidates } from './candidates.ts'
import { foldCode } from './characters.ts'
import { GLUED, SHAPE, type TokenBlock } from './tokens.ts'
import { FLAG_BITS } from './vocabulary.ts'

/** Features of one token. Each value, with the feature's number, is hashed to a row of the weights. */
export const FEATURES = 28

const FLAG_MASK = (1 << FLAG_BITS) - 1
const DIGIT_HASH = 0x30
/** Joins two values to one. */
const P = 0x01000193

const SALTS = Int32Array.from({ length: FEATURES }, (_, feature) => Math.imul(feature + 1, 0x9e3779b1))

/** The row of a feature's value: the upper bits of a multiplicative hash (Knuth, TAOCP 6.4), `shift` of the lower dropped. */
export function rowOf(feature: number, value: number, shift: number): number {
  return Math.imul(value ^ (SALTS[feature] ?? 0), 0x85ebca6b) >>> shift
}

/** Numbers are told by their length only. */
function wordAt({ hash, shape, start, end }: TokenBlock, index: number): number {
  return ((shape[index] ?? 0) & 15) === SHAPE.digits ? DIGIT_HASH + ((end[index] ?? 0) - (start[index] ?? 0)) : (hash[index] ?? 0)
}

/**
 * Writes the values of a token's features, of a text given by its units, to `values` from `at` on. Looks at two tokens on either side; the block has them, or empty
 * ones, at its borders. The same code serves the training.
 */
export function writeFeatures(
  units: Uint16Array,
  block: TokenBlock,
  { phrase, grade }: Candidates,
  index: number,
  values: Int32Array,
  at: number,
): void {
  const { value, shape, line, start, end } = block
  const own = wordAt(block, index)
  const before = wordAt(block, index - 1)
  const behind = wordAt(block, index + 1)
  const secondBefore = wordAt(block, index - 2)
  const second = wordAt(block, index + 2)
  const entry = value[index] ?? 0
  const entryBefore = value[index - 1] ?? 0
  const entryBehind = value[index + 1] ?? 0
  const flags = entry & FLAG_MASK
  const cluster = entry >>> FLAG_BITS
  const clusterBefore = entryBefore >>> FLAG_BITS
  const clusterBehind = entryBehind >>> FLAG_BITS
  const form = shape[index] ?? 0
  const kind = form & 15
  const from = start[index] ?? 0
  const to = end[index] ?? 0
  const length = to - from
  let head = 0
  let tail2 = 0
  let tail3 = 0
  let tail4 = 0
  if (kind < SHAPE.digits || kind === SHAPE.caseless) {
    const last = foldCode(units[to - 1] ?? 0)
    const first = foldCode(units[from] ?? 0)
    tail2 = length > 1 ? (Math.imul(foldCode(units[to - 2] ?? 0), P) + last) | 0 : last
    tail3 = length > 2 ? (Math.imul(foldCode(units[to - 3] ?? 0), P) + tail2) | 0 : tail2
    tail4 = length > 3 ? (Math.imul(foldCode(units[to - 4] ?? 0), P) + tail3) | 0 : tail3
    head = length > 1 ? (Math.imul(first, P) + foldCode(units[from + 1] ?? 0)) | 0 : first
    if (length > 2) head = (Math.imul(head, P) + foldCode(units[from + 2] ?? 0)) | 0
  }
  const around = Math.imul(Math.imul(grade[index - 1] ?? 0, 3) + (grade[index + 1] ?? 0), 64) + Math.min(length, 12)
  values[at] = own
  values[at + 1] = before
  values[at + 2] = behind
  values[at + 3] = secondBefore
  values[at + 4] = second
  values[at + 5] = Math.imul(before, P) + own
  values[at + 6] = Math.imul(own, P) + behind
  values[at + 7] = Math.imul(behind, P) + second
  values[at + 8] = Math.imul(form, P) + flags
  values[at + 9] = Math.imul(form, P) + (shape[index + 1] ?? 0)
  values[at + 10] = (((shape[index - 2] ?? 0) << 10) | ((shape[index - 1] ?? 0) << 5) | form) + 1
  values[at + 11] = Math.imul(head, P) + kind
  values[at + 12] = tail2
  values[at + 13] = tail3
  values[at + 14] = tail4
  values[at + 15] = Math.imul(entryBefore & FLAG_MASK, P) + flags
  values[at + 16] = Math.imul(flags, P) + (entryBehind & FLAG_MASK)
  values[at + 17] = (cluster << 4) | kind
  values[at + 18] = (clusterBefore << 4) | kind
  values[at + 19] = (clusterBehind << 4) | kind
  values[at + 20] = (clusterBefore << 10) | cluster
  values[at + 21] = (cluster << 10) | clusterBehind
  values[at + 22] = (((value[index - 2] ?? 0) >>> FLAG_BITS) << 10) | clusterBefore
  values[at + 23] = (value[index + 2] ?? 0) >>> FLAG_BITS
  values[at + 24] = ((phrase[index - 1] ?? 0) << 6) | ((phrase[index] ?? 0) << 3) | (phrase[index + 1] ?? 0)
  values[at + 25] = ((line[index] ?? 0) << 4) | kind
  values[at + 27] = Math.imul(secondBefore, P) + before
  values[at + 26] = around * 2 + (form & GLUED ? 1 : 0)
}
