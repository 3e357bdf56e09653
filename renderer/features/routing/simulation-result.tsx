import { ArrowRight } from 'lucide-react'
import type { RoutingSimulation } from '#contracts/routing-history.ts'
import { useRouting } from '../../state/app-context.ts'
import { LabelBadge } from '../../ui/badges.tsx'
import { Callout } from '../../ui/callout.tsx'
import { plural } from '../../ui/format.ts'
import { OutcomeBadge } from './outcome-badge.tsx'
import { RouteBar } from './route-bar.tsx'
import { simulationSentence, totalsRows } from './simulation-text.ts'
import { useRequests } from './use-requests.ts'

/** Rows that the bars show, by the colour of their part. */
const KEYS: Readonly<Record<string, string>> = { Local: 'local', Hybrid: 'hybrid', Hosted: 'hosted', 'Not run': 'none' }

/** Requests that are named for a change; more are in the list of decisions. */
const NAMED = 3

/** What a simulation came to: the sentence, the totals, and each kind of change with some of its requests. */
export function SimulationResult({ simulation, stale }: { readonly simulation: RoutingSimulation; readonly stale: boolean }) {
  return (
    <div className="simulation-result">
      <p role="status" aria-label="Result of the simulation" className="decision-lead">
        {simulationSentence(simulation)}
      </p>
      {stale ? <Callout tone="info">The figures are of other weights than are set now. Simulate again.</Callout> : null}
      {simulation.considered === 0 ? null : (
        <>
          <div className="route-bars">
            <RouteBar text="As it was" totals={simulation.before} />
            <RouteBar text="As it would be" totals={simulation.after} />
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
    <table className="table totals-table" aria-label="Totals before and after">
      <thead>
        <tr>
          <td />
          <th scope="col" className="end">
            As it was
          </th>
          <th scope="col" className="end">
            As it would be
          </th>
        </tr>
      </thead>
      <tbody>
        {totalsRows(simulation).map(({ text, before, after }) => (
          <tr key={text}>
            <th scope="row">
              {KEYS[text] === undefined ? null : <span className={`route-key route-part-${KEYS[text]}`} aria-hidden />}
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
  const requests = useRequests()
  if (simulation.changes.length === 0) return null
  return (
    <section className="stack">
      <h3>What would run elsewhere</h3>
      <ul className="plain-list simulation-changes" aria-label="Changes">
        {simulation.changes.map(({ label, from, to, count, ids }) => (
          <li key={`${label}-${from}-${to}`} className="simulation-change">
            <span className="row row-wrap">
              <strong className="num">{plural(count, 'request')}</strong>
              <LabelBadge label={label} />
              <OutcomeBadge outcome={from} />
              <ArrowRight size={14} aria-label="becomes" role="img" />
              <OutcomeBadge outcome={to} />
            </span>
            {ids.slice(0, NAMED).map((id) => (
              <Named key={id} id={id} requests={requests} />
            ))}
            {count > NAMED ? <span className="small muted">and {(count - Math.min(NAMED, ids.length)).toLocaleString()} more</span> : null}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** One of the requests, as the way to its decision. */
function Named({ id, requests }: { readonly id: string; readonly requests: ReturnType<typeof useRequests> }) {
  const select = useRouting((s) => s.select)
  const generationId = useRouting((s) => s.decisions?.find((decision) => decision.id === id)?.generationId)
  const title = (generationId === undefined ? undefined : requests.get(generationId)?.title) ?? `Decision ${id}`
  return (
    <button type="button" className="link-button truncate small" title={title} aria-label={`Why ${title}`} onClick={() => void select(id)}>
      {title}
    </button>
  )
}
