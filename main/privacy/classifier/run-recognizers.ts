import type { Finding } from '#contracts/privacy.ts'
import { candidates, columnAt, reachOf, reset } from './bit-table.ts'
import { findingOf } from './match-finding.ts'
import type { KnownFacts } from './patterns/known-facts.ts'
import type { CharacterSet } from './patterns/parse-pattern.ts'
import { DEPTH, WIDTH } from './patterns/pattern-facts.ts'
import type { Focus } from './readings/focus.ts'
import { planOf, type RowPlan } from './row-plan.ts'
import { createRowSet, type LiteralTrigger, ROLE, type RowSet, type Switch } from './row-set.ts'
import { inOneGo, type Steps } from './steps.ts'
import { createSurveyor, type Survey, type Surveyor } from './survey.ts'
import type { Recognizer } from './types.ts'
import { createUnitReader } from './units.ts'

/** A table of recognisers made ready. */
export interface Runner {
  /** One pass over a text; the result holds good until the next. */
  readonly survey: Surveyor
  /**
   * Adds what the rows (all, where none are named) find in a surveyed text. Spans are of `text`; who has its units (see `units.ts`) hands
   * them in. With a focus, what cannot touch it may be left out.
   */
  run(text: string, survey: Survey, into: Finding[], units?: Uint16Array, rows?: RowSet, focus?: Focus | null): void
  /** Some of the rows, to be run alone where no others count. */
  only(belongs: (recognizer: Recognizer) => boolean): RowSet
}

const NO_ROWS: readonly number[] = []
const NO_SWITCHES: readonly Switch[] = []
const NO_TRIGGERS: readonly LiteralTrigger[] = []
const ANY_SIZE = Number.POSITIVE_INFINITY
/** Farther before their digits than this, matches may be of any number of groups. */
const NEAR_LEAD = 16

/** The digits of the largest group that a match may have its first digit in, when it begins at most `lead` before or anywhere in a group. */
function sizeNear({ digitCount, digitStarts, digitEnds, digitSizes }: Survey, group: number, lead: number): number {
  let most = digitSizes[group] ?? 0
  if (lead === 0) return most
  if (lead > NEAR_LEAD) return ANY_SIZE
  const reach = (digitEnds[group] ?? 0) + lead
  for (let next = group + 1; next < digitCount && (digitStarts[next] ?? 0) < reach; next += 1) most = Math.max(most, digitSizes[next] ?? 0)
  return most
}

/**
 * Every match of a row begins at a place where the filter lets it through: its first characters, and the one before it, are of the sets
 * that the pattern itself allows. The pattern is tried only there, and only near what the row's matches all hold, so a text without
 * anything of the kind costs one pass. A match counts wherever it begins: what is found does not depend on what stands far from it.
 * `noticed`: literals that the survey tells of for others (see `survey.ts`). `facts`: those of patterns that are known beforehand.
 */
export function createRunner(recognizers: readonly Recognizer[], noticed?: readonly string[], facts?: KnownFacts): Runner {
  return inOneGo(runnerInSteps(recognizers, noticed, facts))
}

