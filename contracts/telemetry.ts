import { z } from 'zod'
import { PLAIN_ADDRESS } from './plain-address.ts'

/** How the key of a collector goes with each request: `Authorization: Bearer …`, `Authorization: Basic …`, or a header of its own. */
export const OTLP_KEY_FORMS = ['bearer', 'basic', 'api-key', 'x-api-key'] as const
export type OtlpKeyForm = (typeof OTLP_KEY_FORMS)[number]

/**
 * Where log lines and metrics are shipped: to a collector that speaks OTLP over HTTP with JSON. Nothing is while there is no `endpoint`. Its
 * key is kept like a provider's, under the name `otlp`.
 */
export const OtlpSettingsSchema = z.strictObject({
  /** The collector's address, without `/v1/logs` and `/v1/metrics`: those are added. */
  endpoint: z
    .url({ protocol: /^https?$/ })
    .regex(
      PLAIN_ADDRESS,
      'only scheme, host, port and path; no user name, password, query or fragment: the key is stored with "tidegate config key otlp"',
    )
    .nullable()
    .default(null),
  logs: z.boolean().default(true),
  metrics: z.boolean().default(true),
  /** Seconds between two shipments of metrics. To an address that is not local they are five minutes at least: each is kept in the ledger. */
  metricsSeconds: z.number().int().min(10).max(3_600).default(60),
  keyAs: z.enum(OTLP_KEY_FORMS).default('bearer'),
})
export type OtlpSettings = z.infer<typeof OtlpSettingsSchema>

export const TelemetrySettingsSchema = z.strictObject({ otlp: OtlpSettingsSchema.prefault({}) })
export type TelemetrySettings = z.infer<typeof TelemetrySettingsSchema>

/** Scheme, host and port of an address. */
const ORIGIN = /^(https?):\/\/(\[[^\]]*\]|[^/:]*)(?::(\d+))?/

/** Why nothing could be shipped to this address, or null: what leaves this machine leaves encrypted. */
export function otlpProblem(endpoint: string, trustedHosts: readonly string[]): string | null {
  const [origin = endpoint, scheme, host = '', port = '80'] = ORIGIN.exec(endpoint.toLowerCase()) ?? []
  if (scheme === 'https' || isThisMachine(host) || trustedHosts.some((entry) => names(entry, host, port))) return null
  return `${origin} is not on this machine, and plain http could be read on the way; use https, or a collector on this machine (http://127.0.0.1:4318), or add a host that is your own to trustedHosts`
}

/** By its address or its reserved name (RFC 6761); where the name leads is looked at again before each connection. */
function isThisMachine(host: string): boolean {
  return host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host) || /(?:^|\.)localhost\.?$/.test(host)
}

function names(entry: string, host: string, port: string): boolean {
  const plain = entry.toLowerCase()
  const bare = host.replace(/^\[|\]$/g, '')
  return plain === host || plain === bare || plain === `${host}:${port}`
}
