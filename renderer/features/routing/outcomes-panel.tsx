import { Target } from 'lucide-react'
import { useEffect, useId } from 'react'
import { t } from '../../i18n/t.ts'
import { useApp, useOutcomes } from '../../state/app-context.ts'
import { OUTCOME_LIMITS } from '../../state/outcomes-store.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { METRICS, OutcomeCard } from './outcome-card.tsx'
import { OutcomeScatter } from './outcome-scatter.tsx'
import './outcomes.css'

const CHOICES = OUTCOME_LIMITS.map((limit) => ({ value: String(limit), text: t('{count, number} requests', { count: limit }) }))

/** What the router expected of requests beside what came of them, by provider: how far its estimates can be trusted here. */
export function OutcomesPanel() {
  const { outcomes, ui } = useApp()
  const report = useOutcomes((s) => s.report)
  const limit = useOutcomes((s) => s.limit)
  const error = useOutcomes((s) => s.error)
  const titleId = useId()
  useEffect(() => outcomes.getState().listen(), [outcomes])
  const choose = (value: string): void => {
    const chosen = OUTCOME_LIMITS.find((one) => String(one) === value)
    if (chosen !== undefined) void outcomes.getState().setLimit(chosen)
  }
  return (
    <section className="outcomes" aria-labelledby={titleId}>
      <div className="row spread outcomes-head">
        <div>
          <h2 id={titleId}>{t('Estimates against outcomes')}</h2>
          <p role="status" aria-label={t('Requests that were compared')} className="small muted num">
            {report === null || report.considered === 0
              ? ''
              : t(
                  '{count, plural, one {# request} other {# requests}} that ran to the end. A difference is measured minus expected; its interval holds 95 of 100 times.',
                  { count: report.considered },
                )}
          </p>
        </div>
        <SelectField label={t('The last')} value={String(limit)} options={CHOICES} onChange={choose} />
      </div>
      {error === null ? null : (
        <Callout tone="bad" title={t('The outcomes cannot be shown')} role="alert">
          {error}
        </Callout>
      )}
      {report === null && error === null ? <p className="muted">{t('Loading…')}</p> : null}
      {report?.considered === 0 ? (
        <div className="card">
          <EmptyState icon={<Target size={32} strokeWidth={1.5} aria-hidden />} title={t('Nothing to compare yet')}>
            <p>
              {t(
                'Before a request runs, its time, cost and quality are estimated. Once drafts are written, how well that was guessed stands here, for each provider.',
              )}
            </p>
            <p className="empty-action">
              <Button onClick={() => ui.getState().show('compose')}>{t('Write a draft')}</Button>
            </p>
          </EmptyState>
        </div>
      ) : null}
      {report !== null && report.considered > 0 ? (
        <div className="outcomes-grid">
          {METRICS.map((metric) => (
            <OutcomeCard key={metric} metric={metric} providers={report.providers} />
          ))}
          <OutcomeScatter points={report.points} />
        </div>
      ) : null}
    </section>
  )
}
