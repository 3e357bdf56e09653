import { ROUTES, type Route } from '#contracts/privacy.ts'
import type { ReasonCode, RouteEstimate } from '#contracts/routing.ts'
import type { Calibration, Weights } from '#contracts/routing-rules.ts'
import type { DecisionFacts } from './decide.ts'
import { fitHosted, fitLocal, hostedCostUsd, type LocalFit, shareRead } from './feasibility.ts'
import type { MachineLimits } from './machine-state.ts'
import { chanceOfSuccess, corrected, preferredWeights, utilityOf } from './utility.ts'

export interface EstimatedRoutes {
  readonly estimates: readonly RouteEstimate[]
  /** What local's utility lost to a low battery or to heat. */
  readonly machinePenalty: number
  /** The local model would fit, but only just: it was short of something a moment ago. */
  readonly notYetRecovered: boolean
}

/** What each route would bring, now and on this machine. */
export function estimateRoutes(
  facts: DecisionFacts,
  allowed: readonly Route[],
  rules: { readonly weights: Weights; readonly calibration: Calibration; readonly limits: MachineLimits },
): EstimatedRoutes {
  const { tokens, options, snapshot, difficulty } = facts
  const { local, hosted } = facts.providers
  const costUsd = hostedCostUsd(hosted, { ...tokens, output: tokens.output * (finite(hosted.lengthRatio ?? 1) || 1) })
  const localFit = fitLocal(local, snapshot, tokens, rules.limits, facts.standing?.localBlockers)
  const hostedBlockers = fitHosted(hosted, costUsd, options.maxCostUsd, tokens)
  const weights = preferredWeights(rules.weights, options.prefer)
  // Passages are chosen by what is asked, so what is left out counts for less than its length.
  const shareSeen = Math.sqrt(shareRead(local, tokens) || 1)
  const onBattery = snapshot.battery.present && !snapshot.battery.charging
  const estimates = ROUTES.map((route): RouteEstimate => {
    const isLocal = route === 'local'
    const provider = isLocal ? local : hosted
    const place = isLocal ? 'local' : 'hosted'
    const quality = clamp01(provider.quality)
    const answerTokens = tokens.output * (finite(provider.lengthRatio ?? 1) || 1)
    const writingMs = finite((answerTokens / Math.max(1, finite(provider.tokensPerSecond))) * 1_000)
    const firstTokenMs = finite(provider.firstTokenMs ?? 0) + finite(facts.queueMs?.[place] ?? 0)
    const latencyMs = firstTokenMs + writingMs
    const chance = corrected(chanceOfSuccess(quality, difficulty), rules.calibration[place]) * (isLocal ? shareSeen : 1)
    // What is worth nothing cannot do it at all, however easy it is.
    const success = quality === 0 ? 0 : chance * (1 - clamp01(provider.failureRate ?? 0))
    const cost = isLocal ? 0 : (costUsd ?? 0)
    const spared = isLocal ? sparedFor(localFit) : []
    const blockers: ReasonCode[] = [...(isLocal ? localFit.blockers : hostedBlockers), ...tooSlow(place, latencyMs, options.maxLatencyMs)]
    return {
      route,
      quality,
      latencyMs,
      costUsd: cost,
      success,
      firstTokenMs,
      allowed: allowed.includes(route),
      feasible: blockers.length === 0,
      blockers: [...blockers, ...spared],
      utility: utilityOf(
        {
          route,
          success,
          quality,
          latencyMs,
          costUsd: cost,
          difficulty,
          spared: spared.length > 0,
          computeMs: isLocal && local.lightweight !== true ? latencyMs : 0,
          onBattery,
        },
        weights,
      ),
    }
  })
  return {
    estimates,
    machinePenalty: sparedFor(localFit).length > 0 ? weights.batteryPenalty : 0,
    notYetRecovered: localFit.notYetRecovered,
  }
}

/** Why the machine is better left alone, though it could. */
function sparedFor({ batteryLow, hot }: LocalFit): readonly ReasonCode[] {
  return [...(batteryLow ? (['LOCAL_BATTERY_LOW'] as const) : []), ...(hot ? (['LOCAL_HOT'] as const) : [])]
}

/** A limit that is not a number is one that nothing keeps. */
function tooSlow(place: 'local' | 'hosted', latencyMs: number, limitMs: number | undefined): readonly ReasonCode[] {
  if (limitMs === undefined || latencyMs <= limitMs) return []
  return [place === 'local' ? 'LOCAL_LATENCY_ABOVE_LIMIT' : 'HOSTED_LATENCY_ABOVE_LIMIT']
}

/** An odd number becomes 0: estimates stay comparable whatever a provider reports. */
function finite(value: number): number {
  return Number.isFinite(value) && value > 0 ? value : 0
}

function clamp01(value: number): number {
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0
}
