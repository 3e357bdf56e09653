import { lexicon } from './lexicon.ts'
import type { Pair, Problem, Read } from './types.ts'

const ONE_IN_MANY =
  /\b(?:only|just|merely)\b[^.;]{0,20}\b(?:one|two|\d) (?:in|out of)\b|\b(?:only|just) a (?:few|handful|fraction|minority)\b/i
export const EXCEPTION = /^(?:except|excepting|excluding|besides|barring|außer|ausgenommen)$/
const UNANIMOUS = /^(?:unanimous(?:ly)?|unopposed|einstimmig|unanimité|unanimement)$/
const DISSENT =
  /^(?:against|abstain\p{L}*|abstention\p{L}*|dissent\p{L}*|opposed|minority|gegenstimmen?|enthaltung\p{L}*|abstentions?|contre)$/u
const SEVERAL = /^(?:several|many|numerous|both|multiple|mehrere|viele|beide)$/

/** "All" may not stand for "some", or the other way round. */
export function checkQuantifiers(pair: Pair): Problem[] {
  const { claim, passage } = pair
  const wanted = quantifiersOf(claim)
  const held = quantifiersOf(passage)
  // "Per claim" is said of each.
  const isEach = claim.tokens.every(
    ({ lower }) => lexicon().quantifierOf(lower) !== 'all' || /^(?:each|every|jede[rsnm]?|chaque)$/.test(lower),
  )
  if (isEach && passage.tokens.some(({ lower }) => /^(?:per|pro|je|each|par)$/.test(lower))) held.add('all')
  const wrong =
    (wanted.has('all') && !held.has('all') && (isPartial(passage) || held.has('some') || held.has('few') || held.has('most'))) ||
    ((wanted.has('some') || wanted.has('few')) && held.has('all') && !held.has('some') && !held.has('few')) ||
    (wanted.has('few') && held.has('most') && !held.has('few')) ||
    (wanted.has('most') &&
      !held.has('most') &&
      (held.has('few') || held.has('some') || ONE_IN_MANY.test(passage.text) || /\bonly the\b/i.test(passage.text)))
  const unanimous = claim.tokens.find(({ lower }) => UNANIMOUS.test(lower))
  const dissent = unanimous === undefined ? undefined : passage.tokens.find(({ lower }) => DISSENT.test(lower))
  if (unanimous !== undefined && dissent !== undefined && !passage.tokens.some(({ lower }) => UNANIMOUS.test(lower)))
    return [{ kind: 'negation', detail: `The source says “${dissent.text}”, the draft says “${unanimous.text}”.` }]
  const rank = rankedLower(pair)
  if (rank !== null) return [{ kind: 'negation', detail: `The source says “${rank}”, the draft leaves that out.` }]
  if (leavesOutException(pair)) return [{ kind: 'negation', detail: 'The draft leaves out what the source excepts.' }]
  if (countsOne(pair)) return [{ kind: 'number', detail: 'The draft says one, the source says more than one.' }]
  return wrong ? [{ kind: 'negation', detail: 'The draft says this of another share than the source.' }] : []
}

function quantifiersOf({ tokens }: Read): Set<string> {
  const words = lexicon()
  const found = new Set<string>()
  for (const [at, { lower }] of tokens.entries()) {
    const kind = words.quantifierOf(lower)
    if (kind === undefined) continue
    const next = tokens[at + 1]
    // "Some 200", "every 90 days", "the most common", "both … and".
    if (
      next?.kind === 'figure' ||
      (lower === 'part' && tokens[at - 1]?.stem === 'take') ||
      (kind === 'all' && lexicon().unitOf(next?.lower ?? '') !== undefined) ||
      (lower === 'most' && next?.lower !== 'of' && !/s$/.test(next?.lower ?? ''))
    )
      continue
    found.add(kind)
  }
  return found
}

/** "The third-largest" does not bear out "the largest". */
function rankedLower({ claim, passage }: Pair): string | null {
  const isRanked = ({ tokens }: Read, at: number): boolean =>
    [1, 2].some((step) => lexicon().ordinals.has(tokens[at - step]?.lower ?? '') || tokens[at - step]?.lower === 'second')
  for (const [at, token] of claim.tokens.entries()) {
    if (!/^(?:most|least)$|[^r]est$/.test(token.lower) || isRanked(claim, at)) continue
    const held = passage.tokens.flatMap((other, place) => (other.lower === token.lower ? [place] : []))
    const [first] = held
    if (first !== undefined && held.every((place) => isRanked(passage, place)))
      return `${passage.tokens[first - 2]?.text ?? ''}${passage.tokens[first - 1]?.text ?? ''}${passage.tokens[first]?.text ?? ''}`
  }
  return null
}

/** "Every month except November" does not bear out "every month". */
function leavesOutException({ claim, passage, alignment }: Pair): boolean {
  const words = lexicon()
  const isAll = (lower: string): boolean => words.quantifierOf(lower) === 'all' || /^(?:any|no|none)$/.test(lower)
  const excepts = (tokens: Read['tokens'], at: number): boolean =>
    EXCEPTION.test(tokens[at]?.lower ?? '') ||
    (tokens[at]?.lower === 'but' && tokens.slice(Math.max(0, at - 3), at).some(({ lower }) => isAll(lower)))
  if (!claim.tokens.some(({ lower }) => isAll(lower)) || claim.tokens.some((_, at) => excepts(claim.tokens, at))) return false
  return passage.tokens.some((token, at) => {
    if (!excepts(passage.tokens, at)) return false
    const before = passage.tokens.slice(0, at).filter(({ sentence }) => sentence === token.sentence)
    const all = before.findLastIndex(({ lower }) => isAll(lower))
    const said = all !== -1 && before.some((_, index) => index > all && (alignment.back[at - before.length + index] ?? -1) !== -1)
    const named = passage.tokens.slice(at + 1, at + 4).some((_, step) => (alignment.back[at + 1 + step] ?? -1) !== -1)
    return said && !named
  })
}

/** "One doctor" where the passage has two, or several. */
function countsOne({ claim, passage, alignment }: Pair): boolean {
  return claim.tokens.some((token, at) => {
    if (!/^(?:one|single)$/.test(token.lower) || claim.tokens[at + 1]?.kind !== 'word') return false
    const to = alignment.at[at + 1] ?? -1
    const before = passage.tokens[to - 1]
    if (before === undefined || passage.tokens[to]?.stem !== claim.tokens[at + 1]?.stem) return false
    if (lexicon().unitOf(claim.tokens[at + 1]?.lower ?? '') !== undefined) return false
    const many = lexicon().cardinals.get(before.lower) ?? (/^\d+$/.test(before.text) ? Number(before.text) : 0)
    return (many > 1 && many < 100) || SEVERAL.test(before.lower)
  })
}

/** "41 of 58", "most of", "half of". */
function isPartial({ tokens, quantities }: Read): boolean {
  return (
    quantities.some(({ to }) => tokens[to + 1]?.lower === 'of' || tokens[to + 1]?.lower === 'von') ||
    tokens.some(({ lower, initial }) => (initial && lower === 'of') || lower === 'davon' || lower === 'only')
  )
}
