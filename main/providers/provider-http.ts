import type { ServedProviderConfig } from '#contracts/config.ts'
import { TidegateError } from '#contracts/errors.ts'
import type { Egress, EgressPurpose, EgressRequest, EgressResponse, EgressTimeouts } from '../privacy/egress/types.ts'
import { errorFromDocument, errorFromResponse, retryAfter } from './error-mapping.ts'
import { parseJson } from './json-value.ts'
import { ProviderError } from './provider-error.ts'
import type { RateLimiter } from './resilience/rate-limit.ts'
import type { CallContext, ProviderHealth } from './types.ts'

/** What every provider client is built from. */
export interface ProviderDeps {
  readonly egress: Egress
  /** The key as the user stored it, or null when there is none. Asked anew for each call, so a changed key counts at once. */
  readonly key: () => Promise<string | null>
  /** The key that Langbase hands on to the maker of a model, or null. */
  readonly modelKey?: () => Promise<string | null>
  readonly timeouts: EgressTimeouts
  /** Hears what every answer says of the account's limit. Who generates asks it before; the other calls ask it here. */
  readonly rate?: RateLimiter
  /** Longest wait for that limit, ms. */
  readonly longestWaitMs?: number
}

/** Requests to one provider. Both calls throw for every status that is not a success, with the body read and the socket released. */
export interface ProviderHttp {
  /** A probe: no body, no decision, no user text. Returns the parsed document. */
  getJson(path: string, purpose: Extract<EgressPurpose, 'health' | 'models'>, signal: AbortSignal): Promise<unknown>
  /** Carries user text, under the context given by the caller. The body of the answer is left to read. */
  post(path: string, body: unknown, context: CallContext, options?: PostOptions): Promise<EgressResponse>
  /** Returns the parsed document. */
  manage(call: ManageCall, signal: AbortSignal): Promise<unknown>
  /** Puts a text at an address that the service handed out for it. No key goes along: the address is the permission. */
  putText(signedUrl: string, text: string, mediaType: string, signal: AbortSignal): Promise<void>
}

/** One request beside generating: to the service's books. Its texts were named by a person, and only what is public in them may leave. */
export interface ManageCall {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Appended to the provider's address; names in it are encoded. */
  readonly path: string
  readonly body?: unknown
}

export interface PostOptions {
  readonly accept?: string
  /** The server is known to pass the request on to somewhere else: it is then judged as hosted, wherever it listens. */
  readonly passesOn?: boolean
  /** Headers with keys beside the provider's own. */
  readonly credentials?: Readonly<Record<string, string>>
}

/** A probe answers quickly or counts as failed, however patient the user is with generation. */
const PROBE_TIMEOUT_MS = 10_000
/** Visible ASCII: what a header may carry as a token. */
const HEADER_SAFE = /^[\x21-\x7e]+$/
const ERROR_BODY_LIMIT_BYTES = 64 * 1024

/**
 * @param root address that paths are appended to, without a slash at its end
 * @param keyRequired refuse to call without a key, instead of letting the server say so
 */
