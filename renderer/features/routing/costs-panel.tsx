import { Coins } from 'lucide-react'
import { useEffect, useId } from 'react'
import type { BudgetState, CostReport } from '#contracts/cost.ts'
import { formattingLocale, t } from '../../i18n/t.ts'
import { useApp, useCosts } from '../../state/app-context.ts'
import { Badge } from '../../ui/badges.tsx'
import { Callout } from '../../ui/callout.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatUsd } from '../../ui/format.ts'
import { Meter } from '../../ui/meter.tsx'
import { CostCharts } from './cost-charts.tsx'
import { CostTable } from './cost-table.tsx'
import './costs.css'

/** What was spent in thirty days, by day and by model, beside the budgets and what was saved. */
export function CostsPanel() {
  const { costs } = useApp()
  const report = useCosts((s) => s.report)
  const error = useCosts((s) => s.error)
  const titleId = useId()
  useEffect(() => void costs.getState().reload(), [costs])
  return (
    <section className="costs" aria-labelledby={titleId}>
      <div className="row spread">
        <h2 id={titleId}>{t('Costs')}</h2>
        <span className="small muted">
          {report ? t('Last {days, number} days, prices as of {day}', { days: report.days, day: dayText(report.pricesAsOf) }) : ''}
        </span>
      </div>
      {error ? (
        <Callout tone="bad" title={t('Costs cannot be shown')} role="alert">
          {error}
        </Callout>
      ) : null}
      {report === null && error === null ? <p className="muted">{t('Loading…')}</p> : null}
      {report ? <Report report={report} /> : null}
    </section>
  )
}

/** A day of the calendar, which is the same in every time zone. */
function dayText(day: string): string {
  return new Date(day).toLocaleDateString(formattingLocale(), { dateStyle: 'medium', timeZone: 'UTC' })
}

function Report({ report }: { readonly report: CostReport }) {
  return (
    <>
      <div className="card card-body cost-figures">
        {report.budgets.map((budget) => (
          <Budget key={budget.period} budget={budget} />
        ))}
        <div>
          <p className="cost-title">{t('Saved by running locally')}</p>
          <p className="cost-value">{report.savedUsd === null ? t('Not known') : formatUsd(report.savedUsd)}</p>
          <p className="small muted">
            {report.savedUsd === null
              ? t('No hosted provider with a known price to compare with.')
              : t('What the same tokens cost at the provider “{provider}”.', { provider: report.comparedWith ?? '' })}
          </p>
        </div>
      </div>
      {report.rows.length === 0 ? (
        <div className="card">
          <EmptyState icon={<Coins size={28} aria-hidden />} title={t('Nothing has been spent yet')}>
            {t('What models cost stands here, by day and provider, as soon as one has been asked.')}
          </EmptyState>
        </div>
      ) : (
        <>
          <CostCharts report={report} />
          <CostTable report={report} />
        </>
      )}
    </>
  )
}

const LEVELS: Readonly<Record<BudgetState['level'], React.JSX.Element | null>> = {
  ok: null,
  soft: <Badge tone="warn">{t('Warning reached')}</Badge>,
  hard: <Badge tone="bad">{t('Stopped')}</Badge>,
}

function Budget({ budget }: { readonly budget: BudgetState }) {
  const { period, spentUsd, reservedUsd, softUsd, hardUsd, level } = budget
  const stops = [
    softUsd === null ? '' : t('warns at {usd}', { usd: formatUsd(softUsd) }),
    hardUsd === null ? t('no limit set') : t('stops at {usd}', { usd: formatUsd(hardUsd) }),
    reservedUsd > 0 ? t('{usd} held for running requests', { usd: formatUsd(reservedUsd) }) : '',
  ]
  return (
    <div>
      <p className="cost-title">
        {period === 'day' ? t('Today') : t('This month')} {LEVELS[level]}
      </p>
      <p className="cost-value">{formatUsd(spentUsd)}</p>
      {hardUsd === null || hardUsd === 0 ? null : (
        <Meter value={(spentUsd + reservedUsd) / hardUsd} label={period === 'day' ? t('Budget of today') : t('Budget of this month')} />
      )}
      <p className="small muted">{stops.filter(Boolean).join(t(', '))}</p>
    </div>
  )
}
