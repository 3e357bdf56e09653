import { DEFAULT_POLICY, LABELS, type Label, labelRank, type Policy, ROUTES, type Route } from '#contracts/privacy.ts'
import type { ReasonCode, RouteOptions } from '#contracts/routing.ts'

/** How much a route shows to others: nothing, masked text, the text. */
const EXPOSURE: Readonly<Record<Route, number>> = { local: 0, hybrid: 1, hosted: 2 }

/**
 * Routes that the built-in policy, the workspace policy and the privacy mode all allow; a pin is judged later, against these. A
 * workspace policy that says nothing about a label allows nothing for it, a mode that is not known is read as local-only, and no label
 * shows more than a lower one may, whatever a policy says: what makes a text more sensitive never opens a route.
 */
export function allowedRoutes(label: Label, policy: Policy, options: RouteOptions, reasons: Set<ReasonCode>): readonly Route[] {
  const most = Math.min(...LABELS.filter((lower) => labelRank(lower) < labelRank(label)).map((lower) => widest(inBoth(policy, lower))))
  const byPolicy = inBoth(policy, label).filter((route) => EXPOSURE[route] <= Math.max(0, most))
  if (byPolicy.length < ROUTES.length) reasons.add('POLICY_LIMITS_ROUTES')
  if (options.privacyMode === undefined || options.privacyMode === 'balanced') return byPolicy
  reasons.add('LOCAL_ONLY_MODE')
  return byPolicy.filter((route) => route === 'local')
}

function inBoth(policy: Policy, label: Label): readonly Route[] {
  const builtIn: readonly Route[] = DEFAULT_POLICY.allowed[label]
  const workspace: readonly Route[] = policy.allowed[label] ?? []
  return ROUTES.filter((route) => builtIn.includes(route) && workspace.includes(route))
}

/** How much the widest of some routes shows; -1 for none. */
export function widest(routes: readonly Route[]): number {
  return Math.max(-1, ...routes.map((route) => EXPOSURE[route]))
}
