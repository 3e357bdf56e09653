import { isName, isTitle } from './check-names.ts'
import type { Item } from './order-items.ts'
import { isContent } from './read-statement.ts'
import type { Pair } from './types.ts'

/** Within one clause a rival has to stand this much nearer. */
export const MARGINS = { number: 1.35, side: 1.5, name: 2.2 } as const
const REACH = 30
const TAKES_UP = /^(?:it|them|these|davon)$/
const MAX_COMPANY = 16

/** Words of the claim by where they stand in the passage, the nearer to the thing in the claim the heavier. */
export type Company = readonly { readonly to: number; readonly weight: number }[]

/** Whether the company stands with the rival: in its clause, or much nearer within one. */
export function fitsBetter({ passage }: Pair, item: Item, rival: number, own: readonly number[], company: Company): boolean {
  const { tokens } = passage
  if (own.some((place) => tokens[place]?.clause === tokens[rival]?.clause)) {
    const closeness = (place: number): number => company.reduce((sum, { to, weight }) => sum + weight * near(tokens, place, to), 0)
    return closeness(rival) > MARGINS[item.kind] * Math.max(...own.map(closeness))
  }
  const votes = (place: number, reach: Reach): number => company.filter(({ to }) => goesWith(passage, place, to, reach)).length
  const its = votes(rival, item.kind === 'number' && hasItsOwn(passage, rival, own, company) ? 'before' : 'clause')
  const mine = Math.max(...own.map((place) => votes(place, 'before')))
  if (its > mine) return true
  if (its < mine) return false
  // A tie: what the claim says is said in the clause of the rival, and the thing itself finds it only before its own.
  const takesUp = own.some((place) => tokens.some(({ clause, lower }) => clause === tokens[place]?.clause && TAKES_UP.test(lower)))
  const direct = votes(rival, 'clause')
  const ownDirect = Math.max(...own.map((place) => votes(place, 'clause')))
  return !takesUp && (ownDirect === 0 ? direct > 0 : direct > 2 * ownDirect)
}

/** Whether something of the claim is said in the rival's clause and not of the thing itself. */
function hasItsOwn(passage: Pair['passage'], rival: number, own: readonly number[], company: Company): boolean {
  return company.some(({ to }) => goesWith(passage, rival, to, 'clause') && !own.some((place) => goesWith(passage, place, to, 'clause')))
}

/** How far back a thing may find what is said of it: in its clause, its sentence, or anywhere before. */
type Reach = 'clause' | 'sentence' | 'before'

/**
 * Whether a word of the passage is said of the clause that a thing stands in: it is in it, or before it ("31 % from wind, 14 % from
 * sun": what both are percentages of stands only once), unless the clause has a word of the same kind of its own.
 */
function goesWith(passage: Pair['passage'], thing: number, word: number, reach: Reach): boolean {
  const { tokens } = passage
  const [held, other] = [tokens[thing], tokens[word]]
  if (held === undefined || other === undefined) return false
  if (other.clause === held.clause || tokens.some((token) => token.clause === held.clause && token.stem === other.stem)) return true
  if (reach === 'clause' && !(other.clause > held.clause)) return false
  if (reach === 'sentence' && other.sentence !== held.sentence) return false
  if (other.clause > held.clause)
    return other.sentence === held.sentence && other.clause <= held.clause + 2 && isApposed(passage, held.clause)
  const kind = kindOf(passage, word)
  return kind === null || !tokens.some((token, at) => token.clause === held.clause && at !== thing && kindOf(passage, at) === kind)
}

/** "…, Diego Farias, …" or "the second, illustrated by …, became": a clause of a word or two goes with what follows as well. */
function isApposed({ tokens }: Pair['passage'], clause: number): boolean {
  return tokens.filter((token) => token.clause === clause && isContent(token)).length <= 2
}

function kindOf(passage: Pair['passage'], at: number): string | null {
  if (passage.dates.some(({ from, to }) => at >= from && at <= to)) return 'date'
  if (passage.quantities.some(({ from, to }) => at >= from && at <= to)) return 'number'
  if (isName(passage, at)) return 'name'
  return null
}

/** The words beside a thing in the claim, by where they stand in the passage; the nearer in the claim, the more they count. */
export function companyOf({ claim, alignment }: Pair, item: Item, items: readonly Item[]): Company {
  const mine = claim.quantities.find(({ from }) => from === item.at)
  const places = claim.tokens
    .entries()
    .filter(([, token]) => isContent(token))
    .map(([at]) => at)
    .toArray()
  const rank = places.indexOf(item.at)
  const company: { to: number; weight: number }[] = []
  for (const [order, at] of places.entries()) {
    const to = alignment.at[at] ?? -1
    if (to === -1 || to === item.to || alignment.opposite[at] === 1 || isTitle(claim.tokens[at]?.lower ?? '')) continue
    // What is counted goes with every number alike.
    if (mine !== undefined && at >= mine.from && at <= mine.to + (mine.counts ? 1 : 0)) continue
    if (items.some((other) => other.at === at && other.kind === item.kind)) continue
    company.push({ to, weight: 1 / Math.max(1, Math.abs(order - rank)) })
  }
  return company.sort((a, b) => b.weight - a.weight).slice(0, MAX_COMPANY)
}

/** How closely two tokens stand together: a comma between them counts as some words, a full stop as more. */
export function near(tokens: Pair['passage']['tokens'], one: number, other: number): number {
  const [a, b] = [tokens[one], tokens[other]]
  if (a === undefined || b === undefined) return 0
  const distance = Math.abs(one - other) + 4 * Math.abs(a.clause - b.clause) + 6 * Math.abs(a.sentence - b.sentence)
  return distance > REACH ? 0 : 1 / (2 + distance)
}
