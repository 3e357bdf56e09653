/** Labels: outside, begin and inside of a person, place and organisation, and any part of a line of an address. */
export const LABELS = ['O', 'B-PER', 'I-PER', 'B-LOC', 'I-LOC', 'B-ORG', 'I-ORG', 'STREET'] as const
export const LABEL_COUNT = 8
export const OUTSIDE = 0
export const STREET = 7

/** Entity kind of a label: 0 none, 1 person, 2 place, 3 organisation, 4 street. */
export function kindOf(label: number): number {
  return (label + 1) >> 1
}

/** Whether a label begins an entity whatever stands before it. */
export function isBegin(label: number): boolean {
  return label !== STREET && (label & 1) === 1
}

/** Inside needs a begin or inside of its kind before it. */
export function isAllowed(before: number, label: number): boolean {
  if (label === OUTSIDE || label === STREET || isBegin(label)) return true
  return before === label || before === label - 1
}

/** A linear-chain conditional random field (Lafferty, McCallum and Pereira 2001) over hashed features. */
export interface ChainWeights {
  /** One row of `LABEL_COUNT` weights per hashed feature. */
  readonly rows: Int8Array | Float32Array
  /** What a unit of `rows` is worth. */
  readonly scale: number
  /** Bits that are dropped of a feature's hash: 32 less those of a row's number. */
  readonly shift: number
  /** `LABEL_COUNT`²: from label, to label. */
  readonly transitions: Float32Array
}

/** One for each pair of labels that may follow each other (from, to), in rows of `LABEL_COUNT`. */
export const ALLOWED = Uint8Array.from({ length: LABEL_COUNT * LABEL_COUNT }, (_, at) =>
  isAllowed(Math.floor(at / LABEL_COUNT), at % LABEL_COUNT) ? 1 : 0,
)
