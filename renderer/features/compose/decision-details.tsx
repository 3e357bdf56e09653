import type { RouteEstimate, RoutingDecision } from '#contracts/routing.ts'
import { rich, t } from '../../i18n/t.ts'
import { Badge, ROUTE_MEANING, ROUTE_TEXT, RouteBadge } from '../../ui/badges.tsx'
import { formatMs, formatPercent, formatUsd } from '../../ui/format.ts'
import { REASON_TEXT } from './reason-text.ts'
import './decision.css'

/** The outcome as a badge. */
export function DecisionStatus({ decision }: { readonly decision: RoutingDecision }) {
  if (decision.status === 'blocked') return <Badge tone="bad">{t('Blocked')}</Badge>
  if (decision.status === 'deferred') return <Badge tone="warn">{t('Deferred')}</Badge>
  return <RouteBadge route={decision.route} />
}

/** The reasons and the estimate of each route. */
export function DecisionDetails({ decision }: { readonly decision: RoutingDecision }) {
  return (
    <div className="stack">
      {decision.route ? (
        <p className="small">
          {rich('<b>{route}:</b> {meaning}', {
            route: ROUTE_TEXT[decision.route],
            meaning: ROUTE_MEANING[decision.route],
            b: (parts) => <strong>{parts}</strong>,
          })}
        </p>
      ) : null}
      <ul className="reason-list" aria-label={t('Reasons')}>
        {decision.reasons.map((reason) => (
          <li key={reason}>
            {REASON_TEXT[reason]}{' '}
            <code className="mono muted" dir="ltr">
              {reason}
            </code>
          </li>
        ))}
      </ul>
      {decision.unblock.length > 0 ? (
        <div>
          <h3>{t('What would change it')}</h3>
          <ul className="reason-list">
            {decision.unblock.map((step) => (
              <li key={step} dir="auto">
                {step}
              </li>
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
        {t('Difficulty {difficulty}, about {input} tokens in and {output} out, decided in {time}.', {
          difficulty: formatPercent(decision.difficulty),
          input: decision.inputTokens,
          output: decision.outputTokens,
          time: formatMs(decision.elapsedMs),
        })}
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
            {t('Quality {quality} · {time} · {cost}', {
              quality: formatPercent(estimate.quality),
              time: formatMs(estimate.latencyMs),
              cost: formatUsd(estimate.costUsd),
            })}
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
  if (!estimate.allowed) return t('Not allowed')
  if (!estimate.feasible) return t('Cannot run now')
  return chosen ? t('Chosen') : t('Possible')
}
