import { useId, useMemo, useRef } from 'react'
import type { Route } from '#contracts/privacy.ts'
import type { OutcomePoint } from '#contracts/routing-outcomes.ts'
import { t } from '../../i18n/t.ts'
import { ROUTE_ORDER } from '../../state/labels.ts'
import { ROUTE_TEXT } from '../../ui/badges.tsx'
import { useWidth } from '../../ui/chart/use-width.ts'
import { formatMs } from '../../ui/format.ts'
import { bandAround, logAxis, logPlace, markText } from './outcome-text.ts'
import { providerName } from './provider-name.ts'

const HEIGHT = 300
const EDGE = { left: 64, right: 16, top: 12, bottom: 40 }
/** Within this factor an estimate counts as good. */
const GOOD_FACTOR = 2

/** Expected against measured time, a mark for each request; on the line it was guessed right. */
export function OutcomeScatter({ points }: { readonly points: readonly OutcomePoint[] }) {
  const titleId = useId()
  const shown = useMemo(() => points.filter(({ expectedMs, measuredMs }) => expectedMs > 0 && measuredMs > 0), [points])
  const near = shown.filter(({ expectedMs, measuredMs }) => {
    const factor = measuredMs / expectedMs
    return factor <= GOOD_FACTOR && factor >= 1 / GOOD_FACTOR
  }).length
  if (shown.length === 0) return null
  const summary = t(
    '{near, number} of {count, plural, one {# request} other {# requests}} took between half and twice the time that was expected.',
    { near, count: shown.length },
  )
  return (
    <section className="card outcomes-wide" aria-labelledby={titleId}>
      <div className="card-head">
        <h3 id={titleId}>{t('Expected and measured time, request by request')}</h3>
        <ul className="plain-list row scatter-legend small" aria-hidden>
          {ROUTE_ORDER.filter((route) => shown.some((point) => point.route === route)).map((route) => (
            <li key={route} className="row">
              <svg width={12} height={12} className={`scatter-${route}`} aria-hidden="true">
                <Shape route={route} x={6} y={6} />
              </svg>
              {ROUTE_TEXT[route]}
            </li>
          ))}
        </ul>
      </div>
      <div className="card-body">
        <p className="small">{summary}</p>
        <Plot points={shown} label={summary} />
      </div>
    </section>
  )
}

function Plot({ points, label }: { readonly points: readonly OutcomePoint[]; readonly label: string }) {
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  // Both axes have one scale, so that the line of right guesses is a diagonal.
  const axis = useMemo(() => logAxis(points.flatMap(({ expectedMs, measuredMs }) => [expectedMs, measuredMs])), [points])
  const x = (value: number): number => EDGE.left + logPlace(value, axis) * (width - EDGE.left - EDGE.right)
  const y = (value: number): number => HEIGHT - EDGE.bottom - logPlace(value, axis) * (HEIGHT - EDGE.top - EDGE.bottom)
  const { low, high, marks } = axis
  const band = bandAround(axis, GOOD_FACTOR).map(([across, up]) => `${x(across)},${y(up)}`)
  return (
    <div ref={box} className="scatter" style={{ height: HEIGHT }} dir="ltr">
      {width < 160 ? null : (
        <svg width={width} height={HEIGHT} role="img" aria-label={label}>
          <polygon className="scatter-band" points={band.join(' ')} />
          {marks.map((mark) => (
            <g key={mark} className="scatter-axis">
              <line x1={EDGE.left} x2={width - EDGE.right} y1={y(mark)} y2={y(mark)} />
              <line x1={x(mark)} x2={x(mark)} y1={EDGE.top} y2={HEIGHT - EDGE.bottom} />
              <text x={EDGE.left - 8} y={y(mark)} textAnchor="end" dominantBaseline="central">
                {markText(mark)}
              </text>
              <text x={x(mark)} y={HEIGHT - EDGE.bottom + 15} textAnchor="middle">
                {markText(mark)}
              </text>
            </g>
          ))}
          <line className="scatter-right" x1={x(low)} y1={y(low)} x2={x(high)} y2={y(high)} />
          {points.map((point) => (
            <g key={point.id} className={`scatter-${point.route}`}>
              <Shape route={point.route} x={x(point.expectedMs)} y={y(point.measuredMs)} />
              <title>
                {t('{provider}: {measured} where {expected} was expected', {
                  provider: providerName(point.provider),
                  measured: formatMs(point.measuredMs),
                  expected: formatMs(point.expectedMs),
                })}
              </title>
            </g>
          ))}
          <text className="scatter-name" x={width - EDGE.right} y={HEIGHT - 6} textAnchor="end">
            {t('Expected')}
          </text>
          <text className="scatter-name" x={EDGE.left + 6} y={EDGE.top + 12}>
            {t('Measured')}
          </text>
        </svg>
      )}
    </div>
  )
}

/** A route by its shape as well as its colour. */
function Shape({ route, x, y }: { readonly route: Route; readonly x: number; readonly y: number }) {
  switch (route) {
    case 'local':
      return <circle cx={x} cy={y} r={4} />
    case 'hybrid':
      return <rect x={x - 3.5} y={y - 3.5} width={7} height={7} />
    case 'hosted':
      return <polygon points={`${x},${y - 5} ${x + 5},${y + 4} ${x - 5},${y + 4}`} />
  }
}
