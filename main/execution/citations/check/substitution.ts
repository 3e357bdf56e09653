import { WIDER } from './align.ts'
import { lexicon } from './lexicon.ts'
import { isContent } from './read-statement.ts'
import type { Pair, Problem } from './types.ts'

/** In a claim that otherwise follows its passage this closely, a strange word in the place of another is an exchange. */
const COPY = 0.7
/** At an end of the claim, where one neighbour less bears witness. */
const COPY_AT_END = 0.75
/** Of a part that was added, at most this share is in the passage; of the rest at least that. */
const ADDED = 0.4
const REST = 0.6
/** What a claim says with a verb of its own. */
const AUXILIARY = /^(?:has|have|had|hat|haben|hatte|is|are|was|were|ist|sind|war|waren|ont|est|sont)$/
const MIN_FORM = 3
const FORM_SHARE = 0.65
/** In a part behind "and", a synonym bears witness less than the word itself: 0.9 to this power. */
const SYNONYM = 9

/** Looks for a word of the claim that stands exactly where the passage has another one that the claim does not use. */
export function findSubstitution({ claim, passage, alignment }: Pair, score: number): Problem[] {
  const words = lexicon()
  const added = addedPart({ claim, passage, alignment })
  if (added !== null) return [{ kind: 'overlap', detail: `The source does not say “${added}”.` }]
  if (score < COPY) return []
  const mine = contentPlaces(claim.tokens)
  const theirs = contentPlaces(passage.tokens)
  const rank = new Map(theirs.map((place, order) => [place, order]))
  for (const [order, at] of mine.entries()) {
    const token = claim.tokens[at]
    if (token === undefined || (alignment.quality[at] ?? 0) > WIDER || words.isLight(token.lower) || token.kind !== 'word') continue
    const left = rank.get(alignment.at[mine[order - 1] ?? -1] ?? -1)
    const right = rank.get(alignment.at[mine[order + 1] ?? -1] ?? -1)
    const atEnd = score >= COPY_AT_END && !claim.german
    const place = slotBetween(left, right, atEnd && order === 0, atEnd && order === mine.length - 1)
    const held = place === undefined ? undefined : theirs[place]
    const coordinated =
      /^(?:and|or|und|oder|nor)$/.test(claim.tokens[at - 1]?.lower ?? '') &&
      left !== undefined &&
      claim.tokens[at - 2]?.kind === 'word' &&
      token.lower.length > 2 &&
      !claim.quantities.some(({ to, bound }) => bound !== null && to === at - 2)
    if (coordinated) return [{ kind: 'overlap', detail: `The source does not say “${token.text}”.` }]
    if (
      held === undefined ||
      alignment.back[held] !== -1 ||
      AUXILIARY.test(passage.tokens[held]?.lower ?? '') ||
      areForms(token.lower, passage.tokens[held]?.lower ?? '')
    )
      continue
    const steps = order === 0 ? [1] : order === mine.length - 1 ? [-1] : [-1, 1]
    const same = steps.every((step) => claim.tokens[at + step]?.stem === passage.tokens[held + step]?.stem)
    if (!same) continue
    return [{ kind: 'overlap', detail: `The source says “${passage.tokens[held]?.text}”, the draft says “${token.text}”.` }]
  }
  return []
}

/** Whether two words begin alike for most of the shorter one: `doit` and `doivent`, `adjusting` and `adjustment`. */
function areForms(one: string, other: string): boolean {
  let shared = 0
  while (shared < one.length && one.charAt(shared) === other.charAt(shared)) shared += 1
  return shared >= MIN_FORM && shared >= FORM_SHARE * Math.min(one.length, other.length)
}

/** The rank of the passage's word in the same place: between the same two, or beside the same one at either end of the claim. */
function slotBetween(left: number | undefined, right: number | undefined, isFirst: boolean, isLast: boolean): number | undefined {
  if (left !== undefined && right !== undefined) return right === left + 2 ? left + 1 : undefined
  if (isFirst && right !== undefined && right > 0) return right - 1
  return isLast && left !== undefined ? left + 1 : undefined
}

/** A part behind "and" of which the passage holds next to nothing, while it holds the rest: something was added. */
function addedPart({ claim, alignment }: Pair): string | null {
  const words = lexicon()
  const parts: { from: number; held: number; wanted: number; begins: boolean | null }[] = [{ from: 0, held: 0, wanted: 0, begins: null }]
  for (const [at, token] of claim.tokens.entries()) {
    if (/^(?:and|und|while|but|which|who)$/.test(token.lower)) parts.push({ from: at, held: 0, wanted: 0, begins: null })
    const part = parts.at(-1)
    if (part === undefined || !isContent(token)) continue
    const weight = words.isLight(token.lower) ? 0.25 : 1
    part.wanted += weight
    if (weight === 1) part.begins ??= alignment.at[at] === -1 || (alignment.quality[at] ?? 0) < 1
    if (alignment.at[at] !== -1) part.held += weight * (parts.length > 1 && weight === 1 ? (alignment.quality[at] ?? 0) ** SYNONYM : 1)
  }
  const total = parts.reduce((sum, { held, wanted }) => ({ held: sum.held + held, wanted: sum.wanted + wanted }), { held: 0, wanted: 0 })
  const added = parts
    .slice(1)
    .find(
      ({ held, wanted, begins }) =>
        begins === true && wanted >= 1 && held / wanted <= ADDED && (total.held - held) / Math.max(1, total.wanted - wanted) >= REST,
    )
  return added === undefined ? null : claim.text.slice(claim.tokens[added.from]?.start).replace(/[.!?]+$/, '')
}

function contentPlaces(tokens: Pair['claim']['tokens']): number[] {
  return tokens
    .entries()
    .filter(([, token]) => isContent(token))
    .map(([at]) => at)
    .toArray()
}