/** The same for whoever has something else to do in between. */
export function* runnerInSteps(recognizers: readonly Recognizer[], noticed: readonly string[] = [], facts?: KnownFacts): Steps<Runner> {
  const sets = new Map<string, CharacterSet>()
  const plans = recognizers.map((recognizer) => planOf(recognizer, sets, facts))
  yield
  const { literals, idOf } = numbering()
  const makeAll = createRowSet(plans, idOf, () => true)
  yield
  const behind = plans.map((plan) => (plan.behind === null ? null : Uint8Array.from(literalSet(plan.behind, idOf))))
  yield
  const all = makeAll(literals.length)
  yield
  // What only lets rows be tried at all need be told but once.
  const once = literals.map((_, id) => ((all.roles[id] ?? 0) & ROLE.trigger) === 0 && behind.every((wanted) => wanted?.[id] !== 1))
  const survey = createSurveyor(literals, noticed, once.map(Number))
  yield
  const readUnits = createUnitReader()
  const filter = createFilter(plans)
  yield
  const lengths = Int32Array.from(literals, ({ length }) => length)

  const isGated = Uint8Array.from(plans, ({ gate }) => (gate === null ? 0 : 1))

  // What was seen in a run holds good for that one only: each entry says which run it is of, so that nothing need be cleared.
  let run = 0
  /** By row: the run in which the literal that a gated row waits for was seen. */
  const opened = new Float64Array(plans.length)
  /** By literal: the run in which it has opened and switched on what it does. */
  const noted = new Float64Array(literals.length)
  /** By row: the run that the rest is of; between which places it was tried; the first hit, behind the one that asked last, that must follow. */
  const tried = { in: new Float64Array(plans.length), from: new Int32Array(plans.length), to: new Int32Array(plans.length) }
  const following = new Int32Array(plans.length)
  /** By row that minds it: where the last match ends that began inside no other, and how many began inside that. */
  const reach = { in: new Float64Array(plans.length), end: new Int32Array(plans.length), inside: new Int32Array(plans.length) }
  /** Hits that trigger rows. */
  let starting = new Int32Array(0)
  let text = ''
  let units: Uint16Array = new Uint16Array(0)
  let findings: Finding[] = []
  let set = all
  let focus: Focus | null = null
  const reaches = Float64Array.from(plans, reachOf)

  /** Whether as many matches as may began inside another, and this place is inside it too. */
  function isTooDeep(row: number, at: number, most: number): boolean {
    return reach.in[row] === run && at < (reach.end[row] ?? 0) && (reach.inside[row] ?? 0) >= most
  }

  function noteReach(row: number, start: number, end: number): void {
    const isInside = reach.in[row] === run && start < (reach.end[row] ?? 0)
    reach.in[row] = run
    reach.inside[row] = isInside ? (reach.inside[row] ?? 0) + 1 : 0
    if (!isInside) reach.end[row] = end
  }

  const attempt = (row: number, at: number): void => {
    const plan = plans[row]
    if (plan === undefined || (focus !== null && !focus.isNear(at, at + (reaches[row] ?? 0)))) return
    if (plan.indent !== null && !isIndented(units, at, plan.indent)) return
    const { mostInside } = plan.recognizer
    if (mostInside !== undefined && isTooDeep(row, at, mostInside)) return
    plan.sticky.lastIndex = at
    const match = plan.sticky.exec(text)
    if (mostInside !== undefined && match !== null) noteReach(row, at, at + match[0].length)
    const finding = match === null ? null : findingOf(plan.recognizer, match, text)
    if (finding !== null) findings.push(finding)
  }

  function passes(allowed: Uint8Array, at: number): boolean {
    if (at > 0 && allowed[columnAt(units, at - 1)] === 0) return false
    const end = Math.min(text.length, at + DEPTH)
    for (let place = at, base = WIDTH; place < end; place += 1, base += WIDTH) {
      if (allowed[base + columnAt(units, place)] === 0) return false
    }
    return true
  }

  function begin(row: number): void {
    if (tried.in[row] === run) return
    tried.in[row] = run
    tried.from[row] = 0
    tried.to[row] = 0
    following[row] = 0
  }

  /** Whether one of the row's other literals stands within reach behind a hit. To be asked in the order of the hits. */
  function isFollowed(row: number, hit: number, seen: Survey): boolean {
    const wanted = behind[row] ?? null
    if (wanted === null || seen.hasRareHits) return true
    begin(row)
    let next = following[row] ?? 0
    if (next <= hit) {
      next = hit + 1
      while (next < seen.hitCount && wanted[seen.hitIds[next] ?? 0] !== 1) next += 1
      following[row] = next
    }
    if (next >= seen.hitCount) return false
    // Hits come in the order of their ends, so the one before it tells whether it was reached.
    const last = (seen.hitStarts[hit] ?? 0) + (plans[row]?.facts.maxLength ?? 0)
    return next === hit + 1 || (seen.hitStarts[next - 1] ?? 0) + (lengths[seen.hitIds[next - 1] ?? 0] ?? 0) <= last
  }

  function attemptBefore({ row, min, max, set }: LiteralTrigger, start: number): void {
    const allowed = filter(row)
    if (min === max) {
      if (start >= min && passes(allowed, start - min)) attempt(row, start - min)
      return
    }
    begin(row)
    const triedFrom = tried.from[row] ?? 0
    const triedTo = tried.to[row] ?? 0
    const least = Math.max(0, start - max)
    const between = set.between()
    let at = start
    for (; at >= least; at -= 1) {
      if (at < start && between[columnAt(units, at)] === 0) break
      if (at >= triedFrom && at < triedTo) at = triedFrom
      else if (start - at >= min && passes(allowed, at)) attempt(row, at)
    }
    const from = at + 1
    const to = start - min + 1
    if (to <= from) return
    const joins = from <= triedTo && to >= triedFrom
    tried.from[row] = joins ? Math.min(from, triedFrom) : from
    tried.to[row] = joins ? Math.max(to, triedTo) : to
  }

  /** Opens and switches on what waits for the literals that were seen, and puts aside the hits that trigger rows; how many these are. */
  function noteLiterals(seen: Survey): number {
    const { roles, gates, switches } = set
    if (starting.length < seen.hitCount) starting = new Int32Array(seen.hitIds.length)
    let count = 0
    for (let hit = 0; hit < seen.hitCount; hit += 1) {
      const id = seen.hitIds[hit] ?? 0
      const role = roles[id] ?? 0
      if ((role & ROLE.trigger) !== 0) {
        starting[count] = hit
        count += 1
      }
      if ((role & (ROLE.gate | ROLE.switch)) === 0 || noted[id] === run) continue
      noted[id] = run
      if ((role & ROLE.gate) !== 0) for (const row of gates[id] ?? NO_ROWS) opened[row] = run
      if ((role & ROLE.switch) === 0) continue
      for (const { enabled, word, bits } of switches[id] ?? NO_SWITCHES) enabled[word] = (enabled[word] ?? 0) | bits
    }
    return count
  }

  function runLiterals(seen: Survey, count: number): void {
    const { triggers } = set
    for (let place = 0; place < count; place += 1) {
      const hit = starting[place] ?? 0
      for (const trigger of triggers[seen.hitIds[hit] ?? 0] ?? NO_TRIGGERS) {
        const { row } = trigger
        if (isGated[row] === 1 && opened[row] !== run) continue
        if (behind[row] === null || isFollowed(row, hit, seen)) attemptBefore(trigger, seen.hitStarts[hit] ?? 0)
      }
    }
  }

  function runDigits(seen: Survey): void {
    for (const table of set.tables.digits) {
      let done = 0
      for (let group = 0; group < seen.digitCount; group += 1) {
        const start = (seen.digitStarts[group] ?? 0) - table.lead
        const end = seen.digitEnds[group] ?? 0
        const from = Math.max(done, start)
        done = end
        if (focus !== null && !focus.isNear(from, end + table.longest)) continue
        candidates(table, units, text.length, from, end, sizeNear(seen, group, table.lead), attempt)
      }
    }
  }

  return {
    survey,
    only(belongs) {
      return createRowSet(plans, idOf, ({ recognizer }) => belongs(recognizer))(literals.length)
    },
    run(surveyed, seen, into, unitsOf = readUnits(surveyed), rows = all, focused = null) {
      set = rows
      focus = focused
      const { tables } = rows
      text = surveyed
      units = unitsOf
      findings = into
      run += 1
      for (const table of tables.all) reset(table)
      runLiterals(seen, noteLiterals(seen))
      if (seen.digitCount > 0) runDigits(seen)
      for (const table of tables.tokens) {
        for (let token = 0; token < seen.tokenCount; token += 1) {
          const start = seen.tokenStarts[token] ?? 0
          const end = seen.tokenEnds[token] ?? 0
          if (focus !== null && !focus.isNear(start, end + table.longest)) continue
          candidates(table, units, text.length, start, end, end - start, attempt)
        }
      }
      for (const table of tables.everywhere) candidates(table, units, text.length, 0, text.length, ANY_SIZE, attempt)
      text = ''
      findings = []
    },
  }
}

