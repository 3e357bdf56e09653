import { WIDER } from './align.ts'
import { lexicon } from './lexicon.ts'
import { isContent } from './read-statement.ts'
import type { Pair, Problem, Read } from './types.ts'

/** Claims of which less is held are told in words of their own. */
const MIN_SCORE = 0.6
const FRENCH_POSSESSIVE = /^(?:mon|ton|son|notre|votre)$/
const FRENCH_ARTICLE = /^(?:le|la|les|l'|une|du|des|au|aux|d')$/

/** A thing that the claim names has to be spoken of in the passage: by its name, in a word of one meaning, or in a general one. */
export function checkThings({ claim, alignment }: Pair, score: number): Problem[] {
  if (score < MIN_SCORE) return []
  for (const [at, token] of claim.tokens.entries()) {
    if (alignment.at[at] !== -1 && (alignment.quality[at] ?? 0) > WIDER) continue
    if (!isThing(claim, at) || isCounted(claim, at)) continue
    return [{ kind: 'overlap', detail: `The source does not speak of “${token.text}”.` }]
  }
  return []
}

/** Whether a word is a noun that says something of its own. German writes them with a capital, French puts an article before them. */
function isThing(claim: Read, at: number): boolean {
  const words = lexicon()
  const token = claim.tokens[at]
  if (token === undefined || token.kind !== 'word' || !isContent(token)) return false
  if (words.isLight(token.lower) || words.isGeneral(token.stem) || words.unitOf(token.lower) !== undefined || words.isPast(token.lower))
    return false
  if (words.cardinals.has(token.lower) || words.quantifierOf(token.lower) !== undefined) return false
  if (claim.german) return token.capital && !token.initial
  if (FRENCH_ARTICLE.test(claim.tokens[at - 1]?.lower ?? '')) return !FRENCH_POSSESSIVE.test(token.lower)
  return words.isMostlyNoun(token.lower) && !/(?:ly|ing|ed)$/.test(token.lower)
}

function isCounted({ quantities, dates }: Read, at: number): boolean {
  return [...quantities, ...dates].some(({ from, to }) => at >= from && at <= to)
}
