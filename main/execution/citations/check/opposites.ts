import { lexicon } from './lexicon.ts'
import { isContent, type Token } from './read-statement.ts'
import type { Pair } from './types.ts'

/** Words without a topic reach no farther than this to what they are said of. */
const REACH = 4
/** Words with a topic on each side that are asked what an opposite belongs to. */
const COMPANY = 2
const NEAR = 10

/** Whether an opposite in the passage is said of the same thing: one of the nearest words of the claim stands near it, too. */
export function isAttached(claim: readonly Token[], from: number, passage: readonly Token[], to: number, at: Int32Array): boolean {
  const [token, held] = [claim[from], passage[to]]
  if (token === undefined || held === undefined) return false
  const reach = token.stop || held.stop ? REACH : NEAR
  return [-1, 1].some((way) =>
    companyOf(claim, from, way).some((place) => {
      const its = at[place] ?? -1
      return its !== -1 && Math.abs(its - to) <= reach && passage[its]?.sentence === held.sentence
    }),
  )
}

function companyOf(tokens: readonly Token[], from: number, way: number): number[] {
  const company: number[] = []
  for (let at = from + way; at >= 0 && at < tokens.length && company.length < COMPANY; at += way) {
    const token = tokens[at]
    if (token === undefined || token.sentence !== tokens[from]?.sentence) break
    if (isContent(token) && !lexicon().isLight(token.lower)) company.push(at)
  }
  return company
}

/**
 * Whether a word and its converse in the passage say the same with their sides exchanged: "A sold to B" and "B bought from A", "A after B"
 * and "B before A". With the sides as they were, they say the opposite.
 */
export function isConverse({ claim, passage, alignment }: Pair, at: number): boolean {
  const to = alignment.at[at] ?? -1
  const [token, held] = [claim.tokens[at], passage.tokens[to]]
  if (token === undefined || held === undefined || !lexicon().areConverse(token.stem, held.stem)) return false
  if (token.stop) return turnsAround(claim.tokens, at, passage.tokens, to, alignment.at)
  let crossed = 0
  let kept = 0
  for (const [other, { sentence, kind }] of claim.tokens.entries()) {
    const place = alignment.at[other] ?? -1
    if (place === -1 || other === at || sentence !== token.sentence || kind === 'mark') continue
    if (passage.tokens[place]?.sentence !== held.sentence) continue
    if (other < at === place < to) kept += 1
    else crossed += 1
  }
  return crossed > 0 && crossed >= kept
}

/** Whether what stands behind a preposition stands before its converse in the passage: "A after B", "B before A". */
function turnsAround(claim: readonly Token[], at: number, passage: readonly Token[], to: number, aligned: Int32Array): boolean {
  for (let next = at + 1; next < claim.length && claim[next]?.sentence === claim[at]?.sentence; next += 1) {
    const place = aligned[next] ?? -1
    if (place === -1 || claim[next]?.kind === 'mark') continue
    if (passage[place]?.sentence !== passage[to]?.sentence || place > to) return false
    const left = [...aligned.slice(0, at)].findLast((held, before) => held !== -1 && claim[before]?.sentence === claim[at]?.sentence)
    return left === undefined || left > to
  }
  return false
}
