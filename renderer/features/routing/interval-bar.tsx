import type { ExperimentMetric } from '#contracts/routing-learning.ts'
import { t } from '../../i18n/t.ts'
import { differenceText, placesOf, sideOf } from './experiment-text.ts'

const WIDTH = 160
const HEIGHT = 16

interface IntervalBarProps {
  readonly metric: ExperimentMetric
  readonly difference: { readonly mean: number; readonly low: number; readonly high: number }
}

/** The interval of a difference around nought, with its figures beside it. */
export function IntervalBar({ metric, difference }: IntervalBarProps) {
  const places = placesOf(difference)
  const at = (place: number): number => Math.round(place * WIDTH * 10) / 10
  const middle = HEIGHT / 2
  return (
    <span className={`interval interval-${sideOf(metric, difference)}`}>
      <svg className="interval-picture" width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden focusable="false">
        <line className="interval-axis" x1={0} y1={middle} x2={WIDTH} y2={middle} />
        <line className="interval-zero" x1={WIDTH / 2} y1={0} x2={WIDTH / 2} y2={HEIGHT} />
        <rect
          className="interval-range"
          x={at(places.low)}
          y={middle - 4}
          width={Math.max(2, at(places.high) - at(places.low))}
          height={8}
          rx={4}
        />
        <circle className="interval-mean" cx={at(places.mean)} cy={middle} r={4} />
      </svg>
      <span className="small num nowrap">
        {differenceText(metric, difference.mean)}
        <span className="muted">
          {' '}
          {t('({low} to {high})', { low: differenceText(metric, difference.low), high: differenceText(metric, difference.high) })}
        </span>
      </span>
    </span>
  )
}
