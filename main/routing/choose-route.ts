import type { Route } from '#contracts/privacy.ts'
import type { ReasonCode, RouteEstimate, RoutingDecision, Standing } from '#contracts/routing.ts'
import type { EstimatedRoutes } from './estimate-routes.ts'

export interface Verdict {
  readonly status: RoutingDecision['status']
  readonly route: Route | null
}

/** At even odds a model counts as up to the task. */
const GOOD_ENOUGH = 0.5

/**
 * Picks among the estimates: a pin that is not allowed is blocked, one that cannot run waits and is not replaced; otherwise the
 * allowed and feasible route of the highest utility, or the one that the conversation is on when nothing is better by more than `stay`.
 */
export function chooseRoute(
  { estimates, machinePenalty, notYetRecovered }: EstimatedRoutes,
  given: { readonly pin: Route | undefined; readonly standing: Standing | undefined; readonly stay: number },
  reasons: Set<ReasonCode>,
): Verdict {
  const { pin } = given
  if (pin !== undefined) reasons.add('PINNED_ROUTE')
  const blocked = pin !== undefined && !estimates.some(({ route, allowed }) => route === pin && allowed)
  if (blocked) reasons.add('POLICY_FORBIDS_ROUTE')
  for (const { blockers } of estimates) for (const blocker of blockers) reasons.add(blocker)
  if (notYetRecovered) reasons.add('NOT_YET_RECOVERED')
  if (blocked) return { status: 'blocked', route: null }

  const open = estimates.filter(({ route, feasible, allowed }) => feasible && allowed && (pin === undefined || route === pin))
  const [first] = open
  if (first === undefined) {
    reasons.add('NO_ALLOWED_ROUTE')
    return { status: 'deferred', route: null }
  }
  // What cannot do it at all is the last resort, however cheap and quick it is.
  const able = open.filter(({ quality }) => quality > 0)
  // The order of ROUTES is local, hosted, hybrid; only a strictly better route displaces an earlier one, so ties go to local.
  const best = able.reduce((top, estimate) => (estimate.utility > top.utility ? estimate : top), able[0] ?? first)
  if (pin !== undefined) return { status: 'routed', route: best.route }
  const chosen = staying(best, estimates, able, given, reasons)
  for (const reason of whyBest(chosen, open, machinePenalty)) reasons.add(reason)
  return { status: 'routed', route: chosen.route }
}

/** The conversation's own route, unless another is clearly better or it cannot run; either way it is told. */
function staying(
  best: RouteEstimate,
  estimates: readonly RouteEstimate[],
  open: readonly RouteEstimate[],
  { standing, stay }: { readonly standing: Standing | undefined; readonly stay: number },
  reasons: Set<ReasonCode>,
): RouteEstimate {
  const before = standing?.conversation?.route
  if (before === undefined || before === best.route) return best
  const own = open.find(({ route }) => route === before)
  if (own !== undefined && best.utility <= own.utility + stay) {
    reasons.add('STAYS_WITH_MODEL')
    return own
  }
  if (estimates.some(({ route }) => route === before)) reasons.add('LEAVES_MODEL')
  return best
}

/** What speaks for the chosen route. That another cannot run is told by its own blockers, not by praise for this one. */
function whyBest(best: RouteEstimate, open: readonly RouteEstimate[], machinePenalty: number): readonly ReasonCode[] {
  const reasons: ReasonCode[] = open.length === 1 ? ['ONLY_FEASIBLE_ROUTE'] : []
  if (best.route === 'local') {
    if (open.length === 1) return reasons
    if (open.some(({ route, utility }) => route !== 'local' && utility === best.utility)) reasons.push('TIE_GOES_LOCAL')
    else if ((best.success ?? 0) >= GOOD_ENOUGH) reasons.push('LOCAL_GOOD_ENOUGH')
    return reasons
  }
  if (best.route === 'hybrid') reasons.push('HYBRID_KEEPS_DATA')
  const local = open.find(({ route }) => route === 'local')
  if (local !== undefined && best.utility > local.utility + machinePenalty) reasons.push('HOSTED_MUCH_BETTER')
  return reasons
}
