/** From values to pixels; an empty domain lies in the middle. */
export interface Scale {
  readonly from: number
  readonly to: number
  toPixel(value: number): number
  toValue(pixel: number): number
}

/** A linear scale from a domain to a range of pixels, which may run backwards. */
export function linearScale(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const [from, to] = domain
  const [start, end] = range
  const span = to - from
  return {
    from,
    to,
    toPixel: (value) => (span === 0 ? (start + end) / 2 : start + ((value - from) / span) * (end - start)),
    toValue: (pixel) => (end === start ? from : from + ((pixel - start) / (end - start)) * span),
  }
}

/** Steps that people count in: 1, 2, 2.5 or 5 times a power of ten. */
function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= rough * 0.999) ?? 10
  return step * power
}

/** Round values from 0 up to at least `max`, about `count` of them; the last is where the axis ends. */
export function niceTicks(max: number, count = 4): number[] {
  if (!(max > 0) || !Number.isFinite(max)) return [0, 1]
  const step = niceStep(max / count)
  const steps = Math.max(1, Math.ceil(max / step - 1e-9))
  // Built by multiplication and rounded, so that 0.1 + 0.2 is not shown as it is stored.
  return Array.from({ length: steps + 1 }, (_, index) => Number((index * step).toPrecision(12)))
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const TIME_STEPS = [
  ...[SECOND, 5 * SECOND, 15 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE],
  ...[HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 5 * DAY, 7 * DAY, 14 * DAY, 30 * DAY],
] as const

/**
 * Round moments of local time between two, about `count` and never more than one above it; `step` tells how far they are apart, ms. The finest
 * step is taken: few marks say little.
 */
export function timeTicks(from: number, to: number, count = 5): { readonly at: readonly number[]; readonly step: number } {
  const fits = (step: number): boolean => {
    const most = (to - from) / step
    // What cannot fit is not even counted.
    return most <= count || (most <= count + 1 && momentsOf(from, to, step).length <= count)
  }
  const step = TIME_STEPS.find(fits) ?? Math.max(DAY, Math.ceil((to - from) / count / DAY) * DAY)
  return { at: momentsOf(from, to, step), step }
}

function momentsOf(from: number, to: number, step: number): number[] {
  const at: number[] = []
  // Local midnight is where days and hours are counted from.
  const offset = new Date(from).getTimezoneOffset() * MINUTE
  for (let tick = Math.ceil((from - offset) / step) * step + offset; tick <= to; tick += step) {
    // A midnight is named as the day that begins with it, and the one at the end begins a day that is not shown.
    if (step < DAY || tick < to) at.push(tick)
  }
  return at
}

/** The index whose time is nearest to `at`, of times in order; -1 of none. */
export function nearestIndex(times: readonly number[], at: number): number {
  let low = 0
  let high = times.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] ?? 0) < at) low = middle + 1
    else high = middle
  }
  const before = low > 0 ? times[low - 1] : undefined
  const here = times[low]
  return before !== undefined && here !== undefined && at - before <= here - at ? low - 1 : times.length === 0 ? -1 : low
}
