import { useId, useMemo } from 'react'
import type { CostReport } from '#contracts/cost.ts'
import { t } from '../../i18n/t.ts'
import { Chart } from '../../ui/chart/chart.tsx'
import { dayText } from '../../ui/chart/chart-time.ts'
import type { ChartSeries, ChartThreshold } from '../../ui/chart/chart-types.ts'
import { formatUsd } from '../../ui/format.ts'
import { lastDays, spanOf } from '../../ui/last-days.ts'
import { axisWithBudget, costByDay, savingsByDay } from './cost-sums.ts'

const TONES = ['first', 'fourth', 'third', 'second'] as const

/** Cost by day and provider with the budget as a line, and what running locally saved. */
export function CostCharts({ report }: { readonly report: CostReport }) {
  const days = useMemo(() => lastDays(report.days, new Date()), [report.days])
  return (
    <div className="cost-charts">
      <SpentChart report={report} days={days} />
      {report.savedUsd === null ? null : <SavedChart report={report} days={days} />}
    </div>
  )
}

type PartProps = { readonly report: CostReport; readonly days: ReturnType<typeof lastDays> }

function SpentChart({ report, days }: PartProps) {
  const titleId = useId()
  const series = useMemo(
    () =>
      costByDay(report.rows, days).map(
        ({ provider, usd }, index): ChartSeries => ({
          key: provider ?? 'others',
          name: provider ?? t('Others'),
          tone: TONES[index] ?? 'second',
          shape: 'bars',
          values: usd,
        }),
      ),
    [report, days],
  )
  const day = report.budgets.find(({ period }) => period === 'day')
  const highest = Math.max(0, ...days.map((_, index) => series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0)))
  const max = axisWithBudget(highest, day?.hardUsd ?? null)
  const thresholds: ChartThreshold[] = [
    ...(day?.softUsd == null ? [] : [{ value: day.softUsd, name: t('Daily warning'), tone: 'warn' as const }]),
    ...(day?.hardUsd == null ? [] : [{ value: day.hardUsd, name: t('Budget of a day'), tone: 'bad' as const }]),
  ]
  return (
    <section className="card" aria-labelledby={titleId}>
      <div className="card-head">
        <h3 id={titleId}>{t('Spent by day and provider')}</h3>
        <span className="small muted num">{t('{usd} in all', { usd: formatUsd(report.totalUsd) })}</span>
      </div>
      <div className="card-body">
        {series.length === 0 ? (
          <p className="muted small">{t('Nothing was paid in this time: what was written, was written on this machine.')}</p>
        ) : (
          <Chart
            label={t('Cost by day and provider')}
            times={days.map(({ at }) => at)}
            series={series}
            {...spanOf(days)}
            {...(max === undefined ? {} : { max })}
            thresholds={thresholds}
            formatValue={formatUsd}
            formatTime={dayText}
          />
        )}
        {day?.hardUsd == null ? null : <p className="small muted">{t('Sending stops at {usd} a day.', { usd: formatUsd(day.hardUsd) })}</p>}
      </div>
    </section>
  )
}

function SavedChart({ report, days }: PartProps) {
  const titleId = useId()
  const { spent, saved } = useMemo(() => savingsByDay(report, days), [report, days])
  const total = report.totalUsd + (report.savedUsd ?? 0)
  const series: ChartSeries[] = [
    { key: 'spent', name: t('Spent'), tone: 'fourth', shape: 'bars', values: spent },
    { key: 'saved', name: t('Saved by running locally'), tone: 'first', shape: 'bars', values: saved },
  ]
  return (
    <section className="card" aria-labelledby={titleId}>
      <div className="card-head">
        <h3 id={titleId}>{t('Beside everything hosted')}</h3>
        <span className="small muted num">{t('{usd} saved', { usd: formatUsd(report.savedUsd ?? 0) })}</span>
      </div>
      <div className="card-body">
        <Chart
          label={t('Spent and saved by day')}
          times={days.map(({ at }) => at)}
          series={series}
          {...spanOf(days)}
          formatValue={formatUsd}
          formatTime={dayText}
        />
        <p className="small muted">
          {t('Everything at “{provider}” would have cost {usd} in this time.', {
            provider: report.comparedWith ?? '',
            usd: formatUsd(total),
          })}
        </p>
      </div>
    </section>
  )
}
