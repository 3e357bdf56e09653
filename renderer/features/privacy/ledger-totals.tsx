import { useId, useMemo } from 'react'
import type { LedgerTotal } from '#contracts/privacy.ts'
import { t } from '../../i18n/t.ts'
import { useLedger } from '../../state/app-context.ts'
import { TOTAL_DAYS } from '../../state/ledger-store.ts'
import { Chart } from '../../ui/chart/chart.tsx'
import { dayText } from '../../ui/chart/chart-time.ts'
import { countText } from '../../ui/count-text.ts'
import { formatBytes } from '../../ui/format.ts'
import { lastDays, spanOf } from '../../ui/last-days.ts'
import { Meter } from '../../ui/meter.tsx'
import { addUp, sumsByDay } from './ledger-sums.ts'

/** Bytes are drawn in KiB, so that the marks of the axis are round in the unit in which they are written. */
const KIB = 1024

/** What left in the last 30 days: by day in two small charts, by destination in figures. */
export function LedgerTotals() {
  const totals = useLedger((s) => s.totals)
  const titleId = useId()
  return (
    <section className="card ledger-totals" aria-labelledby={titleId}>
      <div className="card-head">
        <h2 id={titleId}>{t('Totals, last {days, number} days', { days: TOTAL_DAYS })}</h2>
      </div>
      {totals === null || totals.length === 0 ? (
        <p className="card-body muted small">
          {totals === null ? t('Loading…') : t('Nothing was sent or refused. What leaves is added up here by destination and day.')}
        </p>
      ) : (
        <Figures totals={totals} />
      )}
    </section>
  )
}

function Figures({ totals }: { readonly totals: readonly LedgerTotal[] }) {
  const span = useMemo(() => spanOf(lastDays(TOTAL_DAYS, new Date())), [])
  const days = useMemo(() => sumsByDay(totals, TOTAL_DAYS, new Date()), [totals])
  const times = useMemo(() => days.map(({ at }) => at), [days])
  const destinations = useMemo(() => addUp(totals, ({ destination }) => destination), [totals])
  // Requests are whole: an axis that ends at one would have quarters of them for its marks.
  const highest = Math.max(4, ...days.map(({ sent, refused }) => sent + refused))
  const most = Math.max(1, ...destinations.map(({ bytesOut }) => bytesOut))
  const requests = useMemo(
    () => [
      { key: 'sent', name: t('Sent'), tone: 'first', shape: 'bars', values: days.map(({ sent }) => sent) } as const,
      { key: 'refused', name: t('Refused'), tone: 'second', shape: 'bars', values: days.map(({ refused }) => refused) } as const,
    ],
    [days],
  )
  const bytes = useMemo(
    () => [
      { key: 'bytes', name: t('Bytes sent'), tone: 'fourth', shape: 'bars', values: days.map(({ bytesOut }) => bytesOut / KIB) } as const,
    ],
    [days],
  )
  return (
    <div className="card-body ledger-charts">
      <Chart
        label={t('Requests by day')}
        times={times}
        series={requests}
        max={highest}
        {...span}
        height={116}
        formatValue={countText}
        formatTime={dayText}
      />
      <Chart
        label={t('Bytes sent by day')}
        times={times}
        series={bytes}
        {...span}
        height={116}
        formatValue={bytesText}
        formatTime={dayText}
      />
      <ul className="plain-list totals-list" aria-label={t('Totals by destination')}>
        {destinations.map(({ key, sent, refused, bytesOut }) => (
          <li key={key}>
            <bdi className="ledger-host">{key}</bdi>
            <Meter value={bytesOut / most} />
            <span className="small muted num">
              {t('{sent, number} sent, {refused, number} refused, {bytes}', { sent, refused, bytes: formatBytes(bytesOut) })}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function bytesText(value: number): string {
  return formatBytes(Math.round(value * KIB))
}