/** Whether nothing but some signs stands between the end of a line and a place. */
function isIndented(units: Uint16Array, at: number, indent: ReadonlySet<number>): boolean {
  let before = at - 1
  while (before >= 0 && indent.has(units[before] ?? 0)) before -= 1
  return before >= 0 && units[before] === LINE_END
}

const LINE_END = 10

function numbering(): { literals: string[]; idOf(literal: string): number } {
  const literals: string[] = []
  const ids = new Map<string, number>()
  return {
    literals,
    idOf(literal) {
      const id = ids.get(literal) ?? literals.length
      if (id === literals.length) {
        ids.set(literal, id)
        literals.push(literal)
      }
      return id
    },
  }
}

/** An entry for each literal that has a number by now: whether it is one of these. */
function literalSet(wanted: readonly string[], idOf: (literal: string) => number): number[] {
  const set: number[] = []
  for (const literal of wanted) set[idOf(literal)] = 1
  return Array.from(set, (one) => one ?? 0)
}

/** By row, what may stand before its match and, WIDTH entries behind that, at each of its first places. */
function createFilter(plans: readonly RowPlan[]): (row: number) => Uint8Array {
  const filters: (Uint8Array | undefined)[] = plans.map(() => undefined)
  return (row) => {
    const filter = filters[row] ?? filterOf(plans[row])
    filters[row] = filter
    return filter
  }
}

function filterOf(plan: RowPlan | undefined): Uint8Array {
  const filter = new Uint8Array((DEPTH + 1) * WIDTH)
  if (plan === undefined) return filter
  filter.set(plan.facts.before())
  filter.set(plan.facts.places(), WIDTH)
  return filter
}
