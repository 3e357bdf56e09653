import { isName, mayBeName } from './check-names.ts'
import { lexicon } from './lexicon.ts'
import { isContent } from './read-statement.ts'
import type { Pair } from './types.ts'

/** A thing of the claim that may have been exchanged with another of its kind. */
export interface Item {
  readonly kind: 'number' | 'name' | 'side'
  readonly at: number
  readonly to: number
}

/** More things than these are in no sentence. */
const MAX_ITEMS = 12

/** The numbers, names and sides (upper, buyer, rise) of a claim that the passage has. */
export function itemsOf({ claim, passage, alignment }: Pair): Item[] {
  const items: Item[] = []
  for (const [at, token] of claim.tokens.entries()) {
    const to = alignment.at[at] ?? -1
    if (to === -1 || alignment.opposite[at] === 1) continue
    const held = passage.tokens[to]
    if (held === undefined) continue
    if (claim.quantities.some(({ from, soft }) => from === at && !soft) && !isWhole(claim.tokens, at) && !inDate(claim, at))
      items.push({ kind: 'number', at, to })
    else if (token.kind === 'word' && (isName(claim, at) || (token.capital && isName(passage, to)))) items.push({ kind: 'name', at, to })
    else if (token.kind === 'word' && isContent(token) && alignment.quality[at] === 1 && hasOpposite(passage, token.stem))
      items.push({ kind: 'side', at, to })
  }
  return items.slice(0, MAX_ITEMS)
}

/** Whether the passage has an opposite of a word: only then can the two have been exchanged. */
function hasOpposite({ index }: Pair['passage'], stem: string): boolean {
  return lexicon()
    .oppositesOf(stem)
    .values()
    .some((against) => index.byStem.has(against))
}

/** Every place where the passage has the thing. */
export function placesLike({ passage }: Pair, item: Item): number[] {
  const stem = passage.tokens[item.to]?.stem
  return passage.tokens
    .entries()
    .filter(([at, token]) => token.stem === stem || at === item.to)
    .map(([at]) => at)
    .toArray()
}

/** Places of the passage with another thing of the kind: another number of the measure, another name, the opposite side. */
export function rivalsOf({ claim, passage, alignment }: Pair, item: Item): number[] {
  const words = lexicon()
  if (item.kind === 'number') {
    const mine = claim.quantities.find(({ from }) => from === item.at)
    return passage.quantities
      .filter(({ unit, kind, soft, from }) => {
        const sameMeasure =
          unit?.dimension === mine?.unit?.dimension ||
          ((unit?.dimension ?? mine?.unit?.dimension)?.startsWith('money') === true && (unit === null || mine?.unit === null))
        return (
          kind === mine?.kind &&
          sameMeasure &&
          isYear(passage.tokens[from]?.text ?? '') === isYear(mine?.text ?? '') &&
          !passage.dates.some((date) => from >= date.from && from <= date.to) &&
          !(isElliptic(passage, item.to) && claim.tokens.some(({ lower }) => words.isNegation(lower))) &&
          (!inBrackets(passage.tokens, from) || inBrackets(passage.tokens, item.to)) &&
          (!soft || unit?.dimension === 'time') &&
          !isWhole(passage.tokens, from)
        )
      })
      .map(({ from }) => from)
  }
  if (item.kind === 'side') {
    const against = words.oppositesOf(claim.tokens[item.at]?.stem ?? '')
    return passage.tokens
      .entries()
      .filter(([, token]) => against.has(token.stem))
      .map(([at]) => at)
      .toArray()
  }
  const own = new Set([item.to - 1, item.to, item.to + 1])
  return passage.tokens
    .keys()
    .filter(
      (at) =>
        !own.has(at) &&
        (passage.tokens[at]?.text.length ?? 0) > 1 &&
        mayBeName(passage, at) &&
        !/^(?:hi|hello|dear|hey|liebe|lieber)$/.test(passage.tokens[at - 1]?.lower ?? '') &&
        !belongsToAligned(passage, alignment, at),
    )
    .toArray()
}

/** Whether a name is part of one that the claim has: the first name of a surname. */
function belongsToAligned(passage: Pair['passage'], { back }: Pair['alignment'], at: number): boolean {
  return [-2, -1, 1, 2].some((step) => {
    const between = passage.tokens[at + Math.sign(step)]
    const joined = Math.abs(step) === 1 || between?.text === '.' || (between !== undefined && isName(passage, at + Math.sign(step)))
    return joined && (back[at + step] ?? -1) !== -1 && isName(passage, at + step)
  })
}

/** "Three of the eleven": eleven is the whole, which goes with anything said of its parts. */
function isWhole(tokens: Pair['passage']['tokens'], at: number): boolean {
  const of = [1, 2].find((step) => /^(?:of|von)$/.test(tokens[at - step]?.lower ?? ''))
  if (of === undefined) return false
  const before = tokens[at - of - 1]
  return tokens[at - of]?.initial === true || before?.kind === 'figure' || (before !== undefined && lexicon().cardinals.has(before.lower))
}

/** "2.6 is affected; 2.7 is not": the number stands alone with its denial. */
function isElliptic({ tokens }: Pair['passage'], at: number): boolean {
  const part = tokens.filter(({ clause }) => clause === tokens[at]?.clause)
  return part.some(({ lower }) => lexicon().isNegation(lower)) && part.filter(isContent).length <= 2
}

/** "£48.6 million (2025: £44.1 million)": what is in brackets is said beside. */
function inBrackets(tokens: Pair['passage']['tokens'], at: number): boolean {
  for (let before = at - 1; before >= 0 && tokens[before]?.sentence === tokens[at]?.sentence; before -= 1) {
    if (tokens[before]?.text === ')') return false
    if (tokens[before]?.text === '(') return true
  }
  return false
}

function inDate({ dates }: Pair['claim'], at: number): boolean {
  return dates.some(({ from, to }) => at >= from && at <= to)
}

function isYear(text: string): boolean {
  return /^(?:1[5-9]|20)\d{2}$/.test(text)
}
