import { type KnownFacts, knownOr, NO_FACTS } from './patterns/known-facts.ts'
import type { CharacterSet } from './patterns/parse-pattern.ts'
import { factsOf, type Lead, type PatternFacts, type RequiredLiterals } from './patterns/pattern-facts.ts'
import { best } from './patterns/required-literals.ts'
import type { Recognizer } from './types.ts'

/** From where the engine comes to the places at which a row's pattern is tried. */
export type Trigger =
  /** A literal stands in every match: the places before it, as far as the characters between allow. */
  | { readonly kind: 'literals'; readonly set: RequiredLiterals }
  /** A digit does: the places around a group of digits. */
  | { readonly kind: 'digits'; readonly lead: Lead }
  /** The match begins in a row of letters and digits. */
  | { readonly kind: 'token' }
  /** Nothing is known: everywhere. No row of the tables may be so. */
  | { readonly kind: 'everywhere' }

export interface RowPlan {
  readonly recognizer: Recognizer
  /** The pattern, to be tried at one place. */
  readonly sticky: RegExp
  readonly facts: PatternFacts
  readonly trigger: Trigger
  /** Literals of the row of which one must be in the text, or the row is not tried at all; null when the trigger says as much. */
  readonly gate: readonly string[] | null
  /** Literals of which one stands in every match too, no nearer to its beginning than the trigger: looked for before a costly try. */
  readonly behind: readonly string[] | null
  /** Signs of which only these may stand between the beginning of a line and a match; null where that is not asked for. */
  readonly indent: ReadonlySet<number> | null
  /** Digits of a group, or characters of a token, that the anchor or the pattern promises at least. */
  readonly needs: number
}

/** A match begins at most this far before what triggers it, where the pattern itself knows no limit. */
export const LONGEST_LEAD = 2_000
/** What looking around the digits of ordinary text costs per character, and per place that a match may begin before them (as `RequiredLiterals.cost`). */
const DIGIT_COST = 0.002
/** Literals that stand in text more often than this, per character, tell too little to be looked for behind others. */
const TOO_COMMON = 0.01
/** From this length on a try may be costly. */
const LONG_MATCH = 100

export function planOf(recognizer: Recognizer, sets: Map<string, CharacterSet>, known: KnownFacts = NO_FACTS): RowPlan {
  const { pattern, literals, context, reach, indent } = recognizer
  const facts = knownOr(known, pattern, () => factsOf(pattern, sets))
  const trigger = triggerOf(recognizer, facts)
  // A row whose literals are those of the pattern may have forgotten some; the pattern has not.
  const standOutside =
    reach !== undefined &&
    trigger.kind === 'literals' &&
    !trigger.set.literals.every((one) => literals?.some((other) => one.includes(other)))
  return {
    recognizer,
    sticky: new RegExp(pattern.source, `${pattern.flags.replaceAll(/[gy]/g, '')}y`),
    facts,
    trigger,
    gate: literals !== undefined && (trigger.kind !== 'literals' || context?.required === true || standOutside) ? literals : null,
    behind: trigger.kind === 'literals' && facts.maxLength >= LONG_MATCH ? behindOf(trigger.set, facts.required) : null,
    indent: indent === undefined ? null : new Set([...indent].map((sign) => sign.charCodeAt(0))),
    needs: needsOf(recognizer, facts, trigger),
  }
}

function needsOf({ anchor }: Recognizer, { groupDigits }: PatternFacts, trigger: Trigger): number {
  const anchored = Number(anchor?.split(':')[1] ?? 0)
  if (trigger.kind !== 'digits') return anchored
  // The group that the anchor speaks of may be another than the first, where that is not what the match begins with.
  return trigger.lead.max === 0 ? Math.max(anchored, groupDigits()) : groupDigits()
}

function triggerOf({ anchor }: Recognizer, { required, digit, maxLength }: PatternFacts): Trigger {
  const set = best(required)
  const literalCost = set?.cost ?? Number.POSITIVE_INFINITY
  if (anchor?.startsWith('token') === true && literalCost > DIGIT_COST) return { kind: 'token' }
  if (digit !== null && literalCost > DIGIT_COST * (1 + digit.max - digit.min)) return { kind: 'digits', lead: digit }
  if (set !== null) return { kind: 'literals', set }
  // The anchor says that digits stand in it, the pattern does not say where.
  if (anchor?.startsWith('digits') === true) return { kind: 'digits', lead: { min: 0, max: maxLength } }
  return { kind: 'everywhere' }
}

/** The rarest set whose literals begin behind those of the trigger. */
function behindOf(trigger: RequiredLiterals, required: readonly RequiredLiterals[]): readonly string[] | null {
  const others = required.filter(
    (set) => set !== trigger && set.lead.min > trigger.lead.min && set.rate < TOO_COMMON && set.literals.every(({ length }) => length > 1),
  )
  return best(others)?.literals ?? null
}
