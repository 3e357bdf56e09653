/** ProtoJSON, as OTLP writes it (opentelemetry-proto, docs/specification.md, "JSON Protobuf Encoding"): 64-bit integers are decimal strings. */
export type AnyValue =
  | { readonly stringValue: string }
  | { readonly boolValue: boolean }
  | { readonly intValue: string }
  | { readonly doubleValue: number | 'NaN' | 'Infinity' | '-Infinity' }

export interface KeyValue {
  readonly key: string
  readonly value: AnyValue
}

export type Scalar = string | number | boolean

/** Who sends, for every record of a request. */
export interface Resource {
  readonly version: string
  /** The host that runs the core, such as `headless`. */
  readonly host: string
  /** A random name for this start alone: one that stays would tell who sends. */
  readonly instance: string
  readonly environment: string
}

export function anyValue(value: Scalar): AnyValue {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: double(value) }
}

/** Keys must be unique, as those of an object are. */
export function attributesOf(fields: Readonly<Record<string, Scalar>>): KeyValue[] {
  return Object.entries(fields).map(([key, value]) => ({ key, value: anyValue(value) }))
}

/** JSON has no numbers that are none. */
export function double(value: number): number | 'NaN' | 'Infinity' | '-Infinity' {
  if (Number.isNaN(value)) return 'NaN'
  if (Number.isFinite(value)) return value
  return value > 0 ? 'Infinity' : '-Infinity'
}

/** Nanoseconds since the epoch, of milliseconds; beyond what a number holds exactly, hence whole milliseconds and a text. */
export function nanos(ms: number): string {
  return String(BigInt(Math.round(ms)) * 1_000_000n)
}

/** By the names of OpenTelemetry's semantic conventions. */
export function resourceOf({ version, host, instance, environment }: Resource): { readonly attributes: KeyValue[] } {
  return {
    attributes: attributesOf({
      'service.name': 'tidegate',
      'service.version': version,
      'service.instance.id': instance,
      'deployment.environment.name': environment,
      'tidegate.host': host,
    }),
  }
}
