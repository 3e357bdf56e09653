import { isDerived } from './derived.ts'
import { lexicon } from './lexicon.ts'
import type { Quantity } from './quantities.ts'
import type { Pair, Problem } from './types.ts'

const EXACT = 1e-9
/** "About 1,200" may stand for 1,187. */
const ROUGH = 0.06
const ROUGH_SHARE = 0.03
/** "More than 1,000" may stand for 1,187, not for 9,000. */
const FARTHEST_BOUND = 1.6

/** Every number of the claim has to stand in the passage, in any notation and unit of the same measure. Binds what it finds. */
export function checkNumbers({ claim, passage, alignment }: Pair): Problem[] {
  const problems: Problem[] = []
  const literals = new Set(passage.quantities.filter(({ kind }) => kind === 'literal').map(({ text }) => text))
  for (const wanted of claim.quantities) {
    if (claim.dates.some(({ from, to }) => wanted.from >= from && wanted.to <= to)) continue
    const sameTime =
      wanted.clock.length === 0 ? undefined : passage.quantities.find(({ clock }) => clock.some((minute) => wanted.clock.includes(minute)))
    if (sameTime !== undefined) {
      bind({ claim, passage, alignment }, wanted, sameTime)
      continue
    }
    if (wanted.kind === 'literal') {
      if (!literals.has(wanted.text) && !passage.text.includes(wanted.text)) problems.push(problemOf(wanted, passage.quantities))
      continue
    }
    const held = otherCurrency(wanted, passage.quantities) ? null : bestMatch(wanted, passage.quantities, passage.tokens)
    if (held !== null) {
      bind({ claim, passage, alignment }, wanted, held)
      if (
        boundsClash(wanted, held) ||
        (wanted.per !== null && held.per !== null && wanted.per !== held.per) ||
        countsOther({ claim, passage, alignment }, wanted, held)
      )
        problems.push(problemOf(wanted, [held]))
      continue
    }
    const inDate =
      (wanted.kind === 'ordinal' || wanted.unit === null) &&
      passage.dates.some(({ day, year, quarter }) => wanted.values.some((value) => value === day || value === year || value === quarter))
    if (inDate || wanted.soft || countsList(wanted, claim) || isWord(wanted, passage.text) || isDerived(wanted, claim, passage)) continue
    problems.push(problemOf(wanted, passage.quantities))
  }
  return problems
}

function bind({ alignment }: Pair, wanted: Quantity, held: Quantity): void {
  for (let at = wanted.from; at <= wanted.to; at += 1) {
    if (alignment.at[at] !== -1) continue
    alignment.at[at] = held.from
    alignment.quality[at] = 1
  }
  if (alignment.back[held.from] === -1) alignment.back[held.from] = wanted.from
}

/** The passage's number for one of the claim: the same first, then one that the claim's rounding or bound allows. */
function bestMatch(wanted: Quantity, all: readonly Quantity[], tokens: Pair['passage']['tokens']): Quantity | null {
  // "Attempt 4 of 5" is not the fifth attempt.
  const held = wanted.kind === 'ordinal' ? all.filter(({ from, kind }) => kind === 'ordinal' || tokens[from - 1]?.lower !== 'of') : all
  return held.find((other) => equal(wanted, other, EXACT)) ?? held.find((other) => nearly(wanted, other)) ?? null
}

function equal(left: Quantity, right: Quantity, tolerance: number): boolean {
  // 4 a.m. is not 4 p.m.
  if (left.clock.length > 0 && right.clock.length > 0) return left.clock.some((minute) => right.clock.includes(minute))
  const bare = (left.unit === null || right.unit === null) && left.kind !== 'fraction' && right.kind !== 'fraction'
  const one = bare ? left.values : scaled(left)
  const other = bare ? right.values : scaled(right)
  if (one === null || other === null || one.length === 0 || other.length === 0 || !comparable(left, right)) return false
  const width = left.kind === 'fraction' || right.kind === 'fraction' ? ROUGH_SHARE : Math.max(tolerance, sameTime(left, right) ? 0.02 : 0)
  // Two figures that can be read in two ways are read in the same way.
  const alike = one.length > 1 && other.length > 1
  return one.some((a, i) => other.some((b, j) => (!alike || i === j) && Math.abs(a - b) <= width * Math.max(Math.abs(a), Math.abs(b))))
}

