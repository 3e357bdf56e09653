import { FlaskConical } from 'lucide-react'
import { useId, useState } from 'react'
import type { RoutingSimulation } from '#contracts/routing-history.ts'
import type { WeightSet, Weights } from '#contracts/routing-rules.ts'
import { t } from '../../i18n/t.ts'
import { useApp } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { SimulationResult } from './simulation-result.tsx'
import { keptAs, sameWeights } from './weight-text.ts'

const LENGTHS = ['50', '200', '500', '2000'] as const

interface Outcome {
  readonly weights: Weights
  readonly limit: string
  readonly simulation: RoutingSimulation
}

/** Makes the last decisions again by the weights that are set, and says what would have been otherwise. */
export function SimulationCard({ inUse, weights }: { readonly inUse: WeightSet; readonly weights: Weights }) {
  const { routing } = useApp()
  const [limit, setLimit] = useState<(typeof LENGTHS)[number]>('200')
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const titleId = useId()
  const stale = outcome !== null && !(sameWeights(outcome.weights, weights) && outcome.limit === limit)
  const run = (): void => {
    setBusy(true)
    setError(null)
    routing
      .getState()
      .simulate({ weights: sameWeights(weights, inUse.weights) ? inUse : keptAs(weights, inUse) }, Number(limit))
      .then(
        (simulation) => setOutcome({ weights, limit, simulation }),
        (reason: unknown) => setError(describeError(reason)),
      )
      .finally(() => setBusy(false))
  }
  return (
    <section className="card simulation" aria-labelledby={titleId} aria-busy={busy}>
      <div className="card-head">
        <h2 id={titleId}>{t('What it would change')}</h2>
      </div>
      <div className="simulation-bar">
        <SelectField
          label={t('Try on the last')}
          value={limit}
          options={LENGTHS.map((value) => ({ value, text: t('{count, number} decisions', { count: Number(value) }) }))}
          onChange={setLimit}
        />
        <Button tone="primary" busy={busy} onClick={run}>
          {busy ? t('Simulating…') : t('Simulate')}
        </Button>
        <p className="small muted grow">{t('From what was known at the time. Nothing is sent or changed.')}</p>
      </div>
      {error === null ? null : (
        <Callout tone="bad" title={t('It could not be simulated')} role="alert">
          {error}
        </Callout>
      )}
      {outcome === null ? (
        <EmptyState icon={<FlaskConical size={32} strokeWidth={1.5} aria-hidden />} title={t('Try it first')}>
          {t('Move the weights, then simulate: how many requests would have run elsewhere, at which cost, how fast and how well.')}
        </EmptyState>
      ) : (
        <SimulationResult simulation={outcome.simulation} stale={stale} />
      )}
    </section>
  )
}
