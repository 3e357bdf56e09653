import { Badge, RouteBadge } from '../../ui/badges.tsx'
import { OUTCOME_TEXT, type Outcome } from './decision-text.ts'

/** Where a request went, or that it went nowhere. */
export function OutcomeBadge({ outcome }: { readonly outcome: Outcome }) {
  if (outcome === 'deferred') return <Badge tone="warn">{OUTCOME_TEXT.deferred}</Badge>
  if (outcome === 'blocked') return <Badge tone="bad">{OUTCOME_TEXT.blocked}</Badge>
  return <RouteBadge route={outcome} />
}
