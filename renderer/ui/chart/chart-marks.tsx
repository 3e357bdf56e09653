import type { Scale } from './chart-scale.ts'
import type { ChartFrame, ChartInterval, ChartThreshold } from './chart-types.ts'

/** Below this width (pixels) the name of a stretch of time does not fit; the tooltip and the table have it. */
const NAMED_FROM = 72
/** Names of levels nearer to each other than this (pixels) would be written over each other. */
const NAME_HEIGHT = 15

/** Stretches of time in which something held, behind the lines. */
export function ChartIntervals(props: { readonly frame: ChartFrame; readonly x: Scale; readonly intervals: readonly ChartInterval[] }) {
  const { frame, x, intervals } = props
  return (
    <g>
      {intervals.map((interval) => {
        const left = Math.max(frame.left, x.toPixel(interval.from))
        const right = Math.min(frame.right, x.toPixel(interval.to))
        if (right < frame.left || left > frame.right) return null
        const width = Math.max(2, right - left)
        return (
          <g key={`${interval.from}-${interval.name}`} className={`chart-interval chart-tone-${interval.tone}`}>
            <rect x={left} y={frame.top} width={width} height={frame.bottom - frame.top} />
            <line x1={left} x2={left + width} y1={frame.top + 1} y2={frame.top + 1} />
            {width < NAMED_FROM ? null : (
              <svg x={left} y={frame.top} width={width} height={20} aria-hidden="true">
                <text x={5} y={13}>
                  {interval.name}
                </text>
              </svg>
            )}
          </g>
        )
      })}
    </g>
  )
}

/** Levels with their names, in front of the lines. */
export function ChartThresholds(props: { readonly frame: ChartFrame; readonly y: Scale; readonly thresholds: readonly ChartThreshold[] }) {
  const { frame, y, thresholds } = props
  let last = Number.NEGATIVE_INFINITY
  // From the top down, so that a name that has no room above its line goes below it.
  const ordered = [...thresholds].filter(({ value }) => value >= y.from && value <= y.to).sort((a, b) => b.value - a.value)
  return (
    <g>
      {ordered.map((threshold) => {
        const line = Math.round(y.toPixel(threshold.value)) + 0.5
        const above = line - 5
        const fitsAbove = above - NAME_HEIGHT + 5 >= frame.top - 6 && above - last >= NAME_HEIGHT
        const text = fitsAbove ? above : Math.max(line + 12, last + NAME_HEIGHT)
        last = text
        return (
          <g key={threshold.name} className={`chart-threshold chart-tone-${threshold.tone}`}>
            <line x1={frame.left} x2={frame.right} y1={line} y2={line} />
            <text x={frame.right - 4} y={text} textAnchor="end">
              {threshold.name}
            </text>
          </g>
        )
      })}
    </g>
  )
}
