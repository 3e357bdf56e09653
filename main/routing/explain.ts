import type { RoutingDecision } from '#contracts/routing.ts'
import { writesNothing } from '#contracts/writes-nothing.ts'
import { REASON_TEXT } from './reason-text.ts'

/** The whole explanation, a line each, for the command line and the log of a decision. */
export function explain(decision: RoutingDecision): string[] {
  const percent = (value: number): string => `${Math.round(value * 100)} %`
  return [
    decision.summary,
    ...(decision.route === 'local' && writesNothing(decision.providers.local)
      ? [`Nothing here can write it: ${whatIsMissing(decision)}.`]
      : []),
    `Label ${decision.label}, difficulty ${percent(decision.difficulty)}, about ${decision.inputTokens} tokens in and ${decision.outputTokens} out.`,
    ...decision.estimates.map(({ route, allowed, feasible, quality, latencyMs, costUsd, utility, blockers }) => {
      // Nobody is there who could write: what was reckoned with says nothing.
      if (blockers.includes('HOSTED_NOT_CONFIGURED'))
        return `  ${route.padEnd(6)} ${allowed ? 'cannot run' : 'not allowed'}: no hosted service is set up`
      const state = !allowed ? 'not allowed' : feasible ? 'can run' : `cannot run (${blockers.join(', ')})`
      return `  ${route.padEnd(6)} ${state}: quality ${percent(quality)}, ${(latencyMs / 1_000).toFixed(1)} s, $${costUsd.toFixed(4)}, worth ${utility.toFixed(2)}`
    }),
    ...decision.reasons.map((code) => `  ${code}: ${REASON_TEXT[code]}`),
    ...decision.unblock.map((text) => `  → ${text}`),
  ]
}

function whatIsMissing({ sourceTokens = 0 }: RoutingDecision): string {
  return sourceTokens === 0 ? 'add a source, or set up a model' : 'this template needs a model; set one up, or choose another template'
}
