import type { Route } from '#contracts/privacy.ts'
import type { ResourceSnapshot } from '#contracts/resources.ts'
import type { RouteEstimate, RoutingDecision } from '#contracts/routing.ts'
import type { DecidedRequest } from '#contracts/routing-history.ts'
import { t } from '../../i18n/t.ts'
import { formatMb, formatMs, formatPercent, formatUsd } from '../../ui/format.ts'

export type Outcome = Route | 'deferred' | 'blocked'

export const OUTCOME_ORDER = ['local', 'hybrid', 'hosted', 'deferred', 'blocked'] as const satisfies readonly Outcome[]
export const OUTCOME_TEXT: Readonly<Record<Outcome, string>> = {
  local: t('Local'),
  hybrid: t('Hybrid'),
  hosted: t('Hosted'),
  deferred: t('Deferred'),
  blocked: t('Blocked'),
}

/** Where a decision led. */
export function outcomeOf({ status, route }: Pick<RoutingDecision, 'status' | 'route'>): Outcome {
  if (status === 'routed' && route !== null) return route
  return status === 'blocked' ? 'blocked' : 'deferred'
}

/** What was expected of the route that was chosen; undefined where none was. */
export function chosenEstimate(decision: Pick<RoutingDecision, 'route' | 'estimates'>): RouteEstimate | undefined {
  return decision.estimates.find(({ route }) => route === decision.route)
}

/** What a request came to beside what was expected, in a sentence; null while it has not ended. */
export function outcomeSentence(
  decision: Pick<RoutingDecision, 'route' | 'estimates'>,
  request: Pick<DecidedRequest, 'state' | 'totalMs' | 'costUsd'> | undefined,
): string | null {
  const estimate = chosenEstimate(decision)
  if (request === undefined || estimate === undefined || request.state !== 'succeeded' || request.totalMs === null) return null
  return t('It took {time} where {expectedTime} was expected, and cost {cost} where {expectedCost} was expected.', {
    time: formatMs(request.totalMs),
    expectedTime: formatMs(estimate.latencyMs),
    cost: formatUsd(request.costUsd),
    expectedCost: formatUsd(estimate.costUsd),
  })
}

/** How far the difficulty can be trusted; 0 is certain, 1 a guess. */
export function certaintyText(uncertainty: number): string {
  if (uncertainty < 0.34) return t('fairly certain')
  return uncertainty < 0.67 ? t('not very certain') : t('little more than a guess')
}

/** The machine when it was decided, in a line. */
export function machineText({ cpu, memory, gpu, battery, thermal }: ResourceSnapshot): string {
  const parts = [
    t('processor at {load} of {count, plural, one {# core} other {# cores}}', {
      load: formatPercent(cpu.loadPct / 100),
      count: cpu.cores,
    }),
    t('{free} of {total} memory free', { free: formatMb(memory.availableMb), total: formatMb(memory.totalMb) }),
    ...gpu.map(({ name, vramFreeMb }) => t('{free} free on {name}', { free: formatMb(vramFreeMb), name })),
  ]
  if (battery.present && battery.percent !== null) {
    const level = formatPercent(battery.percent / 100)
    parts.push(battery.charging ? t('battery at {level}, charging', { level }) : t('battery at {level}', { level }))
  }
  if (thermal === 'warm') parts.push(t('warm'))
  if (thermal === 'hot') parts.push(t('hot'))
  return parts.join(t('; '))
}
