import { z } from 'zod'

/**
 * What became of a request. `retry`: the same data is sent again, not before `afterMs` where the server said so. `refused`: it is never sent
 * again, and nothing else for `holdMs`. `why` is a word for the log.
 */
export type Delivery =
  | { readonly kind: 'accepted'; readonly rejected: number }
  | { readonly kind: 'retry'; readonly afterMs: number | null; readonly why: string }
  | { readonly kind: 'refused'; readonly why: string; readonly holdMs?: number }

export interface Answer {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Of OTLP over HTTP, "Retryable Response Codes". Every other 4xx and 5xx must not be retried. */
const RETRYABLE: ReadonlySet<number> = new Set([429, 502, 503, 504])
/** A server that asks for more is asked again sooner. */
const LONGEST_WAIT_MS = 3_600_000

const Count = z.coerce.number().int().nonnegative().catch(0)
const PartialSchema = z.object({
  partialSuccess: z.object({ rejectedLogRecords: Count.optional(), rejectedDataPoints: Count.optional() }),
})

/** Reads an answer by the specification. `now` is in ms since the epoch. */
export function deliveryOf({ status, headers, body }: Answer, now: number): Delivery {
  if (status >= 200 && status < 300) return { kind: 'accepted', rejected: rejectedOf(body) }
  const why = `status-${status}`
  if (!RETRYABLE.has(status)) return { kind: 'refused', why }
  return { kind: 'retry', afterMs: retryAfterMs(headers['retry-after'], now), why }
}

/** A partly accepted request is not sent again either; what was rejected is only counted. */
function rejectedOf(body: string): number {
  const parsed = PartialSchema.safeParse(jsonOf(body))
  if (!parsed.success) return 0
  const { rejectedLogRecords = 0, rejectedDataPoints = 0 } = parsed.data.partialSuccess
  return rejectedLogRecords + rejectedDataPoints
}

/** `Retry-After`: seconds, or a date (RFC 9110, 10.2.3). Null where there is none that can be read. */
export function retryAfterMs(value: string | undefined, now: number): number | null {
  const text = value?.trim() ?? ''
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now
  return Number.isFinite(ms) ? Math.min(LONGEST_WAIT_MS, Math.max(0, ms)) : null
}

export interface Pace {
  readonly baseMs: number
  readonly capMs: number
}

/**
 * How long to wait after so many failures in a row: exponential up to the cap, of which one half is chance, so that many apps do not come back
 * at once; never shorter than the server asked for. `random` is in [0, 1).
 */
export function backoffMs(failures: number, askedMs: number | null, { baseMs, capMs }: Pace, random: number): number {
  const full = Math.min(capMs, baseMs * 2 ** Math.min(failures - 1, 30))
  const wait = full / 2 + (full / 2) * random
  return Math.max(wait, askedMs ?? 0)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Some collectors answer with nothing at all.
    return null
  }
}
