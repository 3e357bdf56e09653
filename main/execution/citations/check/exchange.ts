import { isSuffered, isVerb } from './predicates.ts'
import { isContent, type Token } from './read-statement.ts'
import type { Pair, Read } from './types.ts'

/** Two parts of a claim that have changed places, as they stand in it. */
export interface Exchange {
  readonly first: string
  readonly second: string
}

const AUXILIARY = /^(?:was|were|is|are|been|being|be)$/
const CONTRAST = /^(?:instead|rather|unlike|than)$/
/** "… ceded it to A, which held it": who held it stands before. */
const TAKES_UP = /^(?:which|who|whom|whose)$/
const MAX_PLACES = 60

/**
 * Two parts of a sentence that have changed places around something that stayed ("eels spend years in the sea and return to rivers").
 * What only moved to the front or the end leaves nothing between, and says the same. German puts either part first: nothing is said there.
 */
export function exchangedParts(pair: Pair): Exchange | null {
  const { claim, passage, alignment } = pair
  if (claim.german) return null
  for (const [from, to] of sentencesOf(claim.tokens)) {
    const places: { readonly at: number; readonly to: number }[] = []
    const seen = new Set<number>()
    for (let at = from; at < to && places.length < MAX_PLACES; at += 1) {
      const token = claim.tokens[at]
      const held = alignment.at[at] ?? -1
      if (token === undefined || held === -1 || !isContent(token) || seen.has(held)) continue
      if (alignment.opposite[at] === 1) return null
      seen.add(held)
      places.push({ at, to: held })
    }
    const [first] = places
    if (first === undefined || places.some((place) => passage.tokens[place.to]?.sentence !== passage.tokens[first.to]?.sentence)) continue
    const stretch = places.map((place) => place.to)
    const takesUp = passage.tokens.slice(Math.min(...stretch), Math.max(...stretch)).some(({ lower }) => TAKES_UP.test(lower))
    if (takesUp) continue
    const blocks = crossedBlocks(places.map((place) => place.to))
    if (blocks === null) continue
    const [left, right] = [places[blocks.left], places[blocks.right]]
    if (left === undefined || right === undefined) continue
    const inside = places.slice(blocks.left + 1, blocks.right)
    const turnsOn = inside.some(
      (place) =>
        alignsAs(claim, place.at, passage, place.to) && !isSuffered(claim.tokens, place.at) && !isSuffered(passage.tokens, place.to),
    )
    const contrasts = claim.tokens.slice(left.at, right.at).some(({ lower }) => CONTRAST.test(lower))
    if (!(turnsOn || contrasts || isCopied(claim, from, to, pair)) || claim.tokens[left.at]?.kind === 'figure') continue
    return { first: claim.tokens[left.at]?.text ?? '', second: claim.tokens[right.at]?.text ?? '' }
  }
  return null
}

/** Where in a row of places B M A stands for A M B, with M not empty; the last of B and the first of A, or null. */
function crossedBlocks(places: readonly number[]): { readonly left: number; readonly right: number } | null {
  const sorted = places.toSorted((a, b) => a - b)
  let start = 0
  while (start < places.length && places[start] === sorted[start]) start += 1
  let end = places.length - 1
  while (end > start && places[end] === sorted[end]) end -= 1
  if (end - start < 2) return null
  const rank = new Map(sorted.map((place, index) => [place, index]))
  const ranks = places.slice(start, end + 1).map((place) => (rank.get(place) ?? 0) - start)
  const size = ranks.length
  // B is the last run of the sorted row, at the front; A the first run, at the end.
  const [head = 0] = ranks
  const before = size - head
  const tail = ranks[size - 1] ?? 0
  const behind = tail + 1
  if (before + behind >= size || head === 0) return null
  const inOrder = ranks.every((value, index) => {
    if (index < before) return value === head + index
    if (index >= size - behind) return value === index - (size - behind)
    return value >= behind && value < head
  })
  return inOrder ? { left: start + before - 1, right: end - behind + 1 } : null
}

function sentencesOf(tokens: readonly Token[]): [number, number][] {
  const spans: [number, number][] = []
  let from = 0
  for (let at = 1; at <= tokens.length; at += 1) {
    if (at < tokens.length && tokens[at]?.sentence === tokens[from]?.sentence) continue
    spans.push([from, at])
    from = at
  }
  return spans
}

/** Whether a word is the same form of one verb in both texts. */
function alignsAs(claim: Read, at: number, passage: Read, to: number): boolean {
  return claim.tokens[at]?.lower === passage.tokens[to]?.lower && isVerb(claim.tokens, at) && isVerb(passage.tokens, to)
}

/** Whether every word with a topic of a sentence stands in the passage in the very same form, and no voice can have changed. */
function isCopied({ tokens }: Read, from: number, to: number, { passage, alignment }: Pair): boolean {
  const places = Array.from(alignment.at.slice(from, to)).filter((place) => place !== -1)
  const stretch = passage.tokens.slice(Math.min(...places), Math.max(...places))
  if (stretch.some(({ lower }) => AUXILIARY.test(lower) || lower === 'by')) return false
  let count = 0
  for (let at = from; at < to; at += 1) {
    const token = tokens[at]
    if (token === undefined || token.kind === 'mark') continue
    if (AUXILIARY.test(token.lower) || token.lower === 'by') return false
    if (!isContent(token)) continue
    if (passage.tokens[alignment.at[at] ?? -1]?.lower !== token.lower) return false
    count += 1
  }
  return count >= 4
}
