import { degreesOf } from './degrees.ts'
import { lexicon } from './lexicon.ts'
import { isContent, type Token } from './read-statement.ts'
import type { Pair, Problem, Read } from './types.ts'

const THAN = /^(?:than|als|que)$/
const LESS = /^(?:less|fewer|lower|weniger|geringer|niedriger|moins)$/
const MORE = /^(?:more|higher|mehr|höher|plus|davantage)$/
const PREPOSITION = /^(?:among|amongst|between|with|without|within|during|across|unter|bei)$/
const REACH = 6
const MAX_NEEDED = 3

/** "A is faster than B". */
interface Comparison {
  readonly than: number
  /** The next words with a topic behind "than". */
  readonly other: readonly number[]
  /** The word that compares: "faster", "more", "less". */
  readonly by: number
}

/** The two sides of a comparison may change places only when its direction does, too. */
export function checkComparison(pair: Pair): Problem[] {
  const { claim, passage } = pair
  for (const mine of comparisonsOf(claim)) {
    for (const its of comparisonsOf(passage)) {
      if (!changesSides(pair, mine, its)) continue
      if (directionsDiffer(pair, mine, its)) return []
      const [one, other] = [claim.tokens[mine.other[0] ?? 0]?.text, passage.tokens[its.other[0] ?? 0]?.text]
      return [{ kind: 'order', detail: `The source compares with “${other}”, the draft with “${one}”.` }]
    }
  }
  return []
}

/** Whether a claim turns a comparison of its passage around, direction and all: "B is slower than A" for "A is faster than B". */
export function turnsComparison(pair: Pair): boolean {
  return comparisonsOf(pair.claim).some((mine) =>
    comparisonsOf(pair.passage).some((its) => changesSides(pair, mine, its) && directionsDiffer(pair, mine, its)),
  )
}

function comparisonsOf({ tokens }: Read): Comparison[] {
  return tokens.entries().reduce<Comparison[]>((found, [than, token]) => {
    if (!THAN.test(token.lower)) return found
    // "Than those given water": what is compared is named elsewhere.
    if (/^(?:those|that|it|they|before|ever|jene|ceux|celles)$/.test(tokens[than + 1]?.lower ?? '')) return found
    const by = byBefore(tokens, than)
    const other = contentBehind(tokens, than)
    if (by !== null && other.length > 0 && tokens[other[0] ?? 0]?.kind === 'word') found.push({ than, other, by })
    return found
  }, [])
}

function byBefore(tokens: readonly Token[], than: number): number | null {
  for (let at = than - 1; at >= Math.max(0, than - REACH); at -= 1) {
    const token = tokens[at]
    if (token === undefined || token.sentence !== tokens[than]?.sentence) return null
    if (LESS.test(token.lower) || MORE.test(token.lower) || (/[^t]er$/.test(token.lower) && token.lower.length > 4)) return at
    if (/^(?:better|worse)$/.test(token.lower)) return at
  }
  return null
}

function contentBehind(tokens: readonly Token[], at: number): number[] {
  const found: number[] = []
  for (let next = at + 1; next < tokens.length && found.length < MAX_NEEDED; next += 1) {
    const token = tokens[next]
    if (token === undefined || token.sentence !== tokens[at]?.sentence || token.text === ',') break
    if (isContent(token) && !PREPOSITION.test(token.lower)) found.push(next)
  }
  return found
}

/** Whether what each text has behind "than" stands in the other before it. */
function changesSides({ claim, passage }: Pair, mine: Comparison, its: Comparison): boolean {
  const [one, other] = [claim.tokens[mine.other[0] ?? -1]?.stem, passage.tokens[its.other[0] ?? -1]?.stem]
  if (one === undefined || other === undefined || one === other) return false
  const isBefore = ({ tokens }: Read, { than, by }: Comparison, stem: string): boolean =>
    tokens.some(
      (token, at) => token.stem === stem && at < than && at !== by && token.sentence === tokens[than]?.sentence && isContent(token),
    )
  return isBefore(claim, mine, other) && isBefore(passage, its, one)
}

function directionsDiffer({ claim, passage }: Pair, mine: Comparison, its: Comparison): boolean {
  const [one, other] = [claim.tokens[mine.by], passage.tokens[its.by]]
  if (one === undefined || other === undefined) return false
  const less = LESS.test(one.lower) !== LESS.test(other.lower)
  const [left, right] = [scalesOf(claim, mine), scalesOf(passage, its)]
  const opposite =
    lexicon().oppositesOf(one.stem).has(other.stem) ||
    left.some((scale) => right.some((against) => lexicon().oppositesOf(scale).has(against)))
  return less !== (opposite && !less)
}

/** The adjective or adverb that is compared, in its base form: "fast" of "faster", "slow" of "more slowly". */
function scalesOf({ tokens }: Read, { by, than }: Comparison): string[] {
  const token = tokens[by]
  if (token === undefined) return []
  if (!(LESS.test(token.lower) || MORE.test(token.lower))) return degreesOf(token.lower).map(({ base }) => lexicon().stemOf(base))
  const next = tokens[by + 1]
  return by + 1 < than && next !== undefined ? [next.stem, lexicon().stemOf(next.lower.replace(/ly$/, ''))] : []
}
