import type { ReactNode } from 'react'
import type { RouteEstimate, RoutingDecision } from '#contracts/routing.ts'
import { formattingLocale, rich, t } from '../../i18n/t.ts'
import { ROUTE_ORDER } from '../../state/labels.ts'
import { ROUTE_TEXT, RouteBadge } from '../../ui/badges.tsx'
import { formatMs, formatPercent, formatUsd } from '../../ui/format.ts'
import { REASON_TEXT } from '../compose/reason-text.ts'

interface Row {
  readonly text: string
  readonly value: (estimate: RouteEstimate) => ReactNode
  /** It speaks of whoever would write, and not of the route. */
  readonly isReckoned: boolean
}

const ROWS: readonly Row[] = [
  { text: t('Allowed'), isReckoned: false, value: ({ allowed }) => (allowed ? t('Yes') : t('No')) },
  { text: t('Can run'), isReckoned: false, value: ({ feasible }) => (feasible ? t('Yes') : t('No')) },
  { text: t('Quality'), isReckoned: true, value: ({ quality }) => formatPercent(quality) },
  { text: t('Good enough'), isReckoned: true, value: ({ success }) => (success === undefined ? '—' : formatPercent(success)) },
  { text: t('First words'), isReckoned: true, value: ({ firstTokenMs }) => (firstTokenMs === undefined ? '—' : formatMs(firstTokenMs)) },
  { text: t('Whole answer'), isReckoned: true, value: ({ latencyMs }) => formatMs(latencyMs) },
  { text: t('Cost'), isReckoned: true, value: ({ costUsd }) => formatUsd(costUsd) },
  {
    text: t('Worth'),
    isReckoned: true,
    value: ({ utility }) => utility.toLocaleString(formattingLocale(), { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
  },
]

/** Without a hosted service there is nobody of whom anything could be expected. */
function hasNobody({ blockers }: RouteEstimate): boolean {
  return blockers.includes('HOSTED_NOT_CONFIGURED')
}

/** What was expected of each route, side by side, and what kept one from being chosen. */
export function EstimateTable({ decision }: { readonly decision: RoutingDecision }) {
  const estimates = ROUTE_ORDER.map((route) => decision.estimates.find((estimate) => estimate.route === route)).filter(
    (estimate) => estimate !== undefined,
  )
  if (estimates.length === 0) return null
  const vetoed = estimates.filter(({ allowed, feasible }) => !allowed || !feasible)
  return (
    <section className="stack">
      <h3>{t('What was expected of each route')}</h3>
      <div className="table-scroll">
        <table className="table estimate-table" aria-label={t('Estimates')}>
          <thead>
            <tr>
              <td />
              {estimates.map(({ route }) => (
                <th key={route} scope="col" className={route === decision.route ? 'end estimate-mine' : 'end'}>
                  <RouteBadge route={route} />
                  {route === decision.route ? <span className="visually-hidden"> {t('(chosen)')}</span> : null}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ROWS.map(({ text, value, isReckoned }) => (
              <tr key={text}>
                <th scope="row">{text}</th>
                {estimates.map((estimate) => (
                  <td key={estimate.route} className={estimate.route === decision.route ? 'end num estimate-mine' : 'end num'}>
                    {isReckoned && hasNobody(estimate) ? '—' : value(estimate)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {vetoed.length === 0 ? null : (
        <ul className="reason-list" aria-label={t('What kept routes from running')}>
          {vetoed.map(({ route, allowed, blockers }) => (
            <li key={route}>
              {rich('<b>{route}:</b> {reasons}', {
                route: ROUTE_TEXT[route],
                reasons: (allowed
                  ? blockers
                  : (['POLICY_LIMITS_ROUTES', ...blockers.filter((code) => code !== 'POLICY_LIMITS_ROUTES')] as const)
                )
                  .map((code) => REASON_TEXT[code])
                  .join(' '),
                b: (parts) => <strong key="route">{parts}</strong>,
              })}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
