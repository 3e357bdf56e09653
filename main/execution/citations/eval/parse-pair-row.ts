import { TidegateError } from '#contracts/errors.ts'

/** A claim, a passage, and whether somebody judged the passage to bear out the claim. */
export interface PairRow {
  readonly id: string
  readonly claim: string
  readonly passage: string
  readonly supported: boolean
  /** What was done to a true claim, or how it was written; for the breakdown. */
  readonly kind: string
}

/** Names under which rows of others hold these fields; the first that is there counts. */
export const CLAIM_FIELDS = ['claim', 'sentence', 'statement', 'hypothesis', 'answer', 'text'] as const
export const PASSAGE_FIELDS = [
  'passage',
  'quote',
  'source_text',
  'sourceText',
  'evidence',
  'context',
  'premise',
  'source',
  'document',
] as const
export const LABEL_FIELDS = ['label', 'supported', 'verified', 'entailed', 'expected', 'expect', 'gold', 'verdict'] as const
const KIND_FIELDS = ['kind', 'perturbation', 'type', 'category'] as const

const YES = new Set([
  '1',
  'true',
  'yes',
  'supported',
  'support',
  'supports',
  'verified',
  'valid',
  'correct',
  'entailment',
  'entailed',
  'entails',
  'attributable',
  'faithful',
  'positive',
])
const NO = new Set([
  '0',
  '-1',
  'false',
  'no',
  'unsupported',
  'not supported',
  'not_supported',
  'refuted',
  'refutes',
  'unverified',
  'invalid',
  'incorrect',
  'contradiction',
  'contradicted',
  'contradicts',
  'neutral',
  'not_entailment',
  'not enough info',
  'nei',
  'unfaithful',
  'hallucinated',
  'negative',
])

/** One row; `place` is `file:line` for errors. Throws BAD_INPUT saying which field is missing or not understood. */
export function parsePairRow(value: unknown, place: string): PairRow {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw bad(place, 'it is not an object')
  const row = new Map<string, unknown>(Object.entries(value))
  const claim = textOf(row, CLAIM_FIELDS)
  if (claim === null) throw bad(place, `there is no claim (one of ${CLAIM_FIELDS.join(', ')})`)
  const passage = textOf(row, PASSAGE_FIELDS)
  if (passage === null) throw bad(place, `there is no passage (one of ${PASSAGE_FIELDS.join(', ')})`)
  const field = LABEL_FIELDS.find((name) => row.get(name) !== undefined && row.get(name) !== null)
  if (field === undefined) throw bad(place, `there is no label (one of ${LABEL_FIELDS.join(', ')})`)
  const supported = labelOf(row.get(field))
  if (supported === null) throw bad(place, `${field} is neither supported nor unsupported (write 1 or 0, true or false)`)
  const id = row.get('id')
  const kind = textOf(row, KIND_FIELDS)
  return { id: typeof id === 'string' || typeof id === 'number' ? String(id) : place, claim, passage, supported, kind: kind ?? 'all' }
}

/** The passage may also be an object with a text (`{text}`, `{quote}`) or a list of texts. */
function textOf(row: ReadonlyMap<string, unknown>, names: readonly string[]): string | null {
  for (const name of names) {
    const text = plainText(row.get(name))
    if (text !== null && text.trim() !== '') return text
  }
  return null
}

function plainText(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) {
    const parts = value.map(plainText).filter((part) => part !== null)
    return parts.length === 0 ? null : parts.join('\n')
  }
  if (typeof value !== 'object' || value === null) return null
  const inner = new Map<string, unknown>(Object.entries(value))
  return plainText(inner.get('text') ?? inner.get('quote') ?? inner.get('passage') ?? inner.get('content'))
}

function labelOf(value: unknown): boolean | null {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const inner = new Map<string, unknown>(Object.entries(value))
    return labelOf(inner.get('supported') ?? inner.get('verified') ?? inner.get('label') ?? null)
  }
  const word = String(value).trim().toLowerCase()
  if (YES.has(word)) return true
  return NO.has(word) ? false : null
}

function bad(place: string, why: string): TidegateError {
  return new TidegateError('BAD_INPUT', `${place}: ${why}. Correct the row and try again.`)
}
