import { z } from 'zod'
import { createFaultSwitch, type Fault, misbehave } from '../../main/testing/services/faults.ts'
import { type Exchange, type RecordedRequest, sendJson, startRecordingServer } from '../../main/testing/services/recording-server.ts'

/** ProtoJSON: 64-bit integers as decimal strings, enums as numbers, names in lowerCamelCase; what the protocol does not know is refused here, to be seen. */
const Integer = z.string().regex(/^\d+$/)
const Nanos = z.string().regex(/^\d{19}$/)
const Double = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])])
const AnyValue = z.union([
  z.strictObject({ stringValue: z.string() }),
  z.strictObject({ boolValue: z.boolean() }),
  z.strictObject({ intValue: z.string().regex(/^-?\d+$/) }),
  z.strictObject({ doubleValue: Double }),
])
const Attributes = z
  .array(z.strictObject({ key: z.string().min(1), value: AnyValue }))
  .refine((all) => new Set(all.map(({ key }) => key)).size === all.length, 'a key twice')
const ResourceSchema = z.strictObject({ attributes: Attributes })
const Scope = z.strictObject({ name: z.string().min(1), version: z.string().min(1) })

const LogRecordSchema = z.strictObject({
  timeUnixNano: Nanos,
  observedTimeUnixNano: Nanos,
  severityNumber: z.number().int().min(1).max(24),
  severityText: z.string(),
  eventName: z.string(),
  body: AnyValue,
  attributes: Attributes,
})
export type LogRecord = z.infer<typeof LogRecordSchema>
const LogsSchema = z.strictObject({
  resourceLogs: z.array(
    z.strictObject({
      resource: ResourceSchema,
      scopeLogs: z.array(z.strictObject({ scope: Scope, logRecords: z.array(LogRecordSchema).min(1) })),
    }),
  ),
})

const about = { attributes: Attributes, timeUnixNano: Nanos }
const NumberPoint = z.strictObject({ ...about, startTimeUnixNano: Nanos.optional(), asDouble: Double })
const HistogramPoint = z
  .strictObject({
    ...about,
    startTimeUnixNano: Nanos,
    count: Integer,
    sum: Double,
    explicitBounds: z.array(z.number()),
    bucketCounts: z.array(Integer),
  })
  .refine(({ bucketCounts, explicitBounds }) => bucketCounts.length === explicitBounds.length + 1, 'buckets and bounds')
  .refine(({ bucketCounts, count }) => bucketCounts.reduce((sum, one) => sum + BigInt(one), 0n) === BigInt(count), 'buckets and count')
const cumulative = z.literal(2)
const named = { name: z.string().min(1), description: z.string(), unit: z.string().optional() }
const MetricSchema = z.union([
  z.strictObject({
    ...named,
    sum: z.strictObject({
      aggregationTemporality: cumulative,
      isMonotonic: z.literal(true),
      dataPoints: z.array(NumberPoint.required({ startTimeUnixNano: true })).min(1),
    }),
  }),
  z.strictObject({ ...named, gauge: z.strictObject({ dataPoints: z.array(NumberPoint).min(1) }) }),
  z.strictObject({
    ...named,
    histogram: z.strictObject({ aggregationTemporality: cumulative, dataPoints: z.array(HistogramPoint).min(1) }),
  }),
])
export type Metric = z.infer<typeof MetricSchema>
const MetricsSchema = z.strictObject({
  resourceMetrics: z.array(
    z.strictObject({
      resource: ResourceSchema,
      scopeMetrics: z.array(z.strictObject({ scope: Scope, metrics: z.array(MetricSchema).min(1) })),
    }),
  ),
})

export interface OtlpCollector {
  readonly url: string
  readonly port: number
  /** Every request, also those that were answered by a fault or refused. */
  readonly requests: readonly RecordedRequest[]
  /** Of requests that were taken. */
  readonly records: readonly LogRecord[]
  /** Of the newest request that was taken. */
  readonly metrics: readonly Metric[]
  readonly resources: readonly z.infer<typeof ResourceSchema>[]
  /** What was wrong with what came. */
  readonly problems: readonly string[]
  setFault(fault: Fault | null): void
  stop(): Promise<void>
}

/** A collector that speaks OTLP over HTTP with JSON on 127.0.0.1. With a key it lets nobody in without it, as a bearer token. */
export async function startOtlpCollector(options: { readonly key?: string; readonly port?: number } = {}): Promise<OtlpCollector> {
  const records: LogRecord[] = []
  const resources: z.infer<typeof ResourceSchema>[] = []
  const problems: string[] = []
  let metrics: Metric[] = []
  const faults = createFaultSwitch()

  async function answer(exchange: Exchange): Promise<void> {
    if (await misbehave(faults.take(true), exchange, (_status, message) => ({ message }))) return
    const { method, headers } = exchange.request
    const refuse = (status: number, message: string): void => {
      problems.push(message)
      sendJson(exchange, status, { message })
    }
    if (method !== 'POST') return refuse(405, 'POST only')
    if (options.key !== undefined && headers.authorization !== `Bearer ${options.key}`) return refuse(401, 'no key')
    if (headers['content-type'] !== 'application/json') return refuse(415, 'JSON only')
    if (exchange.url.pathname === '/v1/logs') {
      const parsed = LogsSchema.safeParse(exchange.json)
      if (!parsed.success) return refuse(400, z.prettifyError(parsed.error))
      for (const { resource, scopeLogs } of parsed.data.resourceLogs) {
        resources.push(resource)
        for (const { logRecords } of scopeLogs) records.push(...logRecords)
      }
    } else if (exchange.url.pathname === '/v1/metrics') {
      const parsed = MetricsSchema.safeParse(exchange.json)
      if (!parsed.success) return refuse(400, z.prettifyError(parsed.error))
      resources.push(...parsed.data.resourceMetrics.map(({ resource }) => resource))
      metrics = parsed.data.resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics))
    } else return refuse(404, `nothing at ${exchange.url.pathname}`)
    sendJson(exchange, 200, {})
  }

  const server = await startRecordingServer(answer, options.port)
  return {
    url: server.url,
    port: server.port,
    requests: server.requests,
    records,
    get metrics() {
      return metrics
    },
    resources,
    problems,
    setFault: faults.set,
    stop: server.stop,
  }
}
