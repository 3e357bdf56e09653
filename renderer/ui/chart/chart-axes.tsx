import { type Scale, timeTicks } from './chart-scale.ts'
import { tickText } from './chart-time.ts'
import type { ChartFrame } from './chart-types.ts'

interface AxesProps {
  readonly frame: ChartFrame
  readonly x: Scale
  readonly y: Scale
  readonly levels: readonly number[]
  readonly formatValue: (value: number) => string
}

/** So much room one mark of the time axis takes, pixels. */
const TICK_WIDTH = 84

/** Grid and marks. They belong to the picture: in words each moment is told by the slider and the table. */
export function ChartAxes({ frame, x, y, levels, formatValue }: AxesProps) {
  const { at, step } = timeTicks(x.from, x.to, Math.max(1, Math.floor((frame.right - frame.left) / TICK_WIDTH)))
  return (
    <g className="chart-axes">
      {levels.map((level) => (
        <g key={level}>
          <line x1={frame.left} x2={frame.right} y1={Math.round(y.toPixel(level)) + 0.5} y2={Math.round(y.toPixel(level)) + 0.5} />
          <text x={frame.left - 8} y={y.toPixel(level)} dominantBaseline="central" textAnchor="end">
            {formatValue(level)}
          </text>
        </g>
      ))}
      {at.map((tick) => {
        const place = Math.min(frame.right - 18, Math.max(frame.left + 18, x.toPixel(tick)))
        return (
          <text key={tick} x={place} y={frame.bottom + 16} textAnchor="middle">
            {tickText(tick, step)}
          </text>
        )
      })}
    </g>
  )
}
