import { lexicon } from './lexicon.ts'
import { isContent, type Token } from './read-statement.ts'
import type { Pair, Problem } from './types.ts'

/** Words before what has not happened, or not yet. */
const PENDING =
  /^(?:needs?|requires?|awaits?|awaiting|pending|seeks?|seeking|subject|expects?|expected|plans?|planned|proposes?|proposed|hopes?|hoping|intends?|wants?|considers|considering|may|might|could|would|will|shall|should|must|due|yet|possible|likely|wird|werden|soll|sollen|könnte|plant|möchte|voraussichtlich)$/
const CONDITION = /^(?:if|unless|whether|until|once|wenn|falls|sofern|ob|bis)$/
const PERFECT = /^(?:has|have|had|was|were|been|wurde|wurden|hat|haben|hatte)$/
const REACH = 4

/** What the passage only expects, needs or makes a condition may not be told as done. */
export function checkPending({ claim, passage, alignment }: Pair): Problem[] {
  if (claim.tokens.some(({ lower }) => PENDING.test(lower) || CONDITION.test(lower))) return []
  for (const [at, token] of claim.tokens.entries()) {
    const held = passage.tokens[alignment.at[at] ?? -1]
    if (held === undefined || alignment.opposite[at] === 1 || !isDone(claim.tokens, at)) continue
    if (alignment.quality[at] !== 1 && token.lower.slice(0, 4) !== held.lower.slice(0, 4)) continue
    const word = pendingBefore(passage.tokens, alignment.at[at] ?? -1)
    if (word !== null) return [{ kind: 'negation', detail: `The source says “${word.text} … ${held.text}”, the draft tells it as done.` }]
  }
  return []
}

/** A past form behind "has" or "was", or one that stands by itself. */
function isDone(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]
  if (token === undefined || token.kind !== 'word' || !isContent(token) || token.capital) return false
  if (!(/[^e]ed$/.test(token.lower) || lexicon().isPast(token.lower) || /^ge.*(?:t|en)$/.test(token.lower))) return false
  return [1, 2].some((step) => PERFECT.test(tokens[at - step]?.lower ?? ''))
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
