import type { Config } from '#contracts/config.ts'
import type { Locality } from '#contracts/generation.ts'
import type { Shipped } from './shipping-record.ts'

/** How it stands with shipping, for a person. */
export interface ShippingCheck {
  readonly status: 'ok' | 'warning'
  readonly detail: string
  readonly fix: string
}

/** `shipped` is what the host that runs, or ran last, noted. */
export function checkShipping(
  { telemetry: { otlp }, privacyMode }: Pick<Config, 'telemetry' | 'privacyMode'>,
  locality: Locality,
  shipped: Shipped | null,
): ShippingCheck {
  const { endpoint, logs, metrics } = otlp
  const what = [logs ? 'log lines' : null, metrics ? 'metrics' : null].filter((part) => part !== null).join(' and ')
  if (endpoint === null || what === '') return { status: 'ok', detail: 'Off: no log line and no metric leaves the app.', fix: '' }
  const where = `${what} to ${endpoint} (${locality === 'local' ? 'local' : 'not local'})`
  if (privacyMode === 'local-only' && locality === 'hosted')
    return { status: 'ok', detail: `Nothing is shipped: local-only mode is on, and ${endpoint} is not proven local.`, fix: '' }
  if (shipped === null || shipped.endpoint !== endpoint) return { status: 'ok', detail: `Ships ${where}, while the app runs.`, fix: '' }
  const { dropped, problem, acceptedAt } = shipped
  const lost = shipped.logs.rejected + shipped.logs.refused
  const troubles = [
    problem === null ? null : `not taken since ${time(problem.at)} (${problem.why})`,
    dropped === 0 ? null : `${dropped} lines were dropped`,
    lost === 0 ? null : `${lost} lines were refused`,
    shipped.metrics.rejected === 0 ? null : `${shipped.metrics.rejected} data points were refused`,
  ].filter((part) => part !== null)
  const taken = acceptedAt === null ? 'nothing was taken yet' : `last taken ${time(acceptedAt)}`
  if (troubles.length === 0) return { status: 'ok', detail: `Ships ${where}; ${taken}.`, fix: '' }
  return {
    status: 'warning',
    detail: `Ships ${where}; since the start at ${time(shipped.since)}: ${troubles.join(', ')}; ${taken}.`,
    fix: fixFor(problem?.why ?? ''),
  }
}

function fixFor(why: string): string {
  if (why === 'status-401' || why === 'status-403') return 'Store the collector’s key: tidegate config key otlp.'
  if (why === 'status-404') return 'Check telemetry.otlp.endpoint: /v1/logs and /v1/metrics are added to it.'
  if (why === 'egress-refused') return 'The egress door refused it; "tidegate ledger list" says why.'
  return 'Check the collector. What it did not get is in the log file: tidegate logs.'
}

function time(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ')
}
