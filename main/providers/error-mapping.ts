import type { ErrorCode } from '#contracts/errors.ts'
import { at, isRecord, listAt, parseJson, stringAt } from './json-value.ts'
import { ProviderError } from './provider-error.ts'

/** An answer that is not a success. `headers` have lower-case names; `body` is its text, possibly empty or no JSON. */
export interface FailedResponse {
  readonly provider: string
  readonly model: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What the error shapes of all supported servers have in common. `text` is for matching only and must never be shown or logged. */
interface Fault {
  readonly text: string
  readonly marks: readonly string[]
  readonly status: number | null
}

type Verdict = readonly [code: ErrorCode, message: string, retryable: boolean]

const RETRYABLE_STATUS: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504, 529])
const OVERFLOW_MARKS: readonly string[] = ['exceed_context_size_error', 'context_length_exceeded']
const OVERFLOW_TEXT = /context (?:length|window|size)|maximum context|too many tokens|prompt is too long|too large to process/i
const UNKNOWN_MODEL_TEXT = /^model not found\b|\bmodel ['"][^'"]*['"] not found|^no models? loaded|^unexpected endpoint or method/i
const EXHAUSTED_MARKS: readonly string[] = ['USAGE_EXCEEDED', 'insufficient_quota']

/**
 * The error for a response that is not a success: status first, then the server's code or type, and text only where a server gives
 * nothing else. Unknown 4xx count as invalid requests, unknown 5xx as unavailable.
 */
export function errorFromResponse(failed: FailedResponse): ProviderError {
  const fault = faultOf(parseJson(failed.body) ?? failed.body)
  const [code, message, retryable] = verdictOf(failed.status, fault, failed.provider, failed.model)
  const retryAfterMs =
    code === 'PROVIDER_RATE_LIMITED' || code === 'PROVIDER_UNAVAILABLE' ? retryAfter(failed.status, failed.headers) : null
  return new ProviderError(code, message, { retryable, retryAfterMs })
}

/**
 * The error carried by a document that came with status 200: an error frame inside a stream, or a server that answers everything
 * with 200. Null when the document is no error.
 */
export function errorFromDocument(document: unknown, provider: string, model: string): ProviderError | null {
  if (!isRecord(document)) return null
  const { error, detail } = document
  const failed = (error !== undefined && error !== null && error !== false) || (detail !== undefined && document.choices === undefined)
  if (!failed) return null
  const fault = faultOf(document)
  const [code, message, retryable] = verdictOf(fault.status ?? 500, fault, provider, model)
  return new ProviderError(code, message, { retryable })
}

/** Longest wait that is believed (ms): who asks for more is asked again after it. */
const LONGEST_WAIT_MS = 86_400_000

/**
 * Wait that the server asks for, in ms and at most a day, or null: `Retry-After` (RFC 9110, 10.2.3), else Langbase's `lb-ratelimit-reset`. Langbase
 * sends the latter with every answer, so it asks for a wait only where the limit was the reason.
 */
export function retryAfter(status: number, headers: Readonly<Record<string, string>>): number | null {
  const asked = waitAsked(status, headers)
  return asked === null ? null : Math.min(LONGEST_WAIT_MS, Math.max(0, asked))
}

