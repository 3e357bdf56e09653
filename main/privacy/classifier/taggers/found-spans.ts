import { HASH_SEED, hashOf, joinHashes } from './characters.ts'
import { GLUED, SHAPE, type TokenBlock } from './tokens.ts'
import {
  FIRST_NAME,
  HONORIFIC_WORD,
  LAST_NAME,
  lookUpWord,
  ORGANIZATION_PART,
  PHRASE_WORDS,
  PUBLIC_FIGURE,
  type Vocabulary,
} from './vocabulary.ts'

export const PERSON = 1
export const PLACE = 2
export const ORGANIZATION = 3
/** Lines of addresses are told from names, and left to the tagger of addresses. */
export const STREET_LINE = 4

/** Findings by kind of label; 0 is none. */
export const KINDS = [
  { type: '', recognizer: '' },
  { type: 'PERSON', recognizer: 'person-name' },
  { type: 'LOCATION', recognizer: 'place-name' },
  { type: 'ORGANIZATION', recognizer: 'organization-name' },
] as const

const THE = hashOf('the')
const DOT = 0x2e
const AT = 0x40
const OPENING = 0x28
const CLOSING = 0x29

/** A span (token indexes, half-open) without the marks around it; a person without the form of address. Empty when nothing is left. */
export function trimSpan({ shape, hash, value }: TokenBlock, from: number, to: number, kind: number): readonly [number, number] {
  let [begin, end] = [from, to]
  const isMark = (index: number): boolean => (shape[index] ?? 0) % GLUED >= SHAPE.punctuation && hash[index] !== AT
  while (begin < end && isMark(begin)) begin += 1
  if (kind === ORGANIZATION && end - begin > 1 && hash[begin] === THE && shape[begin] === SHAPE.lower) begin += 1
  while (end > begin && isMark(end - 1)) {
    // The dot of `Inc.` stays, and a bracket that closes one of the span's own.
    if (hash[end - 1] === DOT && ((value[end - 2] ?? 0) & ORGANIZATION_PART) !== 0) break
    if (hash[end - 1] === CLOSING && hash.subarray(begin, end).includes(OPENING)) break
    end -= 1
  }
  while (kind === PERSON && end - begin > 1 && ((value[begin] ?? 0) & (HONORIFIC_WORD | FIRST_NAME)) === HONORIFIC_WORD) {
    begin += 1
    if (hash[begin] === DOT && end - begin > 1) begin += 1
  }
  return [begin, end]
}

/** Words of a span: tokens that are no marks. */
function countWords({ shape }: TokenBlock, from: number, to: number): number {
  let words = 0
  for (let index = from; index < to; index += 1) if ((shape[index] ?? 0) % GLUED < SHAPE.punctuation) words += 1
  return words
}

/**
 * How sure a finding is, times how much it may say of somebody: a full name 0.85, a first or last name alone 0.6, an organisation 0.6, a
 * place 0.55, a person everybody knows 0.3.
 */
export function scoreSpan(block: TokenBlock, from: number, to: number, kind: number, chance: number, vocabulary: Vocabulary): number {
  switch (kind) {
    case PERSON:
      if (isPublicFigure(block, from, to, vocabulary)) return 0.3 * chance
      return (countWords(block, from, to) > 1 ? 0.85 : 0.6) * chance
    case PLACE:
      return 0.55 * chance
    default:
      return 0.6 * chance
  }
}

/** A span that is a name of the list, or a single word of it that is nobody's usual last name. */
function isPublicFigure({ hash, shape, value }: TokenBlock, from: number, to: number, vocabulary: Vocabulary): boolean {
  if (to - from === 1) return ((value[from] ?? 0) & (PUBLIC_FIGURE | LAST_NAME | FIRST_NAME)) === PUBLIC_FIGURE
  let joined = HASH_SEED
  let words = 0
  for (let index = from; index < to; index += 1) {
    if ((shape[index] ?? 0) % GLUED >= SHAPE.punctuation) continue
    joined = joinHashes(joined, hash[index] ?? 0)
    words += 1
  }
  return words <= PHRASE_WORDS && (lookUpWord(vocabulary, joined) & PUBLIC_FIGURE) !== 0
}
