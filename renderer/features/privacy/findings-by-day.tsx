import { useId, useMemo } from 'react'
import type { FindingStatistics } from '#contracts/privacy-insight.ts'
import { t } from '../../i18n/t.ts'
import { Chart } from '../../ui/chart/chart.tsx'
import { dayText } from '../../ui/chart/chart-time.ts'
import { countText } from '../../ui/count-text.ts'
import { lastDays, spanOf } from '../../ui/last-days.ts'
import { FINDING_GROUPS, type FindingGroup, groupsByDay } from './findings-sums.ts'

const GROUP_TEXT: Readonly<Record<FindingGroup, string>> = {
  numbers: t('Keys and numbers'),
  contact: t('People'),
  health: t('Health'),
  other: t('Other'),
}
const TONES = { numbers: 'second', contact: 'first', health: 'third', other: 'fourth' } as const

/** How much was found on each day, by kind. */
export function FindingsByDay({ statistics, days }: { readonly statistics: FindingStatistics; readonly days: number }) {
  const titleId = useId()
  const calendar = useMemo(() => lastDays(days, new Date()), [days])
  const series = useMemo(() => {
    const sums = groupsByDay(statistics.days, calendar)
    return FINDING_GROUPS.map((group) => ({
      key: group,
      name: GROUP_TEXT[group],
      tone: TONES[group],
      shape: 'bars' as const,
      values: sums[group],
    }))
  }, [statistics, calendar])
  const times = useMemo(() => calendar.map(({ at }) => at), [calendar])
  return (
    <section className="card findings-wide" aria-labelledby={titleId}>
      <div className="card-head">
        <h3 id={titleId}>{t('By day')}</h3>
      </div>
      <div className="card-body">
        <Chart
          label={t('Findings by day')}
          times={times}
          series={series}
          {...spanOf(calendar)}
          max={Math.max(4, ...calendar.map((_, index) => series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0)))}
          formatValue={countText}
          formatTime={dayText}
        />
      </div>
    </section>
  )
}
