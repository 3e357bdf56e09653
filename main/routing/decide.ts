import type { Policy, Route } from '#contracts/privacy.ts'
import { ROUTES } from '#contracts/privacy.ts'
import type { ResourceSnapshot } from '#contracts/resources.ts'
import type { ProviderStates, ReasonCode, RouteEstimate, RouteOptions, RoutingDecision } from '#contracts/routing.ts'
import { allowedRoutes } from './allowed-routes.ts'
import { chooseRoute } from './choose-route.ts'
import { type DifficultyEstimator, estimateDifficulty } from './difficulty/index.ts'
import { fitHosted, fitLocal, hostedCostUsd, type MachineLimits, type Tokens } from './feasibility.ts'
import { judgeLabel, type ScanForDecision } from './judge-label.ts'
import { summarise } from './summarise.ts'
import { estimateOutputTokens, estimateTextTokens } from './token-estimate.ts'
import { unblockers } from './unblockers.ts'
import { DEFAULT_WEIGHTS, utilityOf, type Weights } from './utility.ts'

export interface DecideInput {
  readonly id: string
  /** ms since the epoch. */
  readonly now: number
  readonly prompt: string
  readonly sources: readonly { readonly name: string; readonly text: string }[]
  readonly scan: ScanForDecision
  readonly options: RouteOptions
  readonly snapshot: ResourceSnapshot
  readonly providers: ProviderStates
  readonly policy: Policy
  readonly weights?: Weights
  readonly limits?: MachineLimits
  /** What was learnt of difficulty; without it the wording alone counts. */
  readonly difficulty?: DifficultyEstimator | null
  /** Expected wait before a provider starts on this request, ms: what is queued before it. 0 where nothing is known. */
  readonly queueMs?: { readonly local?: number; readonly hosted?: number }
}

/** Overhead of instructions around prompt and sources, tokens. */
const FRAME_TOKENS = 120

/**
 * The gate's decision: label, allowed routes, pin, feasibility, utility, in this order. Pure and total: the same input gives the same
 * decision, and nothing in it makes it throw or widens privacy. `elapsedMs` is 0: the caller, who has a clock, fills it in.
 */
export function decide(input: DecideInput): RoutingDecision {
  const { options, providers, snapshot, scan } = input
  const reasons = new Set<ReasonCode>()
  const label = judgeLabel(scan, options, reasons)
  const allowed = allowedRoutes(label, input.policy, options, reasons)

  const difficulty = estimateDifficulty(
    input.prompt,
    input.sources.reduce((sum, { text }) => sum + text.length, 0),
    input.difficulty ?? null,
  ).score
  const tokens = {
    input: FRAME_TOKENS + estimateTextTokens(input.prompt) + input.sources.reduce((sum, { text }) => sum + estimateTextTokens(text), 0),
    output: estimateOutputTokens(input.prompt, difficulty),
  }
  const { estimates, batteryPenalty } = estimateRoutes(input, allowed, tokens, difficulty)
  const verdict = chooseRoute(estimates, { pin: options.route, difficulty, batteryPenalty }, reasons)
  const partial = {
    id: input.id,
    at: input.now,
    status: verdict.status,
    route: verdict.route,
    label,
    reasons: [...reasons],
    allowedRoutes: [...allowed],
    estimates: [...estimates],
    difficulty,
    inputTokens: tokens.input,
    outputTokens: tokens.output,
    findings:
      scan === 'failed' ? [] : scan.findings.map(({ source, ...finding }) => ({ ...finding, ...(source === undefined ? {} : { source }) })),
    snapshot,
    providers,
    options,
    elapsedMs: 0,
  }
  return { ...partial, summary: summarise(partial), unblock: unblockers(partial) }
}

/** What each route would bring, and what local's utility lost to a low battery. */
function estimateRoutes(
  input: DecideInput,
  allowed: readonly Route[],
  tokens: Tokens,
  difficulty: number,
): { readonly estimates: readonly RouteEstimate[]; readonly batteryPenalty: number } {
  const { local, hosted } = input.providers
  const costUsd = hostedCostUsd(hosted, tokens)
  const localFit = fitLocal(local, input.snapshot, tokens, input.limits)
  const hostedBlockers = fitHosted(hosted, costUsd, input.options.maxCostUsd, tokens)
  const weights = input.weights ?? DEFAULT_WEIGHTS
  const estimates = ROUTES.map((route) => {
    const isLocal = route === 'local'
    const blockers = isLocal ? localFit.blockers : hostedBlockers
    const provider = isLocal ? local : hosted
    const writingMs = (tokens.output / Math.max(1, finite(provider.tokensPerSecond))) * 1_000
    const facts = {
      route,
      quality: clamp01(provider.quality),
      latencyMs: finite(writingMs) + finite((isLocal ? input.queueMs?.local : input.queueMs?.hosted) ?? 0),
      costUsd: isLocal ? 0 : (costUsd ?? 0),
    }
    return {
      ...facts,
      allowed: allowed.includes(route),
      feasible: blockers.length === 0,
      blockers: isLocal && localFit.batteryLow ? [...blockers, 'LOCAL_BATTERY_LOW' as const] : [...blockers],
      utility: utilityOf({ ...facts, difficulty, batteryLow: isLocal && localFit.batteryLow }, weights),
    }
  })
  return { estimates, batteryPenalty: localFit.batteryLow ? weights.batteryPenalty : 0 }
}

/** An odd number becomes 0: estimates stay comparable whatever a provider reports. */
function finite(value: number): number {
  return Number.isFinite(value) && value > 0 ? value : 0
}

function clamp01(value: number): number {
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0
}
