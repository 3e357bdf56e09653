import { HASH_SEED, joinHashes } from './characters.ts'
import { GLUED, SHAPE, type TokenBlock } from './tokens.ts'
import {
  COMMON,
  HONORIFIC_WORD,
  lookUpWord,
  MONTH_OR_DAY,
  mayBeName,
  NAME_FLAGS,
  OPENS_PHRASE,
  ORGANIZATION_NAME,
  ORGANIZATION_PART,
  PARTICLE,
  PHRASE_WORDS,
  PLACE_FLAGS,
  PLACE_PART,
  STREET_PART,
  VERY_COMMON,
  type Vocabulary,
} from './vocabulary.ts'

/** Never part of a name by itself, not scored: most words. */
export const NOT_SCORED = 0
/** Scored beside a candidate only: numbers, particles, punctuation inside names. */
export const WEAK = 1
export const CANDIDATE = 2

const HYPHEN = 0x2d
const DOT = 0x2e
const AT = 0x40
/** Marks that stand inside names and addresses: # & ' ( ) , - . / as bits, of codes from 32 on. */
const JOINING = [0x23, 0x26, 0x27, 0x28, 0x29, 0x2c, 0x2d, 0x2e, 0x2f].reduce((bits, code) => bits | (1 << (code - 32)), 0)

/** What stands for the phrase of a list that a token belongs to. */
export const PHRASE_PLACE = 1
export const PHRASE_ORGANIZATION = 2
export const PHRASE_BEGIN = 4

export interface Candidates {
  readonly grade: Uint8Array
  readonly phrase: Uint8Array
}

export function createCandidates(block: TokenBlock): Candidates {
  return { grade: new Uint8Array(block.start.length), phrase: new Uint8Array(block.start.length) }
}

const NAMEISH = NAME_FLAGS | PLACE_FLAGS | ORGANIZATION_NAME
const WEAKLY = ORGANIZATION_PART | STREET_PART | PLACE_PART | PARTICLE | HONORIFIC_WORD

/** Tells which tokens of a block are worth scoring, and which stand in a phrase of a list. One look at each token. */
export function findCandidates(block: TokenBlock, vocabulary: Vocabulary, from: number, { grade, phrase }: Candidates): void {
  const { count, shape, value, hash, start, end } = block
  phrase.fill(0, from, count)
  for (let index = from; index < count; index += 1) {
    const form = shape[index] ?? 0
    const word = value[index] ?? 0
    let found = NOT_SCORED
    switch (form & 15) {
      case SHAPE.lower:
        if (word === 0) found = (end[index] ?? 0) - (start[index] ?? 0) > 2 ? CANDIDATE : WEAK
        else if ((word & NAMEISH) !== 0)
          found = (word & (VERY_COMMON | COMMON)) === 0 ? CANDIDATE : (word & VERY_COMMON) === 0 ? WEAK : NOT_SCORED
        if (found === NOT_SCORED && (word & WEAKLY) !== 0) found = WEAK
        if ((form & GLUED) !== 0 && hash[index - 1] === AT) found = CANDIDATE
        break
      case SHAPE.capital:
      case SHAPE.capitals:
        // A word that everybody uses, with the capital of a sentence or a heading.
        if ((word & VERY_COMMON) !== 0 && (word & (NAMEISH | OPENS_PHRASE | ORGANIZATION_PART)) === 0) found = WEAK
        else found = (word & MONTH_OR_DAY) !== 0 && (word & NAMEISH) === 0 ? WEAK : CANDIDATE
        break
      case SHAPE.mixed:
        found = CANDIDATE
        break
      case SHAPE.caseless:
        // Scripts without case, some of them without blanks: only what a list has as a name.
        if ((word & NAMEISH) !== 0) found = CANDIDATE
        break
      case SHAPE.initial:
      case SHAPE.digits:
        found = WEAK
        break
      case SHAPE.code:
        found = (form & GLUED) !== 0 && hash[index - 1] === AT ? CANDIDATE : WEAK
        break
      case SHAPE.newline:
        found = WEAK
        break
      case SHAPE.punctuation:
        found = isJoining(hash[index] ?? 0) ? WEAK : NOT_SCORED
        break
      default:
        break
    }
    grade[index] = found
    if ((word & OPENS_PHRASE) !== 0 && (phrase[index] ?? 0) === 0) markPhrase(block, vocabulary, index, phrase)
    if ((phrase[index] ?? 0) !== 0) grade[index] = CANDIDATE
  }
}

function isJoining(code: number): boolean {
  return code < 48 && code > 32 && ((JOINING >>> (code - 32)) & 1) === 1
}

/** The longest phrase of a list that begins at a word; capitalised, or none of its words would be seen as a name anyway. */
function markPhrase({ count, shape, hash }: TokenBlock, vocabulary: Vocabulary, from: number, phrase: Uint8Array): void {
  let joined = joinHashes(HASH_SEED, hash[from] ?? 0)
  let last = from
  let longest = -1
  let flags = 0
  let index = from
  for (let words = 1; words < PHRASE_WORDS; words += 1) {
    index += 1
    while (index < count && (hash[index] === HYPHEN || hash[index] === DOT) && (shape[index] ?? 0) === (SHAPE.punctuation | GLUED))
      index += 1
    const form = (shape[index] ?? 0) & 15
    if (index >= count || form === SHAPE.punctuation || form === SHAPE.newline || form === SHAPE.link) break
    last = index
    joined = joinHashes(joined, hash[index] ?? 0)
    if (!mayBeName(vocabulary, joined)) continue
    const found = lookUpWord(vocabulary, joined)
    if ((found & (PLACE_FLAGS | ORGANIZATION_NAME)) === 0) continue
    longest = last
    flags = found
  }
  if (longest < 0) return
  const kind = ((flags & PLACE_FLAGS) !== 0 ? PHRASE_PLACE : 0) | ((flags & ORGANIZATION_NAME) !== 0 ? PHRASE_ORGANIZATION : 0)
  for (let token = from; token <= longest; token += 1) phrase[token] = kind
  phrase[from] = kind | PHRASE_BEGIN
}

/** Whether a token is scored: a candidate, or weak with a candidate within two tokens on the same side. */
export function isScored(grade: Uint8Array, index: number): boolean {
  const own = grade[index]
  if (own === CANDIDATE) return true
  if (own !== WEAK) return false
  const [before, behind] = [grade[index - 1], grade[index + 1]]
  return (
    before === CANDIDATE ||
    behind === CANDIDATE ||
    (before === WEAK && grade[index - 2] === CANDIDATE) ||
    (behind === WEAK && grade[index + 2] === CANDIDATE)
  )
}
