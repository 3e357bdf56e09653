import { memo } from 'react'
import { areaPath, linePath, linePoints, thinned } from './chart-path.ts'
import type { Scale } from './chart-scale.ts'
import type { ChartFrame, ChartSeries } from './chart-types.ts'

interface LinesProps {
  readonly frame: ChartFrame
  readonly x: Scale
  readonly y: Scale
  readonly times: readonly number[]
  readonly series: readonly ChartSeries[]
  readonly gap: number
  /** How long one bar stands for, ms. */
  readonly barMs: number
}

/** What was measured. Drawn anew when the data are new, not when the pointer moves. */
export const ChartLines = memo(function ChartLines({ frame, x, y, times, series, gap, barMs }: LinesProps) {
  const bars = series.filter(({ shape }) => shape === 'bars')
  const lines = series.filter(({ shape }) => shape !== 'bars')
  return (
    <g>
      {times.map((at, index) => {
        let base = 0
        return bars.map(({ key, tone, values }) => {
          const value = values[index] ?? 0
          const from = y.toPixel(base)
          base += value
          const height = from - y.toPixel(base)
          const left = x.toPixel(at)
          const width = Math.max(1, (x.toPixel(at + barMs) - left) * 0.72)
          const inset = (x.toPixel(at + barMs) - left - width) / 2
          if (value <= 0) return null
          return (
            <rect
              key={`${key}-${at}`}
              className={`chart-bar chart-series-${tone}`}
              x={left + inset}
              y={Math.min(y.toPixel(base), from - 1.5)}
              width={width}
              height={Math.max(1.5, height)}
              rx={Math.min(2, width / 4)}
            />
          )
        })
      })}
      {lines.map(({ key, tone, shape, values }) => {
        const points = thinned(linePoints(times, values, x, y, gap), frame.right - frame.left)
        return (
          <g key={key} className={`chart-series-${tone}`}>
            {shape === 'area' ? <path className="chart-area" d={areaPath(points, frame.bottom)} /> : null}
            <path className="chart-line" d={linePath(points)} />
          </g>
        )
      })}
    </g>
  )
})
