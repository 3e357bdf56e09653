import { TidegateError } from '#contracts/errors.ts'
import type { OtlpKeyForm } from '#contracts/telemetry.ts'
import type { Egress, EgressRequest } from '../../privacy/egress/types.ts'
import { type Delivery, deliveryOf } from './delivery.ts'

/** The default of OTLP's exporters, ms. */
const TIMEOUTS = { connectMs: 5_000, firstByteMs: 10_000, idleMs: 10_000 }
/** The most of an answer that is read, by the specification. */
const ANSWER_BYTES = 4 * 1024 * 1024
/** What the door refused it would refuse again, and each time note it in the ledger. */
const HOLD_MS = 15 * 60_000

export interface OtlpTarget {
  readonly endpoint: string
  readonly key: string | null
  readonly keyAs: OtlpKeyForm
}

/** Sends a body through the egress door, and says what became of it. Never rejects. */
export async function sendOtlp(
  egress: Pick<Egress, 'request'>,
  path: '/v1/logs' | '/v1/metrics',
  body: string,
  target: OtlpTarget,
  options: { readonly signal: AbortSignal; readonly now: () => number },
): Promise<Delivery> {
  try {
    const response = await egress.request(requestOf(path, body, target, options.signal))
    return deliveryOf({ status: response.status, headers: response.headers, body: await response.text(ANSWER_BYTES) }, options.now())
  } catch (error) {
    if (!(error instanceof TidegateError)) return { kind: 'retry', afterMs: null, why: 'internal' }
    if (error.code === 'EGRESS_REFUSED') return { kind: 'refused', why: 'egress-refused', holdMs: HOLD_MS }
    if (error.code === 'PROVIDER_PROTOCOL') return { kind: 'refused', why: 'answer-not-readable' }
    // Not reached, broken off, too late: the specification has it sent again.
    return { kind: 'retry', afterMs: null, why: error.code === 'PROVIDER_TIMEOUT' ? 'timeout' : 'not-reached' }
  }
}

function requestOf(path: string, body: string, target: OtlpTarget, signal: AbortSignal): EgressRequest {
  return {
    method: 'POST',
    url: `${target.endpoint.replace(/\/+$/, '')}${path}`,
    headers: { 'content-type': 'application/json', accept: 'application/json', 'user-agent': 'Tidegate' },
    ...(target.key === null ? {} : { credentials: credentialsOf(target.key, target.keyAs) }),
    body,
    context: { purpose: 'telemetry', provider: 'otlp', jobId: null, generationId: null, attemptId: null, decision: null, vaultId: null },
    signal,
    timeouts: TIMEOUTS,
  }
}

function credentialsOf(key: string, form: OtlpKeyForm): Record<string, string> {
  switch (form) {
    case 'bearer':
      return { authorization: `Bearer ${key}` }
    case 'basic':
      return { authorization: `Basic ${key}` }
    case 'api-key':
    case 'x-api-key':
      return { [form]: key }
  }
}
