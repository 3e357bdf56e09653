import { dateWithin, isPartOf } from './dates.ts'
import type { Pair, Problem } from './types.ts'

/** Every date of the claim has to stand in the passage, in any notation. Binds what it finds. */
export function checkDates({ claim, passage, alignment }: Pair): Problem[] {
  if (claim.dates.length === 0) return []
  const loose = new Set(passage.quantities.filter(({ unit }) => unit === null).flatMap(({ values }) => [...values]))
  const problems: Problem[] = []
  for (const wanted of claim.dates) {
    const words = claim.text.slice(claim.tokens[wanted.from]?.start, claim.tokens[wanted.to]?.end)
    if (!dateWithin(wanted, passage.dates, loose)) {
      // A season alone may be a common word ("spring"), and sources put dates in other words.
      const onlySeason = wanted.season !== undefined && !passage.dates.some(({ season }) => season !== undefined)
      if (onlySeason) continue
      const [near] = passage.dates.filter((date) => (date.month !== undefined) === (wanted.month !== undefined))
      const held = near === undefined ? undefined : passage.text.slice(passage.tokens[near.from]?.start, passage.tokens[near.to]?.end)
      problems.push({
        kind: 'date',
        detail:
          held === undefined || held === words ? `The source does not say ${words}.` : `The source says ${held}, the draft says ${words}.`,
      })
      continue
    }
    const held =
      passage.dates.find((date) => isPartOf(wanted, date)) ??
      passage.dates.find(
        ({ month, day, year }) =>
          month === wanted.month && (wanted.day === undefined || day === wanted.day) && (wanted.year === undefined || year === wanted.year),
      ) ??
      passage.dates.find(
        ({ weekday, season, quarter, half }) =>
          weekday === wanted.weekday && season === wanted.season && quarter === wanted.quarter && half === wanted.half,
      )
    if (held === undefined) continue
    for (let at = wanted.from; at <= wanted.to; at += 1) {
      alignment.at[at] = held.from
      alignment.quality[at] = 1
    }
    alignment.back[held.from] = wanted.from
  }
  return problems
}
