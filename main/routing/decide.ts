import type { Label, Policy } from '#contracts/privacy.ts'
import type { ResourceSnapshot } from '#contracts/resources.ts'
import type { ProviderStates, QueueWait, ReasonCode, RouteOptions, RoutingDecision, Standing } from '#contracts/routing.ts'
import { AS_SHIPPED, type Calibration, DEFAULT_WEIGHT_SET, type WeightSet } from '#contracts/routing-rules.ts'
import { allowedRoutes } from './allowed-routes.ts'
import { chooseRoute } from './choose-route.ts'
import { type Difficulty, type DifficultyEstimator, estimateDifficulty } from './difficulty/index.ts'
import { estimateRoutes } from './estimate-routes.ts'
import type { Tokens } from './feasibility.ts'
import { judgeLabel, type ScanForDecision } from './judge-label.ts'
import { DEFAULT_LIMITS, type MachineLimits } from './machine-state.ts'
import { summarise } from './summarise.ts'
import { estimateOutputTokens, estimateTextTokens } from './token-estimate.ts'
import { unblockers } from './unblockers.ts'

/** What a decision is made by. What is left out is as built in. */
export interface RoutingRules {
  readonly policy: Policy
  readonly weights?: WeightSet
  readonly limits?: MachineLimits
  readonly calibration?: Calibration
}

export interface DecideInput extends RoutingRules {
  readonly id: string
  /** ms since the epoch. */
  readonly now: number
  readonly prompt: string
  readonly sources: readonly { readonly name: string; readonly text: string }[]
  readonly scan: ScanForDecision
  readonly options: RouteOptions
  readonly snapshot: ResourceSnapshot
  readonly providers: ProviderStates
  readonly queueMs?: QueueWait
  readonly standing?: Standing
  readonly experiment?: { readonly id: string; readonly arm: string }
  /** What was learnt of difficulty; without it the wording alone counts. */
  readonly difficulty?: DifficultyEstimator | null
}

/** What a decision rests on once the texts have been read: enough to make it again by other rules. */
export interface DecisionFacts {
  readonly id: string
  readonly now: number
  readonly label: Label
  readonly labelReasons: readonly ReasonCode[]
  readonly findings: RoutingDecision['findings']
  readonly difficulty: number
  readonly uncertainty: number | undefined
  readonly tokens: Tokens
  readonly options: RouteOptions
  readonly snapshot: ResourceSnapshot
  readonly providers: ProviderStates
  readonly queueMs: QueueWait | undefined
  readonly standing: Standing | undefined
  readonly experiment: { readonly id: string; readonly arm: string } | undefined
}

/** Overhead of instructions around prompt and sources, tokens. */
const FRAME_TOKENS = 120

/**
 * The gate's decision: label, allowed routes, pin, feasibility, utility, in this order. Pure and total: the same input gives the same
 * decision, and nothing in it makes it throw or widens privacy. `elapsedMs` is 0: the caller, who has a clock, fills it in.
 */
export function decide(input: DecideInput): RoutingDecision {
  return decideFrom(factsOf(input), input)
}

/** Reads the texts: label, difficulty and lengths. All else of a decision follows from these. */
export function factsOf(input: DecideInput): DecisionFacts {
  const { options, scan } = input
  const reasons = new Set<ReasonCode>()
  const label = judgeLabel(scan, options, reasons)
  const sourcesChars = input.sources.reduce((sum, { text }) => sum + text.length, 0)
  const estimated: Difficulty = estimateDifficulty(input.prompt, sourcesChars, input.difficulty ?? null)
  const sourceTokens = input.sources.reduce((sum, { text }) => sum + estimateTextTokens(text), 0)
  const difficulty = Number.isFinite(estimated.demand) ? Math.min(1, Math.max(0, estimated.demand)) : 1
  return {
    id: input.id,
    now: input.now,
    label,
    labelReasons: [...reasons],
    findings:
      scan === 'failed' ? [] : scan.findings.map(({ source, ...finding }) => (source === undefined ? finding : { ...finding, source })),
    difficulty,
    uncertainty: estimated.uncertainty,
    tokens: {
      input: FRAME_TOKENS + estimateTextTokens(input.prompt) + sourceTokens,
      output: estimateOutputTokens(input.prompt, difficulty),
      sources: sourceTokens,
    },
    options,
    snapshot: input.snapshot,
    providers: input.providers,
    queueMs: input.queueMs,
    standing: input.standing,
    experiment: input.experiment,
  }
}

/** Decides what has been read, by some rules. Pure and total, as {@link decide}. */
export function decideFrom(facts: DecisionFacts, rules: RoutingRules): RoutingDecision {
  const { options, label, tokens, difficulty } = facts
  const reasons = new Set(facts.labelReasons)
  const allowed = allowedRoutes(label, rules.policy, options, reasons)
  const weights = rules.weights ?? DEFAULT_WEIGHT_SET
  const calibration = rules.calibration ?? AS_SHIPPED
  const estimated = estimateRoutes(facts, allowed, { weights: weights.weights, calibration, limits: rules.limits ?? DEFAULT_LIMITS })
  const verdict = chooseRoute(estimated, { pin: options.route, standing: facts.standing, stay: weights.weights.stay }, reasons)
  if (verdict.route === 'local' && facts.providers.local.insteadOf !== undefined) reasons.add('WITHOUT_MODEL')
  const partial = {
    id: facts.id,
    at: facts.now,
    status: verdict.status,
    route: verdict.route,
    label,
    reasons: [...reasons],
    allowedRoutes: [...allowed],
    estimates: [...estimated.estimates],
    difficulty,
    inputTokens: tokens.input,
    outputTokens: tokens.output,
    ...(tokens.sources === undefined ? {} : { sourceTokens: tokens.sources }),
    findings: facts.findings,
    snapshot: facts.snapshot,
    providers: facts.providers,
    options,
    elapsedMs: 0,
    weights,
    calibration,
    ...(facts.standing === undefined ? {} : { standing: facts.standing }),
    ...(facts.queueMs === undefined ? {} : { queueMs: facts.queueMs }),
    ...(facts.uncertainty === undefined ? {} : { uncertainty: facts.uncertainty }),
    ...(facts.experiment === undefined ? {} : { experiment: { ...facts.experiment } }),
  }
  return { ...partial, summary: summarise(partial), unblock: unblockers(partial) }
}
