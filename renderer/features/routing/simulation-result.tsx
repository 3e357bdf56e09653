import type { RoutingSimulation } from '#contracts/routing-history.ts'
import { t } from '../../i18n/t.ts'
import { useRouting } from '../../state/app-context.ts'
import { LabelBadge } from '../../ui/badges.tsx'
import { Callout } from '../../ui/callout.tsx'
import { OnwardArrow } from '../../ui/onward-arrow.tsx'
import { OutcomeBadge } from './outcome-badge.tsx'
import { RouteBar } from './route-bar.tsx'
import { simulationSentence, totalsRows } from './simulation-text.ts'

/** Requests that are named for a change; more are in the list of decisions. */
const NAMED = 3

/** What a simulation came to: the sentence, the totals, and each kind of change with some of its requests. */
export function SimulationResult({ simulation, stale }: { readonly simulation: RoutingSimulation; readonly stale: boolean }) {
  return (
    <div className="simulation-result">
      <p role="status" aria-label={t('Result of the simulation')} className="decision-lead">
        {simulationSentence(simulation)}
      </p>
      {stale ? <Callout tone="info">{t('The figures are of other weights than are set now. Simulate again.')}</Callout> : null}
      {simulation.considered === 0 ? null : (
        <>
          <div className="route-bars">
            <RouteBar text={t('As it was')} totals={simulation.before} />
            <RouteBar text={t('As it would be')} totals={simulation.after} />
          </div>
          <Totals simulation={simulation} />
          <Changes simulation={simulation} />
        </>
      )}
    </div>
  )
}

function Totals({ simulation }: { readonly simulation: RoutingSimulation }) {
  return (
    <table className="table totals-table" aria-label={t('Totals before and after')}>
      <thead>
        <tr>
          <td />
          <th scope="col" className="end">
            {t('As it was')}
          </th>
          <th scope="col" className="end">
            {t('As it would be')}
          </th>
        </tr>
      </thead>
      <tbody>
        {totalsRows(simulation).map(({ text, part, before, after }) => (
          <tr key={text}>
            <th scope="row">
              {part === null ? null : <span className={`route-key route-part-${part}`} aria-hidden />}
              {text}
            </th>
            <td className="end num">{before}</td>
            <td className="end num">{before === after ? after : <strong>{after}</strong>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Changes({ simulation }: { readonly simulation: RoutingSimulation }) {
  if (simulation.changes.length === 0) return null
  return (
    <section className="stack">
      <h3>{t('What would run elsewhere')}</h3>
      <ul className="plain-list simulation-changes" aria-label={t('Changes')}>
        {simulation.changes.map(({ label, from, to, count, ids }) => (
          <li key={`${label}-${from}-${to}`} className="simulation-change">
            <span className="row row-wrap">
              <strong className="num">{t('{count, plural, one {# request} other {# requests}}', { count })}</strong>
              <LabelBadge label={label} />
              <OutcomeBadge outcome={from} />
              <OnwardArrow label={t('becomes')} />
              <OutcomeBadge outcome={to} />
            </span>
            {ids.slice(0, NAMED).map((id) => (
              <Named key={id} id={id} />
            ))}
            {count > NAMED ? (
              <span className="small muted">{t('and {count, number} more', { count: count - Math.min(NAMED, ids.length) })}</span>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** One of the requests, as the way to its decision. */
function Named({ id }: { readonly id: string }) {
  const select = useRouting((s) => s.select)
  const known = useRouting((s) => s.decisions?.find((decision) => decision.id === id)?.request.title)
  const title = known ?? t('Decision {id}', { id })
  return (
    <button
      type="button"
      className="link-button truncate small"
      title={title}
      aria-label={t('Why {title}', { title })}
      onClick={() => void select(id)}
    >
      <bdi>{title}</bdi>
    </button>
  )
}
