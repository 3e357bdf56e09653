import { lexicon } from './lexicon.ts'
import { isContent, type Token } from './read-statement.ts'

const BEFORE_VERB = /^(?:to|will|would|shall|should|can|could|may|might|must|has|have|had|did|does|do|i|we|he|she|they|it)$/
const AUXILIARY = /^(?:was|were|is|are|been|being|be)$/
const DETERMINER = /^(?:the|this|these|that|its|their|his|her|a|an)$/
const ADVERB = /^(?:therefore|also|now|then|often|usually|always|still|even|only|\p{L}+ly)$/u
/** Comparatives that the list of irregular forms has, too. */
const DEGREE = /^(?:better|best|worse|worst|farther|farthest|furthest|people|children|men|women|feet|halves|mice|data|bacteria|series)$/
/** What stands behind a plural noun at least as often as behind a verb. */
const BEHIND_NOUN =
  /^(?:of|for|and|or|are|were|was|is|have|has|had|will|would|may|can|shall|must|should|do|did|that|who|which|in|at|on|with|by)$/

/** Whether a word looks like a verb, by its form and the words beside it; English alone. */
export function isVerb(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]
  if (token === undefined || token.kind !== 'word' || !isContent(token) || token.capital) return false
  const next = tokens[at + 1]
  const adverb = ADVERB.test(tokens[at - 1]?.lower ?? '') ? 1 : 0
  const before = tokens[at - 1 - adverb]
  // "Her debut, The Salt Road, appeared in 1981".
  if (before?.text === ',' && /[^e]ed$/.test(token.lower) && next?.stop === true && next.lower !== 'by') return true
  if (
    DEGREE.test(token.lower) ||
    before?.kind !== 'word' ||
    lexicon().unitOf(token.lower) !== undefined ||
    lexicon().scales.has(token.lower)
  )
    return false
  if (/[^e]ed$/.test(token.lower) || lexicon().isPast(token.lower)) return !DETERMINER.test(before.lower)
  if (BEFORE_VERB.test(before.lower)) return true
  // "Rivals prefer", "the steel carries": a base form stands behind a plural, the form with an s behind any subject.
  if (lexicon().isMostlyVerb(token.stem) && (/[^s]s$/.test(token.lower) || /[^s]s$/.test(before.lower)) && !/ers?$/.test(token.lower))
    return !DETERMINER.test(before.lower) && isContent(before)
  return /[^s]s$/.test(token.lower) && next?.stop === true && isContent(before) && !BEHIND_NOUN.test(next.lower)
}

/** Whether a verb is in the passive voice: an auxiliary just before it, or "by" behind. */
export function isSuffered(tokens: readonly Token[], at: number): boolean {
  return tokens[at + 1]?.lower === 'by' || [1, 2].some((step) => AUXILIARY.test(tokens[at - step]?.lower ?? ''))
}
