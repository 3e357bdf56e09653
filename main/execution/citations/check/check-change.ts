import { lexicon } from './lexicon.ts'
import type { Quantity } from './quantities.ts'
import type { Pair, Problem, Read } from './types.ts'

const UP = 'rise'
const DOWN = 'fall'
/** Words for a fall that mean other things as often. */
const EASES = /^(?:eas|slow|cool|weaken|improv|shorten|narrow)/
const NEARBY = 8

/** A rise ends higher than it begins, a fall lower, and a time later: what a claim says of two numbers has to be possible in itself. */
export function checkChange({ claim }: Pair): Problem[] {
  for (const [index, one] of claim.quantities.entries()) {
    const other = claim.quantities[index + 1]
    if (other === undefined || one.values.length !== 1 || other.values.length !== 1 || one.kind !== 'number' || other.kind !== 'number')
      continue
    if (claim.dates.some(({ from, to }) => [one, other].some((quantity) => quantity.from >= from && quantity.to <= to))) continue
    const way = wayOf(claim, one, other)
    if (way === null || one.unit?.dimension !== other.unit?.dimension) continue
    const [first, last] = way === 'forth' ? [one, other] : [other, one]
    const change = sizeOf(last) - sizeOf(first)
    if (isYear(first) && isYear(last)) {
      if (change < 0) return [{ kind: 'order', detail: `${last.text} comes before ${first.text}.` }]
      continue
    }
    const moves = directionBefore(claim, one.from)
    if (moves !== null && change !== 0 && change > 0 !== (moves === 'up'))
      return [{ kind: 'order', detail: `From ${first.text} to ${last.text} is no ${moves === 'up' ? 'rise' : 'fall'}.` }]
  }
  return []
}

/** Whether two numbers are told as "from A to B" or as "to B from A"; null where neither. */
function wayOf({ tokens }: Read, one: Quantity, other: Quantity): 'forth' | 'back' | null {
  if (other.from - one.to > 4) return null
  const before = (at: number): string => {
    const last = tokens[at - 1]?.lower ?? ''
    return tokens[at - 1]?.kind === 'sign' ? (tokens[at - 2]?.lower ?? '') : last
  }
  const [left, right] = [before(one.from), before(other.from)]
  if (/^(?:from|von|vom|de)$/.test(left) && /^(?:to|until|till|auf|bis|à)$/.test(right)) return 'forth'
  return /^(?:to|auf)$/.test(left) && /^(?:from|after|von|nach)$/.test(right) ? 'back' : null
}

/** The word for a rise or a fall in the clause before a number, or null. */
function directionBefore({ tokens }: Read, at: number): 'up' | 'down' | null {
  for (let before = at - 1; before >= Math.max(0, at - NEARBY); before -= 1) {
    const token = tokens[before]
    if (token === undefined || token.sentence !== tokens[at]?.sentence) return null
    if (token.stop) continue
    const [up, down] = [meansSame(token.stem, UP), meansSame(token.stem, DOWN) && !EASES.test(token.stem)]
    if (up !== down) return up ? 'up' : 'down'
  }
  return null
}

function meansSame(one: string, other: string): boolean {
  const words = lexicon()
  return one === other || words.groupsOf(one).some((group) => words.groupsOf(other).includes(group))
}

function sizeOf({ values, unit }: Quantity): number {
  return (values[0] ?? 0) * (unit?.factor ?? 1)
}

function isYear({ text }: Quantity): boolean {
  return /^(?:1[0-9]|20)\d{2}$/.test(text)
}
