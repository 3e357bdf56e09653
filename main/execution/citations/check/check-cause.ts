import { lexicon } from './lexicon.ts'
import { isContent } from './read-statement.ts'
import type { Pair, Problem } from './types.ts'

const CAUSE = /^(?:because|weil|wegen|aufgrund|infolge|dank|car)$/
/** "Since" and "as" tell a time or a likeness as often: they are left out. Words that tell a cause only before the second one. */
const PAIRED: Readonly<Record<string, string>> = { due: 'to', owing: 'to', thanks: 'to', caused: 'by', grâce: 'à' }
const MIN_HELD = 0.34

/** A cause that the claim gives has to be spoken of in the passage, in some of its words at least. */
export function checkCause({ claim, alignment }: Pair): Problem[] {
  for (const [at, token] of claim.tokens.entries()) {
    const next = claim.tokens[at + 1]?.lower
    if (!(CAUSE.test(token.lower) || PAIRED[token.lower] === next)) continue
    let [held, wanted] = [0, 0]
    for (let place = at + 1; place < claim.tokens.length; place += 1) {
      const word = claim.tokens[place]
      if (word === undefined || word.sentence !== token.sentence || word.text === ',') break
      if (!isContent(word) || lexicon().isLight(word.lower)) continue
      wanted += 1
      if (alignment.at[place] !== -1) held += 1
    }
    if (wanted > 0 && held / wanted < MIN_HELD)
      return [{ kind: 'overlap', detail: `The source does not give this cause: “${token.text}”.` }]
  }
  return []
}
