import { isName } from './check-names.ts'
import { lexicon } from './lexicon.ts'
import type { Item } from './order-items.ts'
import { isContent } from './read-statement.ts'
import { MARGINS, near } from './stands-with.ts'
import type { Pair } from './types.ts'

const PREPOSITIONS = /^(?:from|to|von|vom|auf|nach|zum)$/
const AUXILIARY = /^(?:was|were|is|are|been|being|be|wurde|wurden|wird|worden)$/

/** Whether two things would fit better with each other's neighbours, and stand the other way round than in the passage. */
export function areSwapped(pair: Pair, one: Item, other: Item): boolean {
  const { claim, passage } = pair
  const [mine, its] = [roleOf(claim.tokens, one.at), roleOf(claim.tokens, other.at)]
  const [before, after] = [roleOf(passage.tokens, one.to), roleOf(passage.tokens, other.to)]
  if (mine !== its && before !== after) {
    if (mine === after && its === before) return true
    if (mine === before && its === after) return false
  }
  if (one.kind === 'number' && other.kind === 'number' && sameMeasure(claim, one, other) && preferEachOther(pair, one, other)) return true
  // Of common words only the two ends of one scale are told apart by their place: upper and lower, buyer and seller.
  if (
    one.kind === 'side' &&
    !lexicon()
      .oppositesOf(claim.tokens[one.at]?.stem ?? '')
      .has(claim.tokens[other.at]?.stem ?? '')
  )
    return false
  const reversed = one.at < other.at !== one.to < other.to
  if (!reversed) return isTurnedActive(pair, one, other)
  if (isPassive(claim.tokens) !== isPassive(passage.tokens)) return false
  const [left, right] = [Math.min(one.at, other.at), Math.max(one.at, other.at)]
  const between = claim.tokens.slice(left + 1, right)
  if (!between.some((token, at) => token.kind === 'word' && isContent(token) && (pair.alignment.at[left + 1 + at] ?? -1) !== -1))
    return false
  const [low, high] = [Math.min(one.to, other.to), Math.max(one.to, other.to)]
  // What stands between them in the claim stands between them in the passage, too: only the two have changed places.
  const inside = between
    .map((_, at) => pair.alignment.at[left + 1 + at] ?? -1)
    .filter((to) => to !== -1 && to !== one.to && to !== other.to)
  return inside.length > 0 && inside.filter((to) => to > low && to < high).length / inside.length >= 0.7
}

function sameMeasure({ quantities }: Pair['claim'], one: Item, other: Item): boolean {
  const [mine, its] = [one, other].map(({ at }) => quantities.find(({ from }) => from === at)?.unit?.dimension)
  return mine === its
}

/** Whether each of two numbers stands with what the passage says of the other. */
function preferEachOther(pair: Pair, one: Item, other: Item): boolean {
  return standsWith(pair, one, other) && standsWith(pair, other, one)
}

function standsWith({ claim, passage, alignment }: Pair, item: Item, rival: Item): boolean {
  const { clause } = claim.tokens[item.at] ?? { clause: -1 }
  let own = 0
  let its = 0
  for (const [at, token] of claim.tokens.entries()) {
    const to = alignment.at[at] ?? -1
    const beside = clause === claim.tokens[rival.at]?.clause ? Math.abs(at - item.at) < Math.abs(at - rival.at) : token.clause === clause
    if (to === -1 || !beside || !isContent(token) || token.kind !== 'word') continue
    own += near(passage.tokens, item.to, to)
    its += near(passage.tokens, rival.to, to)
  }
  return its > MARGINS.number * own
}

/** A word that comes behind "from" in one text and behind "to" in the other, while another does the opposite. */
export function turnedAround({ claim, passage, alignment }: Pair): string | null {
  let from: string | null = null
  let to: string | null = null
  for (const [at, token] of claim.tokens.entries()) {
    const held = alignment.at[at] ?? -1
    if (held === -1 || !(isContent(token) || token.kind === 'figure')) continue
    const [mine, its] = [roleOf(claim.tokens, at), roleOf(passage.tokens, held)]
    if (mine === 'from' && its === 'to') from ??= token.text
    if (mine === 'to' && its === 'from') to ??= token.text
  }
  if (from !== null && to !== null) return from
  return oneSided(claim, passage, alignment.at)
}

