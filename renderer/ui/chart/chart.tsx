import { ChartLine, Table2 } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { t } from '../../i18n/t.ts'
import { IconButton } from '../button.tsx'
import { ChartAxes } from './chart-axes.tsx'
import { ChartCursor } from './chart-cursor.tsx'
import { ChartLines } from './chart-lines.tsx'
import { ChartIntervals, ChartThresholds } from './chart-marks.tsx'
import { linearScale, niceTicks } from './chart-scale.ts'
import { ChartTable } from './chart-table.tsx'
import { momentText } from './chart-time.ts'
import type { ChartFrame, ChartInterval, ChartSeries, ChartThreshold } from './chart-types.ts'
import { useWidth } from './use-width.ts'
import './chart.css'

export interface ChartProps {
  /** Its accessible name: what it shows, over which time. */
  readonly label: string
  /** ms since the epoch, in order. */
  readonly times: readonly number[]
  readonly series: readonly ChartSeries[]
  /** The time that the axis spans, ms since the epoch. */
  readonly from: number
  readonly to: number
  /** Where the axis of values ends; without it at a round number above the highest. */
  readonly max?: number
  readonly formatValue: (value: number) => string
  readonly formatTime?: (at: number) => string
  readonly thresholds?: readonly ChartThreshold[]
  readonly intervals?: readonly ChartInterval[]
  readonly height?: number
  /** A longer pause between two moments is one in which nothing is known, ms. Default: none is. */
  readonly gap?: number
}

const NO_MARKS: readonly never[] = []
const BOTTOM = 24
const TOP = 14

/** A chart over time. Its height does not depend on its data, so that nothing moves when they arrive. */
export function Chart(props: ChartProps) {
  const { label, times, series, thresholds = NO_MARKS, intervals = NO_MARKS, height = 168, formatValue } = props
  const [isTable, setTable] = useState(false)
  const formatTime = props.formatTime ?? ((at: number) => momentText(at, props.to - props.from))
  return (
    <div className="chart">
      <div className="chart-head">
        <ul className="plain-list chart-legend" aria-hidden>
          {series.map(({ key, name, tone }) => (
            <li key={key} className={`chart-series-${tone}`}>
              <span className="chart-key" />
              {name}
            </li>
          ))}
        </ul>
        <IconButton
          small
          label={isTable ? t('{name}: show as a chart', { name: label }) : t('{name}: show as a table', { name: label })}
          icon={isTable ? <ChartLine size={15} aria-hidden /> : <Table2 size={15} aria-hidden />}
          onClick={() => setTable(!isTable)}
        />
      </div>
      {isTable ? (
        <ChartTable {...{ label, height, times, series, thresholds, intervals, formatValue, formatTime }} />
      ) : (
        <Plot {...props} {...{ thresholds, intervals, height, formatTime }} />
      )}
    </div>
  )
}

type PlotProps = ChartProps & Required<Pick<ChartProps, 'thresholds' | 'intervals' | 'height' | 'formatTime'>>

function Plot({ label, times, series, from, to, max, formatValue, formatTime, thresholds, intervals, height, gap = Infinity }: PlotProps) {
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  const levels = useMemo(() => niceTicks(max ?? highest(series)), [max, series])
  const top = levels.at(-1) ?? 1
  // As wide as the longest mark of the axis: figures are about 6.2 pixels wide at this size.
  const left = 14 + Math.ceil(6.4 * Math.max(...levels.map((level) => formatValue(level).length)))
  const frame = useMemo(
    (): ChartFrame => ({ width, height, left, right: width - 10, top: TOP, bottom: height - BOTTOM }),
    [width, height, left],
  )
  const x = useMemo(() => linearScale([from, to], [frame.left, frame.right]), [from, to, frame])
  const y = useMemo(() => linearScale([0, top], [frame.bottom, frame.top]), [top, frame])
  const barMs = times.length > 1 ? (to - from) / times.length : to - from
  const hasBars = series.some(({ shape }) => shape === 'bars')
  return (
    <div ref={box} className="chart-plot" style={{ height }} dir="ltr">
      {width < 80 ? null : (
        <>
          <svg className="chart-svg" width={width} height={height} aria-hidden="true">
            <ChartIntervals frame={frame} x={x} intervals={intervals} />
            <ChartAxes frame={frame} x={x} y={y} levels={levels} formatValue={formatValue} />
            <ChartLines frame={frame} x={x} y={y} times={times} series={series} gap={gap} barMs={barMs} />
            <ChartThresholds frame={frame} y={y} thresholds={thresholds} />
          </svg>
          <ChartCursor {...{ label, frame, x, y, times, series, intervals, formatValue, formatTime }} shift={hasBars ? barMs / 2 : 0} />
        </>
      )}
    </div>
  )
}

function highest(series: readonly ChartSeries[]): number {
  const bars = series.filter(({ shape }) => shape === 'bars')
  const stacked = Array.from({ length: Math.max(0, ...bars.map(({ values }) => values.length)) }, (_, index) =>
    bars.reduce((sum, { values }) => sum + (values[index] ?? 0), 0),
  )
  const lines = series.filter(({ shape }) => shape !== 'bars').flatMap(({ values }) => values)
  return [...stacked, ...lines].reduce<number>((most, value) => Math.max(most, value ?? 0), 0)
}
