import { DEFAULT_POLICY, type Label, type Policy, ROUTES, type Route } from '#contracts/privacy.ts'
import type { ReasonCode, RouteOptions } from '#contracts/routing.ts'

/**
 * Routes that the built-in policy, the workspace policy and the privacy mode all allow; a pin is judged later, against these. A
 * workspace policy that says nothing about a label allows nothing for it, and a mode that is not known is read as local-only.
 */
export function allowedRoutes(label: Label, policy: Policy, options: RouteOptions, reasons: Set<ReasonCode>): readonly Route[] {
  const builtIn: readonly Route[] = DEFAULT_POLICY.allowed[label]
  const workspace: readonly Route[] = policy.allowed[label] ?? []
  const byPolicy = ROUTES.filter((route) => builtIn.includes(route) && workspace.includes(route))
  if (byPolicy.length < ROUTES.length) reasons.add('POLICY_LIMITS_ROUTES')
  if (options.privacyMode === undefined || options.privacyMode === 'balanced') return byPolicy
  reasons.add('LOCAL_ONLY_MODE')
  return byPolicy.filter((route) => route === 'local')
}
