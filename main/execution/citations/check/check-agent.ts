import { lexicon } from './lexicon.ts'
import { isSuffered, isVerb } from './predicates.ts'
import { isContent, type Token } from './read-statement.ts'
import type { Pair, Problem } from './types.ts'

/** A word that takes up somebody named before: who is meant cannot be told by place. */
const TAKES_UP = /^(?:he|she|it|they|who|which|that|this|these|those|we|i|you|and|but|or|then|whose)(?:'(?:ll|ve|d|m|re))?$/
const DETERMINER = /^(?:the|this|these|that|its|their|his|her)$/
const MAX_STEPS = 8
const OBJECT_REACH = 6

/** What somebody does in the passage may not be told of somebody else whom the passage names elsewhere. */
export function checkAgent(pair: Pair): Problem[] {
  const { claim, passage, alignment } = pair
  if (claim.german) return []
  for (const [at, token] of claim.tokens.entries()) {
    const to = alignment.at[at] ?? -1
    const held = passage.tokens[to]
    if (held === undefined || held.stem !== token.stem || !isVerb(claim.tokens, at) || !isVerb(passage.tokens, to)) continue
    if (isSuffered(claim.tokens, at) || isSuffered(passage.tokens, to)) continue
    const agent = agentOf(claim.tokens, at)
    const its = agentOf(passage.tokens, to)
    if (agent === null) continue
    const place = alignment.at[agent] ?? -1
    if (isObject(pair, at, to, place)) return [toldOf(pair, at, its ?? to, agent)]
    if (its === null) continue
    if (place === -1 || alignment.quality[agent] !== 1 || place === its) continue
    const back = alignment.back[its] ?? -1
    if (back !== -1 && back < at) continue
    const [mine, other] = [passage.tokens[place], passage.tokens[its]]
    if (mine === undefined || other === undefined || mine.stem === other.stem) continue
    if (isGapped(pair, at, place)) continue
    if (sameThing(pair, agent, its) || (place < to && mine.clause === held.clause)) continue
    // "The museum opened. The building has three floors": the second may well be the first.
    if (back === -1 && place < its && isDefinite(passage.tokens, its)) continue
    return [toldOf(pair, at, its, agent)]
  }
  return []
}

/** Whether what does it in the claim has it done to it in the passage: "the club leases the meadow" where somebody leases it to the club. */
function isObject({ claim, passage, alignment }: Pair, at: number, to: number, place: number): boolean {
  const [next, its] = [claim.tokens[at + 1], passage.tokens[to + 1]]
  if (place <= to || place - to > OBJECT_REACH || passage.tokens[place]?.clause !== passage.tokens[to]?.clause) return false
  if (next === undefined || its === undefined || next.kind === 'mark' || its.kind === 'mark') return false
  if (passage.tokens.slice(to + 1, place).some((_, step) => isVerb(passage.tokens, to + 1 + step))) return false
  return (next.lower === its.lower || DETERMINER.test(next.lower) || next.capital) && (alignment.back[to] ?? -1) === at
}

/** "A needs two thirds, B three": what B needs stands in a clause without a verb of its own. */
function isGapped({ claim, passage, alignment }: Pair, at: number, agent: number): boolean {
  const { clause, sentence } = passage.tokens[agent] ?? { clause: -1, sentence: -1 }
  const object = claim.tokens.findIndex((token, place) => place > at && isContent(token) && alignment.at[place] !== -1)
  const held = passage.tokens[alignment.at[object] ?? -1]
  if (held === undefined || held.sentence !== sentence || held.clause !== clause || agent < (alignment.at[at] ?? 0)) return false
  return !passage.tokens.some((token, place) => token.clause === clause && isVerb(passage.tokens, place))
}

function toldOf({ claim, passage }: Pair, at: number, its: number, agent: number): Problem {
  const [word, source, draft] = [claim.tokens[at]?.text, passage.tokens[its]?.text, claim.tokens[agent]?.text]
  return { kind: 'order', detail: `In the source “${word}” is said of “${source}”, in the draft of “${draft}”.` }
}

/** The nearest word with a topic before a verb in its clause, or null when it is not to be told. */
function agentOf(tokens: readonly Token[], at: number): number | null {
  for (let before = at - 1; before >= Math.max(0, at - MAX_STEPS); before -= 1) {
    const token = tokens[before]
    if (token === undefined || token.kind === 'mark' || token.kind === 'figure' || token.sentence !== tokens[at]?.sentence) return null
    if (/^(?:i|we)(?:'|$)/.test(token.lower)) return speakerOf(tokens, before)
    if (TAKES_UP.test(token.lower) || lexicon().cardinals.has(token.lower)) return null
    if (!isContent(token) || /ly$/.test(token.lower) || lexicon().isLight(token.lower)) continue
    return lexicon().isPast(token.lower) || /ed$/.test(token.lower) ? null : before
  }
  return null
}

/** Who speaks in a script: "Anna: I will write". */
function speakerOf(tokens: readonly Token[], at: number): number | null {
  for (let before = at; before >= 0; before -= 1) {
    const token = tokens[before]
    if (token?.capital === true && token.kind === 'word' && tokens[before + 1]?.text === ':' && isContent(token)) return before
  }
  return null
}

function sameThing({ claim, passage }: Pair, one: number, other: number): boolean {
  const words = lexicon()
  const groups = new Set(words.groupsOf(claim.tokens[one]?.stem ?? ''))
  return words.groupsOf(passage.tokens[other]?.stem ?? '').some((group) => groups.has(group))
}

/** "Her deputy" is not she. */
function isDefinite(tokens: readonly Token[], at: number): boolean {
  return !tokens[at]?.capital && [1, 2].some((step) => /^(?:the|this|these|that|its|their)$/.test(tokens[at - step]?.lower ?? ''))
}
