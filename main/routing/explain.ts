import type { RoutingDecision } from '#contracts/routing.ts'
import { REASON_TEXT } from './reason-text.ts'

/** The whole explanation, a line each, for the command line and the log of a decision. */
export function explain(decision: RoutingDecision): string[] {
  const percent = (value: number): string => `${Math.round(value * 100)} %`
  return [
    decision.summary,
    `Label ${decision.label}, difficulty ${percent(decision.difficulty)}, about ${decision.inputTokens} tokens in and ${decision.outputTokens} out.`,
    ...decision.estimates.map(({ route, allowed, feasible, quality, latencyMs, costUsd, utility, blockers }) => {
      const state = !allowed ? 'not allowed' : feasible ? 'can run' : `cannot run (${blockers.join(', ')})`
      return `  ${route.padEnd(6)} ${state}: quality ${percent(quality)}, ${(latencyMs / 1_000).toFixed(1)} s, $${costUsd.toFixed(4)}, worth ${utility.toFixed(2)}`
    }),
    ...decision.reasons.map((code) => `  ${code}: ${REASON_TEXT[code]}`),
    ...decision.unblock.map((text) => `  → ${text}`),
  ]
}
