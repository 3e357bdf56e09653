import type { Label, Route } from '#contracts/privacy.ts'
import type { RoutingDecision } from '#contracts/routing.ts'
import type { RoutingRules } from './decide.ts'
import { replay } from './replay.ts'

/** What becomes of decisions under other rules. Costs in US dollars, times in ms; both are what was estimated at the time. */
export interface RoutingSimulation {
  readonly considered: number
  readonly changed: number
  readonly before: RouteTotals
  readonly after: RouteTotals
  /** Requests that would run elsewhere, put together by what they were and become; the commonest first. */
  readonly changes: readonly SimulatedChange[]
}

export interface RouteTotals {
  readonly routes: Readonly<Record<Route | 'none', number>>
  readonly costUsd: number
  /** Mean over what would run; null for none. */
  readonly latencyMs: number | null
  readonly success: number | null
}

export interface SimulatedChange {
  readonly label: Label
  readonly from: Route | 'deferred' | 'blocked'
  readonly to: Route | 'deferred' | 'blocked'
  readonly count: number
  /** Some of the decisions, by id. */
  readonly ids: readonly string[]
}

const IDS_SHOWN = 20

/**
 * Makes decisions again by draft rules, each from what was known at its time. With `present`, the rules that hold now, only what the draft itself
 * changes counts: a request that goes elsewhere by the present rules, too, is not the doing of the draft. Pure; nothing is applied.
 */
export function simulateRules(decisions: readonly RoutingDecision[], draft: RoutingRules, present?: RoutingRules): RoutingSimulation {
  const groups = new Map<string, SimulatedChange>()
  const after = decisions.map((decision) => {
    const again = replay(decision, draft)
    const isItsDoing = present === undefined || outcomeOf(replay(decision, present)) !== outcomeOf(again)
    return isItsDoing ? again : decision
  })
  let changed = 0
  for (const [index, decision] of decisions.entries()) {
    const from = outcomeOf(decision)
    const to = outcomeOf(after[index] ?? decision)
    if (from === to) continue
    changed += 1
    const key = `${decision.label} ${from} ${to}`
    const group = groups.get(key) ?? { label: decision.label, from, to, count: 0, ids: [] }
    groups.set(key, { ...group, count: group.count + 1, ids: [...group.ids, decision.id].slice(0, IDS_SHOWN) })
  }
  return {
    considered: decisions.length,
    changed,
    before: totalsOf(decisions),
    after: totalsOf(after),
    changes: [...groups.values()].sort((a, b) => b.count - a.count),
  }
}

function outcomeOf({ status, route }: RoutingDecision): SimulatedChange['from'] {
  return status === 'routed' && route !== null ? route : status === 'blocked' ? 'blocked' : 'deferred'
}

function totalsOf(decisions: readonly RoutingDecision[]): RouteTotals {
  const routes = { local: 0, hosted: 0, hybrid: 0, none: 0 }
  let [costUsd, latency, success, ran] = [0, 0, 0, 0]
  for (const { route, estimates } of decisions) {
    routes[route ?? 'none'] += 1
    const estimate = estimates.find((one) => one.route === route)
    if (estimate === undefined) continue
    ran += 1
    costUsd += estimate.costUsd
    latency += estimate.latencyMs
    success += estimate.success ?? 0
  }
  return { routes, costUsd, latencyMs: ran === 0 ? null : latency / ran, success: ran === 0 ? null : success / ran }
}
