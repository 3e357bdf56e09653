import { DEFAULT_POLICY, type Finding, highestLabel, type Label, type Policy, ROUTES, type Route } from '#contracts/privacy.ts'
import type { ResourceSnapshot } from '#contracts/resources.ts'
import type { ProviderStates, ReasonCode, RouteEstimate, RouteOptions, RoutingDecision } from '#contracts/routing.ts'
import { estimateDifficulty } from './difficulty.ts'
import { summarise, unblockers } from './explain.ts'
import { fitHosted, fitLocal, type MachineLimits } from './feasibility.ts'
import { estimateOutputTokens, estimateTextTokens } from './token-estimate.ts'
import { DEFAULT_WEIGHTS, utilityOf, type Weights } from './utility.ts'

/** What the classifier found in prompt and sources together; `failed` when it could not tell. */
export type ScanForDecision =
  | { readonly label: Label; readonly findings: readonly (Finding & { readonly source?: string | undefined })[] }
  | 'failed'

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
}

/** Overhead of instructions around prompt and sources, tokens. */
const FRAME_TOKENS = 120

/**
 * The gate's decision: label, allowed routes, pin, feasibility, utility, in this order. Pure and total: the same input gives the same
 * decision, and nothing in it makes it throw or widens privacy.
 */
export function decide(input: DecideInput): RoutingDecision {
  const { options, providers, snapshot, scan } = input
  const reasons = new Set<ReasonCode>()
  const label = judgeLabel(scan, options, reasons)
  const allowed = allowedFor(label, input.policy, options, reasons)

  const difficulty = estimateDifficulty(
    input.prompt,
    input.sources.reduce((sum, { text }) => sum + text.length, 0),
  ).score
  const tokens = {
    input: FRAME_TOKENS + estimateTextTokens(input.prompt) + input.sources.reduce((sum, { text }) => sum + estimateTextTokens(text), 0),
    output: estimateOutputTokens(input.prompt, difficulty),
  }
  const estimates = estimateRoutes(input, allowed, tokens, difficulty)
  const verdict = choose(estimates, allowed, input, reasons)
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

function judgeLabel(scan: ScanForDecision, options: RouteOptions, reasons: Set<ReasonCode>): Label {
  const found: Label = scan === 'failed' ? 'restricted' : scan.label
  if (scan === 'failed') reasons.add('CLASSIFICATION_FAILED')
  else if (found !== 'public') reasons.add(scan.findings.length > 0 ? 'LABEL_FROM_FINDINGS' : 'LABEL_FROM_MARKER')
  const label = highestLabel([found, options.label ?? 'public'])
  if (label !== found) reasons.add('LABEL_RAISED_BY_USER')
  return label
}

/** Policy and built-in policy and mode together; a pin is judged later, against this. */
function allowedFor(label: Label, policy: Policy, options: RouteOptions, reasons: Set<ReasonCode>): readonly Route[] {
  const builtIn: readonly Route[] = DEFAULT_POLICY.allowed[label]
  const workspace: readonly Route[] = policy.allowed[label]
  const byPolicy = ROUTES.filter((route) => builtIn.includes(route) && workspace.includes(route))
  if (byPolicy.length < ROUTES.length) reasons.add('POLICY_LIMITS_ROUTES')
  if (options.privacyMode !== 'local-only') return byPolicy
  reasons.add('LOCAL_ONLY_MODE')
  return byPolicy.filter((route) => route === 'local')
}

function estimateRoutes(
  input: DecideInput,
  allowed: readonly Route[],
  tokens: { input: number; output: number },
  difficulty: number,
): readonly RouteEstimate[] {
  const { local, hosted } = input.providers
  const costUsd = finite((tokens.input * hosted.usdPerMillionInput + tokens.output * hosted.usdPerMillionOutput) / 1_000_000)
  const localFit = fitLocal(local, input.snapshot, tokens, input.limits)
  const hostedBlockers = fitHosted(hosted, costUsd, input.options.maxCostUsd, tokens)
  const weights = input.weights ?? DEFAULT_WEIGHTS
  return ROUTES.map((route) => {
    const isLocal = route === 'local'
    const blockers = isLocal ? localFit.blockers : hostedBlockers
    const provider = isLocal ? local : hosted
    const facts = {
      route,
      quality: clamp01(provider.quality),
      latencyMs: finite((tokens.output / Math.max(1, finite(provider.tokensPerSecond))) * 1_000),
      costUsd: isLocal ? 0 : costUsd,
    }
    return {
      ...facts,
      allowed: allowed.includes(route),
      feasible: blockers.length === 0,
      blockers: isLocal && localFit.batteryLow ? [...blockers, 'LOCAL_BATTERY_LOW' as const] : [...blockers],
      utility: utilityOf({ ...facts, difficulty, batteryLow: isLocal && localFit.batteryLow }, weights),
    }
  })
}

function choose(
  estimates: readonly RouteEstimate[],
  allowed: readonly Route[],
  input: DecideInput,
  reasons: Set<ReasonCode>,
): { status: RoutingDecision['status']; route: Route | null } {
  const pin = input.options.route
  if (pin !== undefined) {
    if (!allowed.includes(pin)) {
      reasons.add('POLICY_FORBIDS_ROUTE')
      return { status: 'blocked', route: null }
    }
    reasons.add('PINNED_ROUTE')
  }
  for (const estimate of estimates) for (const blocker of estimate.blockers) reasons.add(blocker)
  const open = estimates.filter(({ route, feasible }) => feasible && allowed.includes(route) && (pin === undefined || route === pin))
  const [first] = open
  if (first === undefined) {
    reasons.add('NO_ALLOWED_ROUTE')
    return { status: 'deferred', route: null }
  }
  if (open.length === 1) {
    if (pin === undefined) reasons.add('ONLY_FEASIBLE_ROUTE')
    return { status: 'routed', route: first.route }
  }
  // The order of ROUTES is local, hosted, hybrid; only a strictly better route displaces an earlier one, so ties go to local.
  const best = open.reduce((top, estimate) => (estimate.utility > top.utility ? estimate : top), first)
  const runnerUp = open.find(({ route, utility }) => route !== best.route && utility === best.utility)
  if (best.route === 'local') reasons.add(runnerUp === undefined ? 'LOCAL_GOOD_ENOUGH' : 'TIE_GOES_LOCAL')
  else reasons.add(best.route === 'hosted' ? 'HOSTED_MUCH_BETTER' : 'HYBRID_KEEPS_DATA')
  return { status: 'routed', route: best.route }
}

/** An odd number becomes 0: estimates stay comparable whatever a provider reports. */
function finite(value: number): number {
  return Number.isFinite(value) && value > 0 ? value : 0
}

function clamp01(value: number): number {
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0
}