/** A name behind "from" that the passage has only behind "to", or the other way round. */
function oneSided(claim: Pair['claim'], passage: Pair['passage'], at: Int32Array): string | null {
  for (const [place, token] of claim.tokens.entries()) {
    const to = at[place] ?? -1
    if (to === -1 || !isName(claim, place) || !isName(passage, to)) continue
    const role = nameRoleOf(claim.tokens, place)
    const roles = passage.tokens.flatMap((other, held) => (other.stem === token.stem ? [nameRoleOf(passage.tokens, held)] : []))
    if (role !== null && roles.every((other) => other !== null && other !== role)) return token.text
  }
  return null
}

/**
 * A verb or a comparison with its two sides exchanged ("A criticised B", "A was faster than B"), or null. German puts either side
 * first; there the order says nothing.
 */
export function exchangedAround({ claim, passage, alignment }: Pair): string | null {
  if (claim.german) return null
  for (const [at, token] of claim.tokens.entries()) {
    const to = alignment.at[at] ?? -1
    const held = passage.tokens[to]
    if (held === undefined || held.lower !== token.lower || !isRelation(claim.tokens, at)) continue
    if (isSuffered(claim.tokens, at) !== isSuffered(passage.tokens, to)) continue
    const left = besideOf(claim.tokens, at, -1)
    const right = besideOf(claim.tokens, at, 1)
    const [before, after] = [passage.tokens[alignment.at[left] ?? -1], passage.tokens[alignment.at[right] ?? -1]]
    if (before === undefined || after === undefined || before.clause !== held.clause || after.clause !== held.clause) continue
    if (before.start > held.start && after.start < held.start) return token.text
  }
  return null
}

/** Whether a verb is in the passive voice: an auxiliary just before it, or "by" behind. */
function isSuffered(tokens: Pair['claim']['tokens'], at: number): boolean {
  return tokens[at + 1]?.lower === 'by' || [1, 2].some((step) => AUXILIARY.test(tokens[at - step]?.lower ?? ''))
}

function isRelation(tokens: Pair['claim']['tokens'], at: number): boolean {
  const { lower, kind } = tokens[at] ?? { lower: '', kind: 'mark' }
  return kind === 'word' && (/[^e]ed$/.test(lower) || lexicon().isPast(lower) || (/er$/.test(lower) && tokens[at + 1]?.lower === 'than'))
}

/** The place of the next word with a topic on one side. */
function besideOf(tokens: Pair['claim']['tokens'], at: number, way: number): number {
  for (let next = at + way; next >= 0 && next < tokens.length; next += way) {
    const token = tokens[next]
    if (token !== undefined && isContent(token)) return next
  }
  return -1
}

/** The role of a name that stands right behind its preposition. */
function nameRoleOf(tokens: Pair['claim']['tokens'], at: number): string | null {
  const start = [0, 1, 2].find((step) => tokens[at - step - 1]?.capital !== true) ?? 0
  return PREPOSITIONS.test(tokens[at - start - 1]?.lower ?? '') ? roleOf(tokens, at - start) : null
}

function roleOf(tokens: Pair['claim']['tokens'], at: number): string | null {
  for (let before = at - 1; before >= Math.max(0, at - 3); before -= 1) {
    const lower = tokens[before]?.lower ?? ''
    if (PREPOSITIONS.test(lower)) return /^(?:from|vom|von)$/.test(lower) ? 'from' : 'to'
    if (tokens[before]?.kind === 'figure') return null
  }
  return null
}

/** "B was replaced by A" told as "B replaced A": the same order of names in another voice. */
function isTurnedActive({ claim, passage, alignment }: Pair, one: Item, other: Item): boolean {
  if (one.kind !== 'name') return false
  const [left, right] = [Math.min(one.at, other.at), Math.max(one.at, other.at)]
  for (let at = left + 1; at < right; at += 1) {
    const to = alignment.at[at] ?? -1
    if (to === -1 || to < Math.min(one.to, other.to) || to > Math.max(one.to, other.to)) continue
    const by = passage.tokens[to + 1]?.lower === 'by'
    if (
      by &&
      isPassive(passage.tokens.slice(Math.max(0, to - 3), to + 2)) &&
      !claim.tokens.slice(at + 1, right).some(({ lower }) => lower === 'by')
    )
      return true
  }
  return false
}

/** An auxiliary within seven words before "by". */
function isPassive(tokens: Pair['claim']['tokens']): boolean {
  return tokens.some(
    ({ lower }, at) =>
      /^(?:by|durch|von)$/.test(lower) && tokens.slice(Math.max(0, at - 7), at).some(({ lower: word }) => AUXILIARY.test(word)),
  )
}
