import type { EgressRequest } from './types.ts'

/** Headers that may be set. Anything else could change where the request goes, how its body is read, or what follows it. */
const HEADERS: ReadonlySet<string> = new Set(['accept', 'accept-language', 'content-type', 'user-agent'])
const CREDENTIALS: ReadonlySet<string> = new Set(['authorization', 'x-api-key', 'api-key', 'lb-llm-key'])
/** Visible ASCII and blanks: no line can be ended and no second one begun. */
const PLAIN_VALUE = /^[\x20-\x7e]*$/
/** Of an uploaded document. Other kinds (PDF, sheets) cannot be judged by looking; their extracted text can. */
const TEXT_TYPE = /^text\/(?:plain|markdown|csv)\s*;\s*charset="?utf-8"?$/i
const JSON_TYPE = /^application\/(?:[a-z0-9.+-]+\+)?json(?:\s*;\s*charset="?utf-8"?)?$/i

/**
 * Whether a request to a hosted address can be judged by looking at it: one text as its body, sent as it is. Compressed, chunked and
 * multipart bodies, trailers, other hosts in a header and an upgrade of the connection are all asked for in headers, which are therefore
 * listed. The body is JSON in UTF-8, or there is none; that of an upload is plain text in UTF-8.
 */
export function isReadable(request: EgressRequest): boolean {
  const { body, headers, credentials = {} } = request
  if (body !== undefined && typeof body !== 'string') return false
  const type = headerOf(headers, 'content-type')
  if ((body ?? '') !== '' && !(isUpload(request) ? TEXT_TYPE : JSON_TYPE).test(type)) return false
  if (request.method === 'PUT' && !isUpload(request)) return false
  // A signed address is a permission of its own; a key beside it would go to whoever keeps the documents.
  if (isUpload(request) && Object.keys(credentials).length > 0) return false
  return allIn(headers, HEADERS) && allIn(credentials, CREDENTIALS)
}

/** The second step of an upload: a document, put at the address that the service handed out for it. */
export function isUpload({ method, context }: Pick<EgressRequest, 'method' | 'context'>): boolean {
  return method === 'PUT' && context.purpose === 'upload'
}

function headerOf(headers: Readonly<Record<string, string>>, wanted: string): string {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1] ?? ''
}

function allIn(headers: Readonly<Record<string, string>>, names: ReadonlySet<string>): boolean {
  const given = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const)
  // Two names that differ in case only would be two headers.
  if (new Set(given.map(([name]) => name)).size !== given.length) return false
  return given.every(([name, value]) => names.has(name) && typeof value === 'string' && PLAIN_VALUE.test(value))
}