export function createProviderHttp(config: ServedProviderConfig, root: string, deps: ProviderDeps, keyRequired: boolean): ProviderHttp {
  async function credentials(): Promise<Record<string, string>> {
    const key = headerSafe((await deps.key()) ?? '', config.id)
    if (key !== '') return { authorization: `Bearer ${key}` }
    if (!keyRequired) return {}
    throw new ProviderError('PROVIDER_UNAUTHORIZED', `Provider "${config.id}" has no key yet. Enter one in the settings.`)
  }

  const nobody = { provider: config.id, jobId: null, generationId: null, attemptId: null, decision: null, vaultId: null }
  const probeTimeouts = { ...deps.timeouts, firstByteMs: Math.min(deps.timeouts.firstByteMs, PROBE_TIMEOUT_MS) }

  /** Whoever generates has asked the limit before: its wait is not part of the time for the first text. */
  async function send(request: EgressRequest): Promise<EgressResponse> {
    if (request.context.purpose !== 'generate') await deps.rate?.enter(config.id, deps.longestWaitMs ?? 0, request.signal)
    const admitted = deps.rate?.admitted ?? 0
    const response = await deps.egress.request(request)
    const limited = response.status === 429 || response.status === 503
    deps.rate?.heard(response.headers, admitted, limited ? retryAfter(response.status, response.headers) : null)
    return checked(response)
  }

  async function checked(response: EgressResponse): Promise<EgressResponse> {
    if (response.status >= 200 && response.status < 300) return response
    const body = await errorBody(response)
    throw errorFromResponse({ provider: config.id, model: config.model, status: response.status, headers: response.headers, body })
  }

  return {
    async getJson(path, purpose, signal) {
      const response = await send({
        method: 'GET',
        url: root + path,
        headers: { accept: 'application/json' },
        credentials: await credentials(),
        context: { ...nobody, purpose },
        signal,
        timeouts: probeTimeouts,
      })
      return readJson(response, config)
    },
    async post(path, body, context, options = {}) {
      return send({
        method: 'POST',
        url: root + path,
        headers: { accept: options.accept ?? 'application/json', 'content-type': 'application/json' },
        credentials: { ...(await credentials()), ...options.credentials },
        body: JSON.stringify(body),
        context: { ...context.egress, provider: config.id },
        ...(options.passesOn === true ? { passesOn: true } : {}),
        signal: context.signal,
        timeouts: deps.timeouts,
      })
    },
    async manage({ method, path, body }, signal) {
      const response = await send({
        method,
        url: root + path,
        headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        credentials: await credentials(),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        context: { ...nobody, purpose: 'manage' },
        signal,
        timeouts: deps.timeouts,
      })
      return readJson(response, config)
    },
    async putText(signedUrl, text, mediaType, signal) {
      const response = await deps.egress.request({
        method: 'PUT',
        url: signedUrl,
        headers: { 'content-type': `${mediaType}; charset=utf-8` },
        body: text,
        context: { ...nobody, purpose: 'upload' },
        // Wherever the address leads: what the provider may not see may not go there either.
        ...((await deps.egress.localityOf(root)) === 'hosted' ? { passesOn: true } : {}),
        signal,
        timeouts: deps.timeouts,
      })
      await (await checked(response)).cancel()
    },
  }
}

/** The key as a header may carry it; empty without one. Throws PROVIDER_UNAUTHORIZED. */
export function headerSafe(stored: string, provider: string): string {
  const key = stored.trim()
  if (key === '' || HEADER_SAFE.test(key)) return key
  throw new ProviderError(
    'PROVIDER_UNAUTHORIZED',
    `The key of provider "${provider}" holds a character that no key has, such as a space. Enter it again in the settings.`,
  )
}

/** The document of a successful response. A web page or an error behind status 200 is turned into the error that it is. */
export async function readJson(response: EgressResponse, config: Pick<ServedProviderConfig, 'id' | 'model'>): Promise<unknown> {
  const text = await response.text()
  if (isWebPage(response)) throw webPageError(config.id)
  const document = parseJson(text)
  if (document === undefined) throw malformed(config.id)
  const error = errorFromDocument(document, config.id, config.model)
  if (error !== null) throw error
  return document
}

export function isWebPage(response: EgressResponse): boolean {
  return (response.headers['content-type'] ?? '').toLowerCase().includes('html')
}

export function webPageError(provider: string): ProviderError {
  return new ProviderError(
    'PROVIDER_NOT_FOUND',
    `Provider "${provider}" answered with a web page instead of data. Check the path of its address in the settings.`,
  )
}

export function malformed(provider: string, cause?: unknown): ProviderError {
  return new ProviderError(
    'PROVIDER_PROTOCOL',
    `Provider "${provider}" sent data that cannot be read. Check that its kind and address are right.`,
    { cause },
  )
}

export function truncated(provider: string, cause?: unknown): ProviderError {
  return new ProviderError('STREAM_TRUNCATED', `The answer of provider "${provider}" broke off before its end. Try again.`, {
    retryable: true,
    cause,
  })
}

/** Runs a probe and puts its outcome in words. Only a cancellation is thrown. */
export async function healthOf(probe: () => Promise<string>): Promise<ProviderHealth> {
  try {
    return { healthy: true, detail: await probe() }
  } catch (error) {
    if (!(error instanceof TidegateError) || error.code === 'CANCELLED') throw error
    return { healthy: false, detail: error.message }
  }
}

async function errorBody(response: EgressResponse): Promise<string> {
  try {
    return await response.text(ERROR_BODY_LIMIT_BYTES)
  } catch (error) {
    if (error instanceof TidegateError && error.code === 'CANCELLED') throw error
    // The status says enough; a body that is too long or breaks off adds nothing.
    return ''
  }
}
