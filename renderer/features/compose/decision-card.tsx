import { useId } from 'react'
import type { RouteEstimate, RoutingDecision } from '#contracts/routing.ts'
import { useCompose, usePreview } from '../../state/app-context.ts'
import { Badge, ROUTE_MEANING, ROUTE_TEXT, RouteBadge } from '../../ui/badges.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { formatMs, formatPercent, formatUsd } from '../../ui/format.ts'
import { REASON_TEXT } from './reason-text.ts'

/** What the gate would decide right now, in a sentence, and in full when asked. */
export function DecisionPreview() {
  const empty = useCompose((s) => s.prompt.trim() === '')
  const decision = usePreview((s) => s.decision)
  const pending = usePreview((s) => s.pending)
  const error = usePreview((s) => s.error)
  const titleId = useId()
  return (
    <section className="decision" aria-labelledby={titleId} aria-busy={pending}>
      <div className="row spread">
        <h2 id={titleId} className="section-title">
          Where it would run
        </h2>
        {decision && !empty ? <DecisionStatus decision={decision} /> : null}
      </div>
      <p role="status" aria-label="Decision preview" className="decision-sentence">
        {empty ? 'Type a prompt to see the route and why.' : (error ?? decision?.summary ?? 'Deciding…')}
      </p>
      {decision && !empty ? (
        <Disclosure summary="Why">
          <DecisionDetails decision={decision} />
        </Disclosure>
      ) : null}
    </section>
  )
}

/** The outcome as a badge. `deferred` is what to call a decision that waits. */
export function DecisionStatus({ decision, deferred = 'Would wait' }: { readonly decision: RoutingDecision; readonly deferred?: string }) {
  if (decision.status === 'blocked') return <Badge tone="bad">Blocked</Badge>
  if (decision.status === 'deferred') return <Badge tone="warn">{deferred}</Badge>
  return <RouteBadge route={decision.route} />
}

/** The reasons and the estimate of each route. */
export function DecisionDetails({ decision }: { readonly decision: RoutingDecision }) {
  return (
    <div className="stack">
      {decision.route ? <p className="small">{`${ROUTE_TEXT[decision.route]}: ${ROUTE_MEANING[decision.route]}`}</p> : null}
      <ul className="reason-list" aria-label="Reasons">
        {decision.reasons.map((reason) => (
          <li key={reason}>
            {REASON_TEXT[reason]} <code className="mono muted">{reason}</code>
          </li>
        ))}
      </ul>
      {decision.unblock.length > 0 ? (
        <div>
          <h3>What would change it</h3>
          <ul className="reason-list">
            {decision.unblock.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ul>
        </div>
      ) : null}
      <div className="estimates">
        {decision.estimates.map((estimate) => (
          <Estimate key={estimate.route} estimate={estimate} chosen={estimate.route === decision.route} />
        ))}
      </div>
      <p className="small muted num">
        Difficulty {formatPercent(decision.difficulty)}, about {decision.inputTokens} tokens in and {decision.outputTokens} out, decided in{' '}
        {formatMs(decision.elapsedMs)}.
      </p>
    </div>
  )
}

function Estimate({ estimate, chosen }: { readonly estimate: RouteEstimate; readonly chosen: boolean }) {
  const usable = estimate.allowed && estimate.feasible
  return (
    <div className={chosen ? 'estimate estimate-chosen' : 'estimate'}>
      <div className="row row-wrap">
        <RouteBadge route={estimate.route} />
        <strong className="small">{estimateStatus(estimate, chosen)}</strong>
        {usable ? (
          <span className="small muted num">
            Quality {formatPercent(estimate.quality)} · {formatMs(estimate.latencyMs)} · {formatUsd(estimate.costUsd)}
          </span>
        ) : null}
      </div>
      {estimate.blockers.map((blocker) => (
        <p key={blocker} className="small muted">
          {REASON_TEXT[blocker]}
        </p>
      ))}
    </div>
  )
}

function estimateStatus(estimate: RouteEstimate, chosen: boolean): string {
  if (!estimate.allowed) return 'Not allowed'
  if (!estimate.feasible) return 'Cannot run now'
  return chosen ? 'Chosen' : 'Possible'
}
