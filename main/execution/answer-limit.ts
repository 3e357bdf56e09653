import type { ProviderConfig } from '#contracts/config.ts'
import type { RoutingDecision } from '#contracts/routing.ts'

/** What was expected may be short of what is needed: an answer that breaks off is worse than one that costs a little more. */
const ROOM = 2
const LEAST = 256
const MOST = 8_192

/**
 * How many tokens an answer may have at most: what the request says, else twice what was expected, at least {@link LEAST}; no more than half of
 * the model's context, and no more than the request's limit of cost leaves for them.
 */
export function answerLimit(
  decision: Pick<RoutingDecision, 'inputTokens' | 'outputTokens' | 'options' | 'route'>,
  config: Pick<ProviderConfig, 'contextTokens' | 'usdPerMillionInput' | 'usdPerMillionOutput'>,
): number {
  const { maxCostUsd, maxOutputTokens } = decision.options
  const wanted = maxOutputTokens ?? Math.min(MOST, Math.max(LEAST, Math.ceil(decision.outputTokens * ROOM)))
  const roomy = Math.min(wanted, Math.floor(config.contextTokens / 2))
  if (maxCostUsd === undefined || decision.route === 'local' || config.usdPerMillionOutput <= 0) return Math.max(1, roomy)
  const left = maxCostUsd - (decision.inputTokens * config.usdPerMillionInput) / 1_000_000
  return Math.max(1, Math.min(roomy, Math.floor((left * 1_000_000) / config.usdPerMillionOutput)))
}
