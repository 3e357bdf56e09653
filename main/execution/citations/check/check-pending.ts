import { drawnOn } from './check-modality.ts'
import { lexicon } from './lexicon.ts'
import { isContent, type Token } from './read-statement.ts'
import type { Pair, Problem } from './types.ts'

/** Words before what has not happened, or not yet. */
const PENDING =
  /^(?:needs?|requires?|awaits?|awaiting|pending|seeks?|seeking|subject|expects?|expected|plans?|planned|proposes?|proposed|hopes?|hoping|intends?|wants?|considers|considering|may|might|could|would|will|shall|should|must|due|yet|possible|likely|wird|werden|doit|doivent|devra|devront|soll|sollen|könnte|plant|möchte|voraussichtlich)$/
const CONDITION = /^(?:if|unless|whether|until|once|wenn|falls|sofern|ob|bis)$/
const PROPOSES =
  /^(?:proposes?|plans?|intends?|wants?|hopes?|seeks?|considers?|expects?|requests?|schlägt|plant|beabsichtigt|propose|prévoit)$/
const PLANNED = /^(?:planned|scheduled|expected|due|pending|proposed|geplant|vorgesehen|prévue?s?)$/
const PERFECT = /^(?:has|have|had|was|were|been|wurde|wurden|hat|haben|hatte|ont|été|fut)$/
const REACH = 4
const AHEAD_REACH = 3

/** What the passage only expects, needs or makes a condition may not be told as done. */
export function checkPending({ claim, passage, alignment }: Pair): Problem[] {
  if (claim.tokens.some(({ lower }) => PENDING.test(lower) || CONDITION.test(lower))) return []
  for (const [at, token] of claim.tokens.entries()) {
    const held = passage.tokens[alignment.at[at] ?? -1]
    if (held === undefined || alignment.opposite[at] === 1) continue
    if (alignment.quality[at] !== 1 && token.lower.slice(0, 4) !== held.lower.slice(0, 4)) continue
    const ahead = isPastOf(claim.tokens, at, held) ? aheadOf(passage.tokens, alignment.at[at] ?? -1) : null
    if (ahead !== null) return [{ kind: 'negation', detail: `The source says “${ahead.text} … ${held.text}”, the draft tells it as done.` }]
    if (!isDone(claim.tokens, at)) continue
    const word = pendingBefore(passage.tokens, alignment.at[at] ?? -1) ?? pendingBehind(passage.tokens, alignment.at[at] ?? -1)
    if (word !== null) return [{ kind: 'negation', detail: `The source says “${word.text} … ${held.text}”, the draft tells it as done.` }]
  }
  return isProposed({ claim, passage, alignment })
}

/** Words just before what is still to come. */
const AHEAD = /^(?:will|shall|plans?|intends?|wants?|hopes?|proposes?|considers?|to)$/

/** Whether a word of the claim is the past of a verb that the passage has in its base form: "injected" for "inject". */
function isPastOf(tokens: readonly Token[], at: number, held: Token): boolean {
  const { lower, stem, capital } = tokens[at] ?? held
  const isPast = /[^e]ed$/.test(lower) || lexicon().isPast(lower)
  return (
    isPast && !capital && held.stem === stem && held.lower !== lower && !/(?:ed|s|ing)$/.test(held.lower) && !lexicon().isPast(held.lower)
  )
}

/** The word that puts a verb ahead: "will inject", "still have to approve", "plans to build". */
function aheadOf(tokens: readonly Token[], place: number): Token | null {
  for (let at = place - 1, seen = 0; seen < AHEAD_REACH && at >= 0; at -= 1, seen += 1) {
    const token = tokens[at]
    if (token === undefined || token.kind === 'mark' || token.clause !== tokens[place]?.clause) return null
    if (
      token.lower === 'to' &&
      !/^(?:have|has|plans?|intends?|wants?|hopes?|is|are|still|yet|due|likely|expected)$/.test(tokens[at - 1]?.lower ?? '')
    )
      return null
    if (AHEAD.test(token.lower)) return token.lower === 'to' ? (tokens[at - 1] ?? token) : token
  }
  return null
}

/** "The board proposes a dividend" does not bear out that one was paid: the claim's verb is not in the passage, and its matter is only planned. */
function isProposed(pair: Pair): Problem[] {
  const { claim, passage, alignment } = pair
  const at = claim.tokens.findIndex((_, place) => alignment.at[place] === -1 && isDone(claim.tokens, place))
  const clause = at === -1 ? null : drawnOn(pair)
  if (clause === null) return []
  const part = passage.tokens.filter((token) => token.clause === clause)
  const word = part.find(({ lower }) => PROPOSES.test(lower))
  if (word === undefined || part.some((_, place) => PERFECT.test(part[place]?.lower ?? ''))) return []
  return [{ kind: 'negation', detail: `The source says “${word.text}”, the draft tells it as done: “${claim.tokens[at]?.text}”.` }]
}

/** A past form behind "has" or "was", or one that stands by itself. */
function isDone(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]
  if (token === undefined || token.kind !== 'word' || !isContent(token) || token.capital) return false
  if (!(/[^e]ed$/.test(token.lower) || lexicon().isPast(token.lower) || /^ge.*(?:t|en)$/.test(token.lower) || /ée?s?$/.test(token.lower)))
    return false
  return [1, 2].some((step) => PERFECT.test(tokens[at - step]?.lower ?? ''))
}

/** "Fix planned for 5.4.2", "the hearing is scheduled". */
function pendingBehind(tokens: readonly Token[], place: number): Token | null {
  const held = tokens[place]
  return tokens.slice(place + 1, place + 4).find(({ clause, lower }) => clause === held?.clause && PLANNED.test(lower)) ?? null
}

function pendingBefore(tokens: readonly Token[], place: number): Token | null {
  const held = tokens[place]
  for (let at = place - 1, seen = 0; at >= 0 && tokens[at]?.clause === held?.clause; at -= 1, seen += 1) {
    const token = tokens[at]
    if (token === undefined || token.kind === 'mark') return null
    if (CONDITION.test(token.lower) || (seen < REACH && PENDING.test(token.lower))) return token
  }
  return null
}
