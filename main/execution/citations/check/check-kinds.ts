import { lexicon } from './lexicon.ts'
import { isContent, type Token } from './read-statement.ts'
import type { Pair, Problem } from './types.ts'

/** Of things of which one excludes the other, the claim may not name one where the passage names another: amber is not green. */
export function checkKinds({ claim, passage, alignment }: Pair): Problem[] {
  const words = lexicon()
  const drawnOn = new Set(claim.tokens.flatMap((token, at) => (isContent(token) ? [passage.tokens[alignment.at[at] ?? -1]?.sentence] : [])))
  for (const [at, token] of claim.tokens.entries()) {
    const kinds = words.kindsOf(token.stem)
    if (kinds.length === 0 || token.kind !== 'word' || alignment.quality[at] === 1 || passage.index.byStem.has(token.stem)) continue
    const others = passage.tokens.filter(
      (other, place) => drawnOn.has(other.sentence) && alignment.back[place] === -1 && excludes(token, other, kinds),
    )
    const [other] = others
    if (other === undefined || others.some(({ stem }) => sameMeaning(token.stem, stem))) continue
    return [{ kind: 'overlap', detail: `The source says “${other.text}”, the draft says “${token.text}”.` }]
  }
  return []
}

function excludes(token: Token, other: Token, kinds: readonly number[]): boolean {
  return (
    other.kind === 'word' &&
    other.stem !== token.stem &&
    lexicon()
      .kindsOf(other.stem)
      .some((kind) => kinds.includes(kind))
  )
}

function sameMeaning(one: string, other: string): boolean {
  const words = lexicon()
  return words.groupsOf(one).some((group) => words.groupsOf(other).includes(group))
}
