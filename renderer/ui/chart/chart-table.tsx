import { t } from '../../i18n/t.ts'
import type { ChartInterval, ChartSeries, ChartThreshold } from './chart-types.ts'

interface ChartTableProps {
  readonly label: string
  readonly height: number
  readonly times: readonly number[]
  readonly series: readonly ChartSeries[]
  readonly thresholds: readonly ChartThreshold[]
  readonly intervals: readonly ChartInterval[]
  readonly formatValue: (value: number) => string
  readonly formatTime: (at: number) => string
}

/** More rows than this nobody reads; the chart's whole time is told by so many moments of it. */
const ROWS = 60

/** The chart in words and numbers, newest first. */
export function ChartTable({ label, height, times, series, thresholds, intervals, formatValue, formatTime }: ChartTableProps) {
  const stride = Math.max(1, Math.ceil(times.length / ROWS))
  const shown = times.map((at, index) => ({ at, index })).filter(({ index }) => (times.length - 1 - index) % stride === 0)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
    <section className="chart-table" style={{ height }} tabIndex={0} aria-label={t('{name}, as a table', { name: label })}>
      {thresholds.length === 0 ? null : (
        <p className="small muted chart-levels">
          {thresholds.map(({ name, value }) => (
            <span key={name}>{t('{name} at {value}', { name, value: formatValue(value) })}</span>
          ))}
        </p>
      )}
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('Time')}</th>
            {series.map(({ key, name }) => (
              <th key={key} scope="col" className="end">
                {name}
              </th>
            ))}
            {intervals.length === 0 ? null : <th scope="col">{t('What held')}</th>}
          </tr>
        </thead>
        <tbody>
          {shown.toReversed().map(({ at, index }) => (
            <tr key={at}>
              <th scope="row" className="num">
                {formatTime(at)}
              </th>
              {series.map(({ key, values }) => {
                const value = values[index] ?? null
                return (
                  <td key={key} className="end num">
                    {value === null ? '—' : formatValue(value)}
                  </td>
                )
              })}
              {intervals.length === 0 ? null : <td>{intervals.find(({ from, to }) => from <= at && at <= to)?.name ?? ''}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
