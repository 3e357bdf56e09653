import type { ReasonCode, RoutingDecision } from '#contracts/routing.ts'
import { type DecisionFacts, decideFrom, type RoutingRules } from './decide.ts'

/** Reasons that stand for how the label came about: they are facts of the text, whatever the rules. */
const LABEL_REASONS: ReadonlySet<ReasonCode> = new Set([
  'LABEL_FROM_FINDINGS',
  'LABEL_FROM_MARKER',
  'LABEL_RAISED_BY_USER',
  'PRIVATE_IN_CONVERSATION',
  'CLASSIFICATION_FAILED',
])

/** What a stored decision rested on. */
export function factsOfDecision(decision: RoutingDecision): DecisionFacts {
  return {
    id: decision.id,
    now: decision.at,
    label: decision.label,
    labelReasons: decision.reasons.filter((code) => LABEL_REASONS.has(code)),
    findings: decision.findings,
    difficulty: decision.difficulty,
    uncertainty: decision.uncertainty,
    tokens: {
      input: decision.inputTokens,
      output: decision.outputTokens,
      ...(decision.sourceTokens === undefined ? {} : { sources: decision.sourceTokens }),
    },
    options: decision.options,
    snapshot: decision.snapshot,
    providers: decision.providers,
    queueMs: decision.queueMs,
    standing: decision.standing,
    experiment: decision.experiment,
  }
}

/**
 * Makes a stored decision again, from what was known then, by other rules; weights and corrections are those of the time unless given.
 * The text is not needed, and not read.
 */
export function replay(decision: RoutingDecision, rules: RoutingRules): RoutingDecision {
  const again = decideFrom(factsOfDecision(decision), {
    ...(decision.weights === undefined ? {} : { weights: decision.weights }),
    ...(decision.calibration === undefined ? {} : { calibration: decision.calibration }),
    ...rules,
  })
  return { ...again, elapsedMs: decision.elapsedMs }
}
