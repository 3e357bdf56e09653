import { type KeyboardEvent, useState } from 'react'
import { formattingLocale, t } from '../../i18n/t.ts'
import { nearestIndex, type Scale } from './chart-scale.ts'
import type { ChartFrame, ChartInterval, ChartSeries } from './chart-types.ts'

interface CursorProps {
  readonly label: string
  readonly frame: ChartFrame
  readonly x: Scale
  readonly y: Scale
  readonly times: readonly number[]
  readonly series: readonly ChartSeries[]
  readonly intervals: readonly ChartInterval[]
  /** From a bar's beginning to its middle, ms; 0 for lines. */
  readonly shift: number
  readonly formatValue: (value: number) => string
  readonly formatTime: (at: number) => string
}

// Made once: to make one takes longer than to draw a cursor.
let list: Intl.ListFormat | null = null

/** So many moments one press of Page Up or Page Down goes. */
const LEAP = 10

/** Reads a chart moment by moment, with the pointer or by arrow keys. */
export function ChartCursor({ label, frame, x, y, times, series, intervals, shift, formatValue, formatTime }: CursorProps) {
  // The moment, not its place: while time goes on the places move.
  const [at, setAt] = useState<number | null>(null)
  const last = times.length - 1
  const index = at === null ? last : nearestIndex(times, at)
  const moment = times[index]
  const holding = moment === undefined ? [] : intervals.filter(({ from, to }) => from <= moment && moment <= to)
  const values = series.map(({ key, name, tone, values }) => ({ key, name, tone, value: values[index] ?? null }))
  const said = moment === undefined ? t('Nothing is known yet') : momentWords()

  function momentWords(): string {
    list ??= new Intl.ListFormat(formattingLocale(), { type: 'unit', style: 'short' })
    const parts = values.map(({ name, value }) => `${name} ${value === null ? '—' : formatValue(value)}`)
    return t('{time}: {values}', { time: formatTime(moment ?? 0), values: list.format([...parts, ...holding.map(({ name }) => name)]) })
  }
  const go = (to: number): void => setAt(times[Math.min(last, Math.max(0, to))] ?? null)
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: LEAP, PageDown: -LEAP, Home: -Infinity, End: Infinity }
    const step = Object.entries(by).find(([key]) => key === event.key)?.[1]
    if (step === undefined) {
      if (event.key === 'Escape') setAt(null)
      return
    }
    event.preventDefault()
    go(index + step)
  }
  return (
    <>
      <div
        className="chart-cursor"
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, last)}
        aria-valuenow={Math.max(0, index)}
        aria-valuetext={said}
        onKeyDown={onKeyDown}
        onFocus={() => go(index)}
        onBlur={() => setAt(null)}
        onPointerMove={(event) => {
          const left = event.currentTarget.getBoundingClientRect().left
          setAt(x.toValue(event.clientX - left) - shift)
        }}
        onPointerLeave={() => setAt(null)}
      />
      {at === null || moment === undefined ? null : (
        <Mark place={x.toPixel(moment + shift)} frame={frame} y={y} values={values} isStacked={shift > 0} />
      )}
      {at === null || moment === undefined ? null : (
        <div className="chart-tip" aria-hidden style={tipPlace(x.toPixel(moment + shift), frame)}>
          <p className="chart-tip-time num">{formatTime(moment)}</p>
          {values.map(({ key, name, tone, value }) => (
            <p key={key} className={`chart-tip-row chart-series-${tone}`}>
              <span className="chart-key" />
              <span>{name}</span>
              <span className="num chart-tip-value">{value === null ? '—' : formatValue(value)}</span>
            </p>
          ))}
          {holding.map(({ name, from }) => (
            <p key={`${from}-${name}`} className="chart-tip-held">
              {name}
            </p>
          ))}
        </div>
      )}
    </>
  )
}

/** Beside the moment, on the side that has room. */
function tipPlace(place: number, frame: ChartFrame): React.CSSProperties {
  const isLeft = place > (frame.left + frame.right) / 2
  return { transform: `translate(${Math.round(place + (isLeft ? -10 : 10))}px, ${frame.top}px) translateX(${isLeft ? '-100%' : '0'})` }
}

interface MarkProps {
  readonly place: number
  readonly frame: ChartFrame
  readonly y: Scale
  readonly values: ReadonlyArray<{ readonly key: string; readonly tone: string; readonly value: number | null }>
  readonly isStacked: boolean
}

function Mark({ place, frame, y, values, isStacked }: MarkProps) {
  return (
    <svg className="chart-mark" width={frame.width} height={frame.height} aria-hidden="true">
      <line x1={place} x2={place} y1={frame.top} y2={frame.bottom} />
      {isStacked
        ? null
        : values.map(({ key, tone, value }) =>
            value === null ? null : (
              <circle key={key} className={`chart-series-${tone}`} cx={place} cy={y.toPixel(Math.min(y.to, value))} r={3.5} />
            ),
          )}
    </svg>
  )
}
