import { mergeRuns, type Span } from './metrics.ts'
import { meanOf, type Share, shareOf } from './shares.ts'

/** What one redacted text still says. */
export interface UnitTally {
  /** Private units that occur in the text. */
  readonly units: number
  /** Of these, still there after redaction. */
  readonly left: number
  /** Units that the text does not hold in the first place (annotators paraphrase); they count nowhere. */
  readonly absent: number
  /** Code units outside every private unit, and how many of them redaction removed. */
  readonly harmless: number
  readonly harmlessRemoved: number
}

/** What stands in a sent text for each run that was redacted: `[X]` by the definition, but a unit may be an X. */
const PLACEHOLDER = '[\0]'

/**
 * Private units left after redaction: every merged run of `predicted` is replaced by `[X]`; a unit is left when it still occurs, whatever
 * its case, at word boundaries. Over-redaction is the share of characters outside the units that went.
 */
export function tallyUnits(text: string, units: readonly string[], predicted: readonly Span[]): UnitTally {
  const runs = mergeRuns(predicted)
  const sent = redact(text, runs)
  const isPrivate = new Uint8Array(text.length)
  let present = 0
  let left = 0
  for (const unit of units) {
    const pattern = patternOf(unit)
    const places = [...text.matchAll(pattern)]
    if (places.length === 0) continue
    present += 1
    for (const { index, 0: match } of places) isPrivate.fill(1, index, index + match.length)
    // `matchAll` leaves the pattern's position alone.
    if (pattern.test(sent)) left += 1
  }
  let harmless = 0
  for (const flag of isPrivate) if (flag === 0) harmless += 1
  let harmlessRemoved = 0
  for (const { start, end } of runs) for (let at = start; at < end; at += 1) if (isPrivate[at] === 0) harmlessRemoved += 1
  return { units: present, left, absent: units.length - present, harmless, harmlessRemoved }
}

function redact(text: string, runs: readonly Span[]): string {
  let sent = ''
  let from = 0
  for (const { start, end } of runs) {
    sent += text.slice(from, start) + PLACEHOLDER
    from = end
  }
  return sent + text.slice(from)
}

/** A boundary is asked for only where the unit itself begins or ends in a letter, digit or underscore: "+44 20" has none before it. */
function patternOf(unit: string): RegExp {
  const word = /[\p{L}\p{M}\p{N}_]/u
  const first = String.fromCodePoint(unit.codePointAt(0) ?? 0)
  const last = [...unit].at(-1) ?? ''
  const before = word.test(first) ? '(?<![\\p{L}\\p{M}\\p{N}_])' : ''
  const after = word.test(last) ? '(?![\\p{L}\\p{M}\\p{N}_])' : ''
  return new RegExp(`${before}${RegExp.escape(unit)}${after}`, 'giu')
}

/** Metrics of texts whose private units are known. All shares from 0 to 1. */
export interface UnitMetrics {
  /** Texts that hold a private unit. */
  readonly prompts: number
  readonly units: number
  /** Units that their own text does not hold; they count nowhere. */
  readonly absentUnits: number
  /** Mean over prompts of the share of units left. */
  readonly meanLeak: number | null
  /** Units left of all units. */
  readonly left: Share
  /** Prompts with no unit left. */
  readonly zeroLeak: Share
  /** Characters removed of all characters outside the units, over all texts for which units were named. */
  readonly overRedaction: Share
  /** The same share as a mean over these texts. */
  readonly meanOverRedaction: number | null
}

export function unitMetrics(tallies: readonly UnitTally[]): UnitMetrics {
  // A text for which no unit was named is no private one, and has a measure of its own: whether it was flagged.
  const named = tallies.filter(({ units, absent }) => units + absent > 0)
  const sum = (of: (tally: UnitTally) => number): number => named.reduce((total, tally) => total + of(tally), 0)
  const prompts = named.filter(({ units }) => units > 0)
  return {
    prompts: prompts.length,
    units: sum(({ units }) => units),
    absentUnits: sum(({ absent }) => absent),
    meanLeak: meanOf(prompts.map(({ left, units }) => left / units)),
    left: shareOf(
      sum(({ left }) => left),
      sum(({ units }) => units),
    ),
    zeroLeak: shareOf(prompts.filter(({ left }) => left === 0).length, prompts.length),
    overRedaction: shareOf(
      sum(({ harmlessRemoved }) => harmlessRemoved),
      sum(({ harmless }) => harmless),
    ),
    meanOverRedaction: meanOf(named.filter(({ harmless }) => harmless > 0).map((tally) => tally.harmlessRemoved / tally.harmless)),
  }
}
