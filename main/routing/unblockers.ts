import { DEFAULT_POLICY, type Route } from '#contracts/privacy.ts'
import type { ReasonCode, RouteEstimate, RoutingDecision } from '#contracts/routing.ts'

/** A decision before it has been put in words. */
export type Unworded = Omit<RoutingDecision, 'summary' | 'unblock'>

/** What would lift a blocker, as something a person can do or wait for. */
const REMEDY: Partial<Readonly<Record<ReasonCode, string>>> = {
  HOSTED_NOT_CONFIGURED: 'Set up a hosted service and its key.',
  HOSTED_OFFLINE: 'Connect to the network.',
  HOSTED_CIRCUIT_OPEN: 'Wait until the hosted service recovers.',
  HOSTED_BUDGET_EXHAUSTED: 'Raise the daily budget, or wait until tomorrow.',
  HOSTED_COST_ABOVE_LIMIT: 'Raise the cost limit of this request.',
  HOSTED_CONTEXT_TOO_SMALL: 'Attach fewer or shorter sources.',
  HOSTED_LATENCY_ABOVE_LIMIT: 'Raise the time limit of this request.',
  LOCAL_LATENCY_ABOVE_LIMIT: 'Raise the time limit of this request.',
  LOCAL_UNHEALTHY: 'Start the local model.',
  LOCAL_MEMORY_INSUFFICIENT: 'Free memory, or choose a smaller local model.',
  LOCAL_GPU_MEMORY_INSUFFICIENT: 'Free GPU memory, or choose a smaller local model.',
  LOCAL_CONTEXT_TOO_SMALL: 'Attach fewer or shorter sources, or choose a local model with a longer context.',
  LOCAL_CPU_SATURATED: 'Wait until the processor is less busy.',
}

/** The routes that this request waits for: those allowed, or the pinned one. */
export function awaited({ estimates, options }: Unworded): readonly RouteEstimate[] {
  return estimates.filter(({ route, allowed }) => allowed && (options.route === undefined || options.route === route))
}

/** Whether local-only mode alone, and not the built-in policy for the label, stands against the pinned route. */
export function forbiddenByMode({ reasons, options, label }: Unworded): boolean {
  return options.route !== undefined && reasons.includes('LOCAL_ONLY_MODE') && builtInAllows(options.route, label)
}

/** Whether the built-in policy would allow the route for this label. */
export function builtInAllows(route: Route, label: Unworded['label']): boolean {
  const builtIn: readonly Route[] = DEFAULT_POLICY.allowed[label]
  return builtIn.includes(route)
}

/** What would unblock a deferred or blocked request, each once; never empty for these. */
export function unblockers(decision: Unworded): string[] {
  if (decision.status === 'routed') return []
  if (decision.status === 'blocked') return [blockedRemedy(decision)]
  const waiting = awaited(decision)
  if (waiting.length === 0) return ['Have the workspace policy allow a route for this label.']
  const remedies = waiting.flatMap(({ blockers }) => blockers.map((code) => REMEDY[code])).filter((text) => text !== undefined)
  const other = decision.options.route === undefined ? undefined : decision.estimates.find(({ allowed, feasible }) => allowed && feasible)
  return [...new Set(other === undefined ? remedies : [...remedies, `Or choose Auto: the ${other.route} route can run now.`])]
}

function blockedRemedy(decision: Unworded): string {
  if (forbiddenByMode(decision)) return 'Choose Auto or the local route, or turn off local-only mode.'
  if (decision.options.route !== undefined && builtInAllows(decision.options.route, decision.label))
    return 'Choose Auto or an allowed route.'
  if (decision.reasons.includes('LABEL_RAISED_BY_USER')) return 'Choose Auto or an allowed route, or lower the label that you set.'
  return 'Choose Auto or an allowed route, or take the sensitive parts out of the text.'
}
