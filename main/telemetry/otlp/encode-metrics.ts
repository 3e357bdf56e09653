import type { MetricFamily } from '../metrics/metric-family.ts'
import { attributesOf, double, type KeyValue, nanos, type Resource, resourceOf } from './values.ts'

/** `AGGREGATION_TEMPORALITY_CUMULATIVE`: a value counts from the start time on. */
const CUMULATIVE = 2

/** Units in UCUM, by how a name ends, as Prometheus' conventions write them. What is in braces is a remark. */
const UNITS = [
  [/_seconds$/, 's'],
  [/_bytes(?:_total)?$/, 'By'],
  [/_ratio$/, '1'],
  [/_usd(?:_total)?$/, '{USD}'],
] as const

/** From when on counters count, and when they were read, ms since the epoch. */
export interface Span {
  readonly startedAt: number
  readonly readAt: number
}

type Sample = MetricFamily['values'][number]
interface Point {
  readonly attributes: readonly KeyValue[]
  readonly startTimeUnixNano?: string
  readonly timeUnixNano: string
}

/**
 * Metrics as the body of `POST /v1/metrics` (ExportMetricsServiceRequest), with the number of data points in it. Names and labels are those of
 * `/metrics`, so that one dashboard reads both. A metric that has no value yet is left out.
 */
export function encodeMetrics(
  families: readonly MetricFamily[],
  resource: Resource,
  span: Span,
): { readonly body: string; readonly count: number } {
  let count = 0
  const metrics = families.flatMap((family) => {
    const points = dataPoints(family, span)
    count += points.length
    return points.length === 0 ? [] : [{ ...headOf(family), ...dataOf(family.type, points) }]
  })
  const scopeMetrics = [{ scope: { name: 'tidegate.metrics', version: resource.version }, metrics }]
  return { body: JSON.stringify({ resourceMetrics: [{ resource: resourceOf(resource), scopeMetrics }] }), count }
}

function headOf({ name, help }: MetricFamily): { name: string; description: string; unit?: string } {
  const unit = UNITS.find(([end]) => end.test(name))?.[1]
  return { name, description: help, ...(unit === undefined ? {} : { unit }) }
}

function dataOf(type: MetricFamily['type'], dataPoints: readonly Point[]): object {
  switch (type) {
    case 'counter':
      return { sum: { aggregationTemporality: CUMULATIVE, isMonotonic: true, dataPoints } }
    case 'gauge':
      return { gauge: { dataPoints } }
    case 'histogram':
      return { histogram: { aggregationTemporality: CUMULATIVE, dataPoints } }
  }
}

function dataPoints({ name, type, values }: MetricFamily, { startedAt, readAt }: Span): Point[] {
  const timeUnixNano = nanos(readAt)
  const since = { startTimeUnixNano: nanos(startedAt), timeUnixNano }
  if (type === 'histogram') return histograms(name, values).map((point) => ({ ...point, ...since }))
  return values.map(({ labels, value }) => ({
    attributes: attributesOf(labels),
    // What stands now has no start.
    ...(type === 'counter' ? since : { timeUnixNano }),
    asDouble: double(value),
  }))
}

/** Samples of one histogram as Prometheus has them (`_bucket` with `le`, all below a bound counted; `_sum`; `_count`), by their labels. */
function histograms(name: string, samples: readonly Sample[]): Pick<Point, 'attributes'>[] {
  const series = new Map<string, { labels: Sample['labels']; below: (readonly [number, number])[]; sum: number; count: number }>()
  for (const { labels: all, value, metricName } of samples) {
    const { le, ...labels } = all
    const key = JSON.stringify(Object.entries(labels).sort())
    const one = series.get(key) ?? { labels, below: [], sum: 0, count: 0 }
    series.set(key, one)
    if (metricName === `${name}_sum`) one.sum = value
    else if (metricName === `${name}_count`) one.count = value
    // The last bucket, of all that is greater, has no bound in OTLP.
    else if (le !== undefined && le !== '+Inf') one.below.push([Number(le), value])
  }
  return [...series.values()].map(({ labels, below, sum, count }) => {
    const ordered = below.toSorted(([a], [b]) => a - b)
    const cumulative = [...ordered.map(([, upTo]) => upTo), count]
    return {
      attributes: attributesOf(labels),
      count: String(count),
      sum: double(sum),
      explicitBounds: ordered.map(([bound]) => bound),
      bucketCounts: cumulative.map((upTo, index) => String(upTo - (cumulative[index - 1] ?? 0))),
    }
  })
}
