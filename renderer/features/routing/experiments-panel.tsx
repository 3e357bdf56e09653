import { FlaskConical } from 'lucide-react'
import { t } from '../../i18n/t.ts'
import { useLearning } from '../../state/app-context.ts'
import { Callout } from '../../ui/callout.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ExperimentCard } from './experiment-card.tsx'
import { ExperimentForm } from './experiment-form.tsx'

/** Comparisons of weights on one's own requests, and a form to begin one. */
export function ExperimentsPanel() {
  const experiments = useLearning((s) => s.experiments)
  const error = useLearning((s) => s.error)
  return (
    <div className="experiments-columns">
      <div className="routing-stack">
        {error === null ? null : (
          <Callout tone="bad" title={t('The experiments cannot be shown')} role="alert">
            {error}
          </Callout>
        )}
        {experiments === null && error === null ? <p className="muted">{t('Loading…')}</p> : null}
        {experiments?.length === 0 ? (
          <section className="card" aria-label={t('Experiments')}>
            <EmptyState icon={<FlaskConical size={32} strokeWidth={1.5} aria-hidden />} title={t('No experiments yet')}>
              {t(
                'An experiment weighs a share of your requests by other weights and tells, with an interval that holds whenever you look, which are better. Start one with the form.',
              )}
            </EmptyState>
          </section>
        ) : null}
        {(experiments ?? []).map((report) => (
          <ExperimentCard key={report.experiment.id} report={report} />
        ))}
      </div>
      <ExperimentForm />
    </div>
  )
}
