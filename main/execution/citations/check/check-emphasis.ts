import { lexicon } from './lexicon.ts'
import { isContent, type Token } from './read-statement.ts'
import type { Pair, Problem } from './types.ts'

const EMPHATIC = /^(?:do|does|did)$/
const QUESTION = /^(?:what|how|why|when|where|who|which|so|as|than|nor|neither|that|and|or|to)$/

/** "The treaty did come into force" insists: what is insisted on has to be in the passage, in a word of one meaning at least. */
export function checkEmphasis({ claim, alignment }: Pair): Problem[] {
  if (claim.german || claim.text.trimEnd().endsWith('?')) return []
  for (const [at, token] of claim.tokens.entries()) {
    const verb = at + 1
    if (!EMPHATIC.test(token.lower) || !isInsisted(claim.tokens, at)) continue
    if (alignment.at[verb] === -1)
      return [{ kind: 'negation', detail: `The source does not say “${token.text} ${claim.tokens[verb]?.text}”.` }]
  }
  return []
}

/** Whether an auxiliary stands between a subject and the base form of a verb, with no denial. */
function isInsisted(tokens: readonly Token[], at: number): boolean {
  const [before, verb] = [tokens[at - 1], tokens[at + 1]]
  if (verb?.kind !== 'word' || (tokens[at]?.initial !== true && (before?.kind !== 'word' || QUESTION.test(before.lower)))) return false
  return isContent(verb) && !verb.capital && !/(?:ed|ing|s)$/.test(verb.lower) && !lexicon().isNegation(verb.lower)
}
