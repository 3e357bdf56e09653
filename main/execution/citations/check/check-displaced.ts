import { isName, isTitle } from './check-names.ts'
import { lexicon } from './lexicon.ts'
import { isContent, type Token } from './read-statement.ts'
import type { Pair, Problem } from './types.ts'

const TAKES_UP =
  /^(?:he|she|it|they|his|her|its|their|him|them|who|which|er|sie|es|ihr|ihre|sein|seine|dieser|diese|il|elle|ils|this|these|that|both|i|we)(?:'|$)/
/** Of what is said of a name in the claim, at least this share has to stand in one sentence of the passage; of a common word more. */
const NAME_SHARE = 0.6
const WORD_SHARE = 0.75
const MIN_HELD = 2

/**
 * What one sentence of the passage says may not be told of somebody or something that only another sentence speaks of, while that
 * sentence has its own. A word that takes up an earlier one ("she", "these") may stand for what was named before, never for what comes.
 */
export function checkDisplaced(pair: Pair): Problem[] {
  const { claim, passage } = pair
  const words = lexicon()
  const said = claim.tokens
    .entries()
    .filter(([, token]) => isContent(token) && !isTitle(token.lower) && !words.isLight(token.lower))
    .map(([at]) => at)
    .toArray()
  const names = new Set(said.filter((at) => isName(claim, at)))
  for (const at of said) {
    const isEnd = at === said[0] || at === said.at(-1)
    if (!(names.has(at) || isEnd) || !isHeld(pair, at) || isCounted(pair, at)) continue
    const rest = said.filter((other) => other !== at && !(names.has(at) && names.has(other)) && inClause(pair, other, at))
    const sentence = sentenceOf(pair, rest, names.has(at) ? NAME_SHARE : WORD_SHARE)
    if (sentence === null) continue
    const own = passage.tokens.filter(({ stem }) => stem === claim.tokens[at]?.stem).map((token) => token.sentence)
    if (own.includes(sentence)) continue
    const part = passage.tokens.filter((token) => token.sentence === sentence)
    const isLater = own.every((other) => other > sentence)
    // "The update" may be what the passage calls by its name.
    if (!names.has(at) && claim.tokens[at - 1]?.lower === 'the') continue
    if (!isLater && (!names.has(at) || part.some(({ lower }) => TAKES_UP.test(lower)))) continue
    const instead = insteadOf(pair, sentence, names.has(at))
    if (instead === null) continue
    return [{ kind: 'order', detail: `In the source this goes with “${instead.text}”, in the draft with “${claim.tokens[at]?.text}”.` }]
  }
  return []
}

function isHeld({ alignment }: Pair, at: number): boolean {
  return alignment.at[at] !== -1 && alignment.quality[at] === 1
}

function isCounted({ claim }: Pair, at: number): boolean {
  const before = claim.tokens[at - 1]
  return (
    claim.tokens[at]?.kind !== 'word' ||
    (before !== undefined && lexicon().isNegation(before.lower)) ||
    [...claim.quantities, ...claim.dates].some(({ from, to }) => at >= from && at <= to)
  )
}

function inClause({ claim }: Pair, one: number, other: number): boolean {
  return claim.tokens[one]?.clause === claim.tokens[other]?.clause
}

/** The one sentence of the passage that holds what is left of the claim, or null. */
function sentenceOf({ passage, alignment }: Pair, rest: readonly number[], share: number): number | null {
  const held = rest.filter((at) => alignment.at[at] !== -1)
  if (held.length < MIN_HELD || held.length < share * rest.length) return null
  const [sentence, ...others] = new Set(held.map((at) => passage.tokens[alignment.at[at] ?? -1]?.sentence))
  return others.length === 0 ? (sentence ?? null) : null
}

/** What the sentence has in its place: another name, or for a common word anything that the claim leaves out. */
function insteadOf({ passage, alignment }: Pair, sentence: number, isNamed: boolean): Token | null {
  const found = passage.tokens.find((token, place) => {
    if (token.sentence !== sentence || alignment.back[place] !== -1 || token.kind !== 'word') return false
    return isNamed ? isName(passage, place) && token.text.length > 1 : isContent(token) && !lexicon().isLight(token.lower)
  })
  return found ?? null
}