function waitAsked(status: number, headers: Readonly<Record<string, string>>): number | null {
  // Points in time are measured on the server's own clock, so a wrong clock on this machine does no harm.
  const serverNow = Date.parse(headers.date ?? '')
  const value = headers['retry-after']?.trim() ?? ''
  if (/^\d+(?:\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000)
  const date = Date.parse(value)
  if (!Number.isNaN(date) && !Number.isNaN(serverNow)) return date - serverNow
  const reset = status === 429 ? (headers['lb-ratelimit-reset']?.trim() ?? '') : ''
  if (/^\d+$/.test(reset) && !Number.isNaN(serverNow)) return Number(reset) * 1000 - serverNow
  return null
}

function verdictOf(status: number, fault: Fault, provider: string, model: string): Verdict {
  const who = `Provider "${provider}"`
  const marked = (marks: readonly string[]): boolean => fault.marks.some((mark) => marks.includes(mark))
  const notFound: Verdict = [
    'PROVIDER_NOT_FOUND',
    `${who} does not offer "${model}" at this address. Check the model and the address in the settings.`,
    false,
  ]
  const exhausted: Verdict = ['PROVIDER_FORBIDDEN', `${who} has used up its plan. Raise the limit there, or use another provider.`, false]

  // A server's own type is more exact than its status, where it has one.
  if (marked(OVERFLOW_MARKS) || ([400, 413, 422, 500].includes(status) && OVERFLOW_TEXT.test(fault.text))) {
    return ['PROVIDER_CONTEXT_OVERFLOW', `The request is too long for ${lower(who)}. Use fewer sources or a shorter prompt.`, false]
  }
  if (marked(EXHAUSTED_MARKS) || status === 402) return exhausted
  if (status === 401) return ['PROVIDER_UNAUTHORIZED', `${who} did not accept the key. Enter a valid one in the settings.`, false]
  if (status === 403) return ['PROVIDER_FORBIDDEN', `${who} does not permit this with the present key. Check its rights.`, false]
  if (status === 404 || marked(['model_not_found']) || UNKNOWN_MODEL_TEXT.test(fault.text)) return notFound
  if (status === 408) return ['PROVIDER_TIMEOUT', `${who} gave up waiting for the request. Try again.`, true]
  if (status === 409) return ['CONFLICT', `${who} says that this exists already. Use another name.`, false]
  if (status === 413) {
    return ['PROVIDER_CONTEXT_OVERFLOW', `The request is too long for ${lower(who)}. Use fewer sources or a shorter prompt.`, false]
  }
  if (status === 429) return ['PROVIDER_RATE_LIMITED', `${who} is asked too often. Wait a little and try again.`, true]
  if (status === 501) return ['PROVIDER_INVALID_REQUEST', `${who} does not support this kind of request. Use another provider.`, false]
  if (status >= 500) {
    return ['PROVIDER_UNAVAILABLE', `${who} has a problem of its own (status ${status}). Try again later.`, RETRYABLE_STATUS.has(status)]
  }
  if (status >= 400) {
    return [
      'PROVIDER_INVALID_REQUEST',
      `${who} refused the request as invalid (status ${status}). Check its model and its settings there.`,
      false,
    ]
  }
  if (status >= 300) {
    return ['PROVIDER_PROTOCOL', `${who} redirects elsewhere, which is not followed. Enter its final address in the settings.`, false]
  }
  return ['PROVIDER_PROTOCOL', `${who} answered in an unknown way (status ${status}). Check its address and its version.`, false]
}

function lower(subject: string): string {
  return subject.charAt(0).toLowerCase() + subject.slice(1)
}

/** Order of the places: `error.message`, `error`, `detail`, `detail[].msg`, `message`. */
function faultOf(document: unknown): Fault {
  if (typeof document === 'string') return { text: document.slice(0, 4096), marks: [], status: null }
  const error = at(document, 'error')
  const details = listAt(document, 'detail').map((item) => stringAt(item, 'msg') ?? '')
  const text =
    stringAt(error, 'message') ??
    (typeof error === 'string' ? error : null) ??
    stringAt(document, 'detail') ??
    (details.length > 0 ? details.join('; ') : null) ??
    stringAt(document, 'message') ??
    ''
  const marks = [at(error, 'code'), at(error, 'type'), at(document, 'code')].filter((mark) => typeof mark === 'string')
  const status = [at(error, 'status'), at(error, 'code')].find((code) => typeof code === 'number' && code >= 400 && code < 600)
  return { text, marks, status: typeof status === 'number' ? status : null }
}
