import { ScanSearch } from 'lucide-react'
import { useEffect, useId } from 'react'
import { t } from '../../i18n/t.ts'
import { useApp, useInsight } from '../../state/app-context.ts'
import { FINDING_DAYS } from '../../state/insight-store.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { FindingsByDay } from './findings-by-day.tsx'
import { FindingsByType } from './findings-by-type.tsx'
import { FindingsFate } from './findings-fate.tsx'
import { FindingsRecognizers } from './findings-recognizers.tsx'
import './findings.css'

const CHOICES = FINDING_DAYS.map((days) => ({ value: String(days), text: t('Last {days, number} days', { days }) }))

/** What was found in requests: how much, of which kind, by whom, and what became of it. Counts only; no value is stored anywhere. */
export function FindingsPanel() {
  const { insight, ui } = useApp()
  const statistics = useInsight((s) => s.statistics)
  const days = useInsight((s) => s.days)
  const error = useInsight((s) => s.error)
  const titleId = useId()
  useEffect(() => void insight.getState().reload(), [insight])
  const choose = (value: string): void => {
    const chosen = FINDING_DAYS.find((one) => String(one) === value)
    if (chosen !== undefined) void insight.getState().setDays(chosen)
  }
  const found = statistics?.types.length ?? 0
  return (
    <section className="findings" aria-labelledby={titleId}>
      <div className="row spread">
        <div>
          <h2 id={titleId}>{t('Findings')}</h2>
          <p role="status" aria-label={t('Requests that were looked at')} className="small muted num">
            {statistics === null
              ? ''
              : t('{count, plural, one {# request} other {# requests}} looked at. Only types and counts are kept, never a value.', {
                  count: statistics.requests,
                })}
          </p>
        </div>
        <SelectField label={t('Time')} value={String(days)} options={CHOICES} onChange={choose} />
      </div>
      {error === null ? null : (
        <Callout tone="bad" title={t('The findings cannot be counted')} role="alert">
          {error}
        </Callout>
      )}
      {statistics !== null && found === 0 ? (
        <div className="card">
          <EmptyState icon={<ScanSearch size={32} strokeWidth={1.5} aria-hidden />} title={t('Nothing was found in this time')}>
            <p>
              {t(
                'Every prompt and source is looked through before it may go anywhere. Names, addresses, cards, keys and what you call private are counted here by kind, with what became of them.',
              )}
            </p>
            <p className="findings-action">
              <Button onClick={() => ui.getState().setPrivacyTab('policy')}>{t('Try a text')}</Button>
            </p>
          </EmptyState>
        </div>
      ) : null}
      {statistics === null ? null : (
        <div className="findings-grid">
          {found === 0 ? null : <FindingsByDay statistics={statistics} days={days} />}
          {found === 0 ? null : (
            <div className="findings-stack">
              <FindingsFate statistics={statistics} />
              <FindingsRecognizers statistics={statistics} />
            </div>
          )}
          <FindingsByType statistics={statistics} />
        </div>
      )}
    </section>
  )
}
