import { drawnOn } from './check-modality.ts'
import { lexicon } from './lexicon.ts'
import type { Quantity } from './quantities.ts'
import type { Token } from './read-statement.ts'
import type { Pair, Problem } from './types.ts'

const UP = /^(?:more|higher|above|longer|larger|bigger|faster|later|older|heavier|taller|mehr|höher|größer|länger|später|älter)$/
const DOWN = /^(?:less|fewer|lower|below|shorter|smaller|slower|earlier|younger|lighter|weniger|niedriger|kleiner|kürzer|früher|jünger)$/
const LEVEL = /^(?:same|equal|equally|unchanged|gleich|gleiche[nrs]?|même|autant)$/

/** "3 % more" is not borne out by "3 % lower": the word right behind a number says which way it goes. */
export function checkDegree({ claim, passage, alignment }: Pair): Problem[] {
  for (const wanted of claim.quantities) {
    const mine = degreeBehind(claim.tokens, wanted)
    if (mine === null) continue
    const held = passage.quantities.filter(({ from }) => alignment.at[wanted.from] === from)
    const its = held.map((quantity) => degreeBehind(passage.tokens, quantity)).find((degree) => degree !== null)
    if (its === undefined || its === null || UP.test(mine.lower) === UP.test(its.lower)) continue
    return [{ kind: 'negation', detail: `The source says “${held[0]?.text} ${its.text}”, the draft says “${wanted.text} ${mine.text}”.` }]
  }
  return isLevel({ claim, passage, alignment })
}

/** "Fewer days" is not borne out by "the same number of days", nor "less than before" by "as much as before". */
function isLevel(pair: Pair): Problem[] {
  const { claim, passage, alignment } = pair
  const at = claim.tokens.findIndex(({ lower }, place) => (UP.test(lower) || DOWN.test(lower)) && alignment.quality[place] !== 1)
  const token = claim.tokens[at]
  const clause = token === undefined ? null : drawnOn(pair)
  if (
    token === undefined ||
    clause === null ||
    isCounted(claim, at) ||
    claim.tokens.some(({ kind, lower }) => kind === 'word' && (lexicon().isNegation(lower) || LEVEL.test(lower)))
  )
    return []
  const level = passage.tokens.find(
    (other, place) => other.clause === clause && (LEVEL.test(other.lower) || isAsMuch(passage.tokens, place)),
  )
  const words = level?.lower === 'as' ? `as ${passage.tokens[passage.tokens.indexOf(level) + 1]?.text}` : level?.text
  return level === undefined ? [] : [{ kind: 'negation', detail: `The source says “${words}”, the draft says “${token.text}”.` }]
}

/** "As much as", "as many as", "as high as". */
function isAsMuch(tokens: readonly Token[], at: number): boolean {
  return tokens[at]?.lower === 'as' && tokens[at + 1]?.kind === 'word' && tokens.slice(at + 2, at + 4).some(({ lower }) => lower === 'as')
}

function isCounted({ quantities }: Pair['claim'], at: number): boolean {
  return quantities.some(({ from, to }) => at >= from - 2 && at <= to + 2)
}

function degreeBehind(tokens: readonly Token[], { to, kind }: Quantity): Token | null {
  const token = tokens[to + 1]
  if (token === undefined || kind === 'ordinal') return null
  return UP.test(token.lower) || DOWN.test(token.lower) ? token : null
}
