import { useEffect, useId, useState } from 'react'
import type { Policy } from '#contracts/privacy.ts'
import type { RoutingSimulation } from '#contracts/routing-history.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useRouting } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { LabelBadge } from '../../ui/badges.tsx'
import { Callout } from '../../ui/callout.tsx'
import { OnwardArrow } from '../../ui/onward-arrow.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { OutcomeBadge } from '../routing/outcome-badge.tsx'
import { useDebounced } from './use-debounced.ts'

const LENGTHS = ['100', '500', '2000'] as const
const DELAY_MS = 150
/** Requests that are named for a change; more are in the list of decisions. */
const NAMED = 3

interface Outcome {
  readonly key: string
  readonly simulation: RoutingSimulation | null
  readonly error: string | null
}

/** Which of the recent requests would have gone elsewhere under a policy that is not saved yet. Decides again from what was stored; nothing is sent. */
export function PolicySimulator({ policy }: { readonly policy: Policy | null }) {
  const { routing } = useApp()
  const [limit, setLimit] = useState<(typeof LENGTHS)[number]>('500')
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const titleId = useId()
  const key = policy === null ? '' : JSON.stringify({ policy, limit })
  const asked = useDebounced(key, DELAY_MS)

  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` stands for the policy and the limit once they stand still
  useEffect(() => {
    if (asked === '' || policy === null) return
    let stale = false
    const answer = (next: Omit<Outcome, 'key'>): void => {
      if (!stale) setOutcome({ key: asked, ...next })
    }
    routing
      .getState()
      .simulate({ policy }, Number(limit))
      .then(
        (simulation) => answer({ simulation, error: null }),
        (error: unknown) => answer({ simulation: null, error: describeError(error) }),
      )
    return () => {
      stale = true
    }
  }, [asked, routing])

  const current = key !== '' && outcome?.key === key ? outcome : null
  return (
    <section className="policy-simulator" aria-labelledby={titleId} aria-busy={key !== '' && current === null}>
      <div className="row spread">
        <h3 id={titleId}>{t('What it would have changed')}</h3>
        <SelectField
          label={t('Try on the last')}
          value={limit}
          options={LENGTHS.map((value) => ({ value, text: t('{count, number} requests', { count: Number(value) }) }))}
          onChange={setLimit}
        />
      </div>
      <div role="status" aria-label={t('Result of the simulation')} className="policy-outcome">
        {key === '' ? (
          <p className="muted">
            {t('Choose another end for a sentence to see which of your requests would have gone elsewhere. Nothing is sent for it.')}
          </p>
        ) : null}
        {key !== '' && current === null ? <p className="muted">{t('Deciding them again…')}</p> : null}
        {current?.error ? (
          <Callout tone="bad" title={t('It could not be simulated')}>
            {current.error}
          </Callout>
        ) : null}
        {current?.simulation ? <p className="policy-lead">{simulationText(current.simulation)}</p> : null}
      </div>
      {current?.simulation && current.simulation.changes.length > 0 ? <Moves simulation={current.simulation} /> : null}
    </section>
  )
}

/** What a policy would have made of recent requests, in words. */
function simulationText({ considered, changed }: RoutingSimulation): string {
  if (considered === 0) return t('There are no requests yet that it could be tried on. Write a draft first.')
  if (changed === 0)
    return t(
      '{considered, plural, one {The only request so far would have gone the same way.} other {None of the last # requests would have gone elsewhere.}}',
      { considered },
    )
  return t(
    '{considered, plural, one {The only request so far would have gone elsewhere.} other {{changed, number} of the last # requests would have gone elsewhere.}}',
    {
      changed,
      considered,
    },
  )
}

function Moves({ simulation }: { readonly simulation: RoutingSimulation }) {
  return (
    <ul className="plain-list policy-moves" aria-label={t('What would have gone elsewhere')}>
      {simulation.changes.map(({ label, from, to, count, ids }) => (
        <li key={`${label}-${from}-${to}`}>
          <span className="row row-wrap">
            <strong className="num">{t('{count, plural, one {# request} other {# requests}}', { count })}</strong>
            <LabelBadge label={label} />
            <OutcomeBadge outcome={from} />
            <OnwardArrow label={t('becomes')} />
            <OutcomeBadge outcome={to} />
          </span>
          <Named ids={ids} count={count} />
        </li>
      ))}
    </ul>
  )
}

/** Some of the requests, each as the way to its decision. */
function Named({ ids, count }: { readonly ids: readonly string[]; readonly count: number }) {
  const { ui } = useApp()
  const select = useRouting((s) => s.select)
  const decisions = useRouting((s) => s.decisions)
  const named = (decisions ?? []).filter(({ id }) => ids.includes(id)).slice(0, NAMED)
  const open = (id: string): void => {
    ui.getState().show('routing')
    void select(id)
  }
  return (
    <>
      {named.map(({ id, request: { title } }) => (
        <button
          key={id}
          type="button"
          className="link-button truncate small"
          title={title}
          aria-label={t('Why {title}', { title })}
          onClick={() => open(id)}
        >
          <bdi>{title}</bdi>
        </button>
      ))}
      {named.length > 0 && count > named.length ? (
        <span className="small muted">{t('and {count, number} more', { count: count - named.length })}</span>
      ) : null}
    </>
  )
}
