import { isDenying } from './denying-words.ts'
import { lexicon } from './lexicon.ts'
import type { Token } from './read-statement.ts'
import type { Pair, Problem } from './types.ts'

/** Words that deny what stands beside them; "without" and "unless" deny something of their own. */
const DENIES = /^(?:not|no|never|nobody|none|nothing|cannot|nicht|nie|niemals|niemand|nichts|kein\p{L}*)$|n't$/u
/** Between two denials: each is in a part of its own. */
const PARTS =
  /^(?:and|but|because|who|which|if|unless|until|when|where|that|as|or|nor|than|und|aber|wenn|falls|dass|ob|als|et|mais|si|que|quand|ou|ni)$/
const NOT_THERE = /^(?:gone|missing|negative|absent|fail(?:ed)?)$/
/** Tokens between two denials of one thing. */
const REACH = 12
/** A denial reaches no farther than this to a word that denies by its form. */
const BESIDE = 2

/** "No data are not shared", "is not impossible": what is denied twice is said, and has to be denied twice in the passage as well. */
export function checkDoubleDenial({ claim, passage, alignment }: Pair): Problem[] {
  const at = claim.tokens.findIndex((_, place) => isDoubled(claim.tokens, place, (other) => alignment.quality[other] !== 1))
  const token = claim.tokens[at]
  if (token === undefined || passage.tokens.some((_, place) => isDoubled(passage.tokens, place, () => true))) return []
  if (!passage.tokens.some(({ kind, lower }) => kind === 'word' && (lexicon().isNegation(lower) || isDenying(lower)))) return []
  return [{ kind: 'negation', detail: `The draft says “${token.text}” where it denies something already, the source denies it once.` }]
}

function isDoubled(tokens: readonly Token[], at: number, isOwn: (place: number) => boolean): boolean {
  const token = tokens[at]
  if (token?.kind !== 'word' || !DENIES.test(token.lower)) return false
  const part = tokens.slice(Math.max(0, at - REACH), at).filter(({ clause }) => clause === token.clause)
  const before = part.findLastIndex(({ lower }) => DENIES.test(lower))
  if (before !== -1 && !part.slice(before).some(({ lower }) => PARTS.test(lower))) return true
  return token.lower !== 'no' && [1, BESIDE].some((step) => isNegative(tokens[at + step]) && isOwn(at + step))
}

/** Whether a word denies by its form ("unaffected", "impossible"), or says that something is not there or not so. */
function isNegative(token: Token | undefined): boolean {
  if (token?.kind !== 'word') return false
  return NOT_THERE.test(token.lower) || (/^(?:un|im|in|ir|il)\p{L}{5,}/u.test(token.lower) && isDenying(token.lower))
}
