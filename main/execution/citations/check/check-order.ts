import { movesSequence } from './check-sequence.ts'
import { exchangedParts } from './exchange.ts'
import { isConverse } from './opposites.ts'
import { type Item, itemsOf, placesLike, rivalsOf } from './order-items.ts'
import { areSwapped, exchangedAround, turnedAround } from './order-swaps.ts'
import { type Company, companyOf, fitsBetter } from './stands-with.ts'
import type { Pair, Problem } from './types.ts'

const PRONOUN = /^(?:he|she|it|they|his|her|its|their|him|them|who|which|er|sie|es|ihr|ihre|sein|seine|dieser|diese)$/
/** In longer passages what stands near what says little, and the search would cost more than it brings. */
const MAX_TOKENS = 800

/** Things of one kind have to stand with the same words as in the passage: A has 3 and B has 5 does not bear out that A has 5. */
export function checkOrder(pair: Pair): Problem[] {
  if (pair.passage.tokens.length > MAX_TOKENS) return []
  // "B was 40 seconds behind A" for "A was 40 seconds ahead of B": the sides are exchanged, and have to be.
  if (pair.claim.tokens.some((_, at) => pair.alignment.opposite[at] === 1 && isConverse(pair, at))) return []
  if (movesSequence(pair)) return []
  const turned = turnedAround(pair)
  if (turned !== null) return [{ kind: 'order', detail: `The draft turns “from” and “to” around at “${turned}”.` }]
  const around = exchangedAround(pair)
  if (around !== null) return [{ kind: 'order', detail: `The draft exchanges what stands before and behind “${around}”.` }]
  const parts = exchangedParts(pair)
  if (parts !== null) return [{ kind: 'order', detail: `The draft exchanges “${parts.first}” and “${parts.second}”.` }]
  const items = itemsOf(pair)
  const part = impossiblePart(pair.claim)
  if (part !== null) return [{ kind: 'order', detail: part }]
  for (const item of items) {
    const rival = rivalOf(pair, item, items)
    if (rival !== null) {
      const [draft, source] = [pair.claim.tokens[item.at]?.text, pair.passage.tokens[rival]?.text]
      return [{ kind: 'order', detail: `In the source this goes with “${source}”, in the draft with “${draft}”.` }]
    }
  }
  for (const [index, one] of items.entries()) {
    for (const other of items.slice(index + 1)) {
      if (one.kind === other.kind && one.to !== other.to && areSwapped(pair, one, other)) {
        const names = `“${pair.claim.tokens[one.at]?.text}” and “${pair.claim.tokens[other.at]?.text}”`
        return [{ kind: 'order', detail: `The draft exchanges ${names}.` }]
      }
    }
  }
  return []
}

/** A token of the passage of the item's kind that stands much nearer to the item's company, or null. */
function rivalOf(pair: Pair, item: Item, items: readonly Item[]): number | null {
  const { passage, alignment } = pair
  const taken = new Set(items.map(({ to }) => to))
  const rivals = rivalsOf(pair, item).filter((place) => !taken.has(place) && alignment.back[place] === -1)
  if (rivals.length === 0) return null
  const company = companyOf(pair, item, items)
  if (company.length === 0) return null
  // A name before a clause with a pronoun may be what the pronoun stands for.
  if (item.kind === 'name' && mayBeMeant(passage.tokens, item.to, company)) return null
  const own = placesLike(pair, item)
  return rivals.find((rival) => fitsBetter(pair, item, rival, own, company)) ?? null
}

function mayBeMeant(tokens: Pair['passage']['tokens'], name: number, company: Company): boolean {
  const behind = company.filter(({ to }) => to > name).map(({ to }) => to)
  if (behind.length * 2 < company.length) return false
  return tokens.slice(name + 1, Math.max(...behind)).some(({ lower, initial }) => PRONOUN.test(lower) && (initial || !/^its?$/.test(lower)))
}

/** Why a number of the claim cannot be part of another ("11 of the 3", "of 3, 11"), or null. */
function impossiblePart({ quantities, tokens }: Pair['claim']): string | null {
  for (const [index, one] of quantities.entries()) {
    const other = quantities[index + 1]
    if (other === undefined || one.unit !== null || other.unit !== null) continue
    const [first, second] = [one.values[0] ?? 0, other.values[0] ?? 0]
    if (tokens[one.to + 1]?.lower === 'of' && other.from - one.to <= 3 && first > second)
      return `${one.text} cannot be a part of ${other.text}.`
    if (one.from === 1 && tokens[0]?.lower === 'of' && second > first) return `${other.text} cannot be a part of ${one.text}.`
  }
  return null
}
