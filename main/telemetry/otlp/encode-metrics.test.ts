import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { MetricFamilySchema } from '../metrics/metric-family.ts'
import { encodeMetrics } from './encode-metrics.ts'
import type { Resource } from './values.ts'

const RESOURCE: Resource = { version: '1.2.3', host: 'headless', instance: '7f0c', environment: 'production' }
const SPAN = { startedAt: 1_700_000_000_000, readAt: 1_700_000_060_000 }
const START = '1700000000000000000'
const READ = '1700000060000000000'

let registry: Registry
beforeEach(() => {
  registry = new Registry()
})

/** The metrics that are sent of what the registry holds, and how many points. */
async function sent(): Promise<{ metrics: unknown[]; count: number; whole: unknown }> {
  const families = z.array(MetricFamilySchema).parse(await registry.getMetricsAsJSON())
  const { body, count } = encodeMetrics(families, RESOURCE, SPAN)
  const whole = JSON.parse(body) as { resourceMetrics: { scopeMetrics: { metrics: unknown[] }[] }[] }
  return { metrics: whole.resourceMetrics[0]?.scopeMetrics[0]?.metrics ?? [], count, whole }
}

describe('metrics as OTLP', () => {
  it('tell a counter as a cumulative, monotonic sum with its start', async () => {
    const counter = new Counter({ name: 'a_total', help: 'How many.', labelNames: ['route'] as const, registers: [registry] })
    counter.inc({ route: 'local' }, 2)
    counter.inc({ route: 'hybrid' }, 0.5)
    const { metrics, count, whole } = await sent()
    expect(count).toBe(2)
    expect(metrics).toEqual([
      {
        name: 'a_total',
        description: 'How many.',
        sum: {
          aggregationTemporality: 2,
          isMonotonic: true,
          dataPoints: [
            { attributes: [{ key: 'route', value: { stringValue: 'local' } }], startTimeUnixNano: START, timeUnixNano: READ, asDouble: 2 },
            {
              attributes: [{ key: 'route', value: { stringValue: 'hybrid' } }],
              startTimeUnixNano: START,
              timeUnixNano: READ,
              asDouble: 0.5,
            },
          ],
        },
      },
    ])
    expect(whole).toMatchObject({ resourceMetrics: [{ scopeMetrics: [{ scope: { name: 'tidegate.metrics', version: '1.2.3' } }] }] })
  })

  it('tell a gauge as it stands', async () => {
    new Gauge({ name: 'b_ratio', help: 'A share.', registers: [registry] }).set(0.25)
    expect((await sent()).metrics).toEqual([
      {
        name: 'b_ratio',
        description: 'A share.',
        unit: '1',
        gauge: { dataPoints: [{ attributes: [], timeUnixNano: READ, asDouble: 0.25 }] },
      },
    ])
  })

  it('tell a histogram by what fell between its bounds, for each of its series', async () => {
    const histogram = new Histogram({
      name: 'c_seconds',
      help: 'How long.',
      labelNames: ['route'] as const,
      buckets: [0.1, 1, 10],
      registers: [registry],
    })
    for (const seconds of [0.05, 0.1, 0.5, 20, 30]) histogram.observe({ route: 'local' }, seconds)
    histogram.observe({ route: 'hosted' }, 2)
    const { metrics, count } = await sent()
    expect(count).toBe(2)
    const about = { startTimeUnixNano: START, timeUnixNano: READ, explicitBounds: [0.1, 1, 10] }
    expect(metrics).toEqual([
      {
        name: 'c_seconds',
        description: 'How long.',
        unit: 's',
        histogram: {
          aggregationTemporality: 2,
          dataPoints: [
            {
              ...about,
              attributes: [{ key: 'route', value: { stringValue: 'local' } }],
              count: '5',
              sum: 50.65,
              bucketCounts: ['2', '1', '0', '2'],
            },
            {
              ...about,
              attributes: [{ key: 'route', value: { stringValue: 'hosted' } }],
              count: '1',
              sum: 2,
              bucketCounts: ['0', '0', '1', '0'],
            },
          ],
        },
      },
    ])
  })

  it('have as many buckets as bounds and one, and as many observations as are counted', async () => {
    const histogram = new Histogram({ name: 'd', help: 'd', registers: [registry] })
    for (let value = 0.001; value < 50; value *= 1.7) histogram.observe(value)
    const [metric] = z
      .array(
        z.object({
          histogram: z.object({
            dataPoints: z.array(z.object({ count: z.string(), explicitBounds: z.array(z.number()), bucketCounts: z.array(z.string()) })),
          }),
        }),
      )
      .parse((await sent()).metrics)
    const point = metric?.histogram.dataPoints[0] ?? expect.unreachable()
    expect(point.bucketCounts.length).toBe(point.explicitBounds.length + 1)
    expect(point.bucketCounts.reduce((sum, bucket) => sum + Number(bucket), 0)).toBe(Number(point.count))
  })

  it.each([
    ['e_bytes_total', 'By'],
    ['e_bytes', 'By'],
    ['e_cost_usd_total', '{USD}'],
    ['e_jobs', undefined],
  ])('of %s have the unit %s', async (name, unit) => {
    new Gauge({ name, help: 'e', registers: [registry] }).set(1)
    expect((await sent()).metrics).toMatchObject([{ name, ...(unit === undefined ? {} : { unit }) }])
    expect(Object.hasOwn((await sent()).metrics[0] ?? {}, 'unit')).toBe(unit !== undefined)
  })

  it('say what is no number as ProtoJSON does, and leave out what has no value yet', async () => {
    new Gauge({ name: 'f', help: 'f', registers: [registry] }).set(Number.NaN)
    new Counter({ name: 'g_total', help: 'g', labelNames: ['x'] as const, registers: [registry] })
    const { metrics, count } = await sent()
    expect(metrics).toMatchObject([{ name: 'f', gauge: { dataPoints: [{ asDouble: 'NaN' }] } }])
    expect([metrics.length, count]).toEqual([1, 1])
  })
})