function nearly(wanted: Quantity, held: Quantity): boolean {
  if (wanted.bound === null || held.bound !== null || !comparable(wanted, held)) return false
  const [one] = scaled(wanted) ?? []
  const [other] = scaled(held) ?? []
  if (one === undefined || other === undefined || one <= 0 || other <= 0) return false
  if (wanted.bound === 'about') return Math.abs(one - other) <= ROUGH * Math.max(one, other)
  const ratio = wanted.bound === 'over' ? other / one : one / other
  return ratio >= 1 && ratio <= FARTHEST_BOUND
}

/** Values in the base unit of their measure. Times with different names (a year, 12 months) have a little play. */
function scaled({ values, unit }: Quantity): readonly number[] | null {
  if (values.length === 0) return null
  return unit === null ? values : values.map((value) => value * unit.factor)
}

function sameTime(left: Quantity, right: Quantity): boolean {
  return left.unit?.dimension === 'time' && right.unit?.dimension === 'time' && left.unit.factor !== right.unit.factor
}

function comparable(left: Quantity, right: Quantity): boolean {
  // "Half as many" and "dropped by half".
  if (left.kind === 'times' || right.kind === 'times')
    return left.kind === right.kind || [left, right].every(({ kind, values }) => kind === 'fraction' || (values[0] ?? 1) < 1)
  if (left.kind === 'fraction' || right.kind === 'fraction') {
    return left.kind === right.kind || left.unit?.dimension === 'share' || right.unit?.dimension === 'share' || sharesTime(left, right)
  }
  if (left.unit === null || right.unit === null) {
    const [bare, other] = left.unit === null ? [left, right] : [right, left]
    if (other.unit === null) return true
    // A number of things is no percentage; a bare number in a list ("54 to 46 percent") may be.
    return ['share', 'time', 'clock'].includes(other.unit.dimension) ? !bare.counts : true
  }
  return left.unit.dimension === right.unit.dimension
}

/** "Half an hour" is 30 minutes. */
function sharesTime(left: Quantity, right: Quantity): boolean {
  return left.kind === 'fraction' && right.unit?.dimension === 'time'
}

function boundsClash(wanted: Quantity, held: Quantity): boolean {
  return (wanted.bound === 'over' && held.bound === 'under') || (wanted.bound === 'under' && held.bound === 'over')
}

/** Whether the passage speaks of money, and in no place of the claim's currency. */
function otherCurrency({ unit }: Quantity, held: readonly Quantity[]): boolean {
  const currencies = held.flatMap((other) => (other.unit?.dimension.startsWith('money') === true ? [other.unit.dimension] : []))
  return unit?.dimension.startsWith('money') === true && currencies.length > 0 && !currencies.includes(unit.dimension)
}

/** Whether the same number counts one thing in the claim and another in the passage, neither of which the other text has. */
function countsOther({ claim, passage, alignment }: Pair, wanted: Quantity, held: Quantity): boolean {
  const [mine, its] = [claim.tokens[wanted.to + 1], passage.tokens[held.to + 1]]
  if (!wanted.counts || !held.counts || wanted.unit !== null || held.unit !== null || mine === undefined || its === undefined) return false
  if (claim.german && !mine.capital) return false
  if (mine.capital !== its.capital || lexicon().isLight(mine.lower) || lexicon().isLight(its.lower) || !/(?:s|en)$/.test(mine.lower))
    return false
  return alignment.at[wanted.to + 1] === -1 && alignment.back[held.to + 1] === -1
}

/** "Three languages: Polish, German and English": the claim counts what it lists itself. */
function countsList({ values, to }: Quantity, { tokens }: Pair['claim']): boolean {
  const colon = tokens.findIndex(({ text }, at) => at > to && at <= to + 4 && text === ':')
  if (colon === -1) return false
  const items = tokens.slice(colon + 1).filter(({ text, lower }) => text === ',' || /^(?:and|und|et|or|oder|y)$/.test(lower)).length + 1
  return items === values[0]
}

/** A word that counts in one language only, and that the passage has as it is. */
function isWord({ text, kind }: Quantity, passage: string): boolean {
  return (
    kind !== 'literal' && /^(?:once|onze|dix|sept|elf|dos|null|acht)$/i.test(text) && passage.toLowerCase().includes(text.toLowerCase())
  )
}

function problemOf(wanted: Quantity, held: readonly Quantity[]): Problem {
  const near =
    held.find((other) => other.text !== wanted.text && comparable(wanted, other) && (other.unit === null) === (wanted.unit === null)) ??
    held[0]
  return {
    kind: 'number',
    detail:
      near === undefined || near.text === wanted.text
        ? `The source does not say ${wanted.text}.`
        : `The source says ${near.text}, the draft says ${wanted.text}.`,
  }
}
