import type { Route } from '#contracts/privacy.ts'
import type { RoutingDecision } from '#contracts/routing.ts'

/** Why the policy keeps a request off a route; null where it may run. */
export function notStarted(route: Route, { allowedRoutes, label, options }: RoutingDecision): string | null {
  if (allowedRoutes.includes(route)) return null
  if (options.privacyMode === 'local-only') return 'Not started: this workspace, or this request, is local only.'
  return `Not started: the policy does not allow the route ${route} for a text that is ${label}.`
}
