import { endsInTwo, isDenying } from './denying-words.ts'
import { lexicon } from './lexicon.ts'
import { isContent, type Token } from './read-statement.ts'
import type { Pair, Problem } from './types.ts'

/** Verbs that deny what they have behind them: "failed to close", "denied that …", "gave up smoking". */
const TAKES_BACK =
  /^(?:fail(?:s|ed|ing)?|refus\p{L}*|declin(?:es|ed|ing)|den(?:y|ies|ied|ying)|stop(?:s|ped)|ceas\p{L}*|avoid\p{L}*|prevent\p{L}*|neglect\p{L}*|forg[eo]t\p{L}*|weiger\p{L}*|verweiger\p{L}*|versäum\p{L}*|vergaß|vergessen|renonc\p{L}*|cess[eé]\p{L}*|oubli\p{L}*)$/u
const BEFORE = 4
const MAX_UNHELD = 1

/** What the passage says somebody failed or refused to do, the claim may not tell as done. */
export function checkTakenBack({ claim, passage, alignment }: Pair): Problem[] {
  const words = lexicon()
  const denies = ({ kind, lower }: Token, at: number): boolean =>
    kind === 'word' && (words.isNegation(lower) || (isDenying(lower) && (alignment.quality[at] ?? 0) < 1))
  if (claim.tokens.some(denies)) return []
  const unheld = claim.tokens.filter((token, at) => alignment.at[at] === -1 && isContent(token) && !words.isLight(token.lower))
  if (unheld.length > MAX_UNHELD) return []
  for (const [at, token] of claim.tokens.entries()) {
    const to = alignment.at[at] ?? -1
    if (to === -1 || !isContent(token) || alignment.opposite[at] === 1 || (alignment.quality[at] ?? 0) < 1) continue
    const by = takenBackBy(passage.tokens, to)
    if (by === null || (alignment.back[by] ?? -1) !== -1) continue
    const from = passage.tokens[by]?.lower === 'up' ? by - 1 : by
    const verb = passage.text.slice(passage.tokens[from]?.start, passage.tokens[by]?.end)
    return [{ kind: 'negation', detail: `The source says “${verb} … ${passage.tokens[to]?.text}”, the draft leaves that out.` }]
  }
  return []
}

/** The place of a verb before a word in its clause that takes it back, or null. */
function takenBackBy(tokens: readonly Token[], at: number): number | null {
  for (let before = at - 1; before >= Math.max(0, at - BEFORE); before -= 1) {
    const token = tokens[before]
    if (token === undefined || token.kind === 'mark' || token.clause !== tokens[at]?.clause) return null
    if (TAKES_BACK.test(token.lower) || (token.lower === 'up' && endsInTwo(tokens, before))) return isDenied(tokens, before) ? null : before
  }
  return null
}

/** "Exports no longer fail", "did not refuse". */
function isDenied(tokens: readonly Token[], at: number): boolean {
  return [1, 2].some((step) => lexicon().isNegation(tokens[at - step]?.lower ?? ''))
}
