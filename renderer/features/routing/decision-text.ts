import type { GenerationSummary } from '#contracts/generation.ts'
import type { Label, Route } from '#contracts/privacy.ts'
import type { ResourceSnapshot } from '#contracts/resources.ts'
import type { RouteEstimate, RoutingDecision } from '#contracts/routing.ts'
import { formatMb, formatMs, formatUsd, plural } from '../../ui/format.ts'

export type Outcome = Route | 'deferred' | 'blocked'

export const OUTCOME_ORDER = ['local', 'hybrid', 'hosted', 'deferred', 'blocked'] as const satisfies readonly Outcome[]
export const OUTCOME_TEXT: Readonly<Record<Outcome, string>> = {
  local: 'Local',
  hybrid: 'Hybrid',
  hosted: 'Hosted',
  deferred: 'Deferred',
  blocked: 'Blocked',
}

/** Where a decision led. */
export function outcomeOf({ status, route }: Pick<RoutingDecision, 'status' | 'route'>): Outcome {
  if (status === 'routed' && route !== null) return route
  return status === 'blocked' ? 'blocked' : 'deferred'
}

export interface DecisionFilter {
  readonly outcome: Outcome | 'any'
  readonly label: Label | 'any'
}

export function matches(decision: Pick<RoutingDecision, 'status' | 'route' | 'label'>, { outcome, label }: DecisionFilter): boolean {
  return (outcome === 'any' || outcomeOf(decision) === outcome) && (label === 'any' || decision.label === label)
}

/** What was expected of the route that was chosen; undefined where none was. */
export function chosenEstimate(decision: Pick<RoutingDecision, 'route' | 'estimates'>): RouteEstimate | undefined {
  return decision.estimates.find(({ route }) => route === decision.route)
}

/** What a request came to beside what was expected, in a sentence; null while it has not ended. */
export function outcomeSentence(
  decision: Pick<RoutingDecision, 'route' | 'estimates'>,
  summary: Pick<GenerationSummary, 'state' | 'totalMs' | 'costUsd'> | undefined,
): string | null {
  const estimate = chosenEstimate(decision)
  if (summary === undefined || estimate === undefined || summary.state !== 'succeeded' || summary.totalMs === null) return null
  return `It took ${formatMs(summary.totalMs)} where ${formatMs(estimate.latencyMs)} was expected, and cost ${formatUsd(summary.costUsd)} where ${formatUsd(estimate.costUsd)} was expected.`
}

/** How far the difficulty can be trusted; 0 is certain, 1 a guess. */
export function certaintyText(uncertainty: number): string {
  if (uncertainty < 0.34) return 'fairly certain'
  return uncertainty < 0.67 ? 'not very certain' : 'little more than a guess'
}

/** The machine when it was decided, in a line. */
export function machineText({ cpu, memory, gpu, battery, thermal }: ResourceSnapshot): string {
  const parts = [
    `processor at ${Math.round(cpu.loadPct)} % of ${plural(cpu.cores, 'core')}`,
    `${formatMb(memory.availableMb)} of ${formatMb(memory.totalMb)} memory free`,
    ...gpu.map(({ name, vramFreeMb }) => `${formatMb(vramFreeMb)} free on ${name}`),
  ]
  if (battery.present && battery.percent !== null) {
    parts.push(`battery at ${Math.round(battery.percent)} %${battery.charging ? ', charging' : ''}`)
  }
  if (thermal === 'warm' || thermal === 'hot') parts.push(thermal)
  return parts.join('; ')
}
