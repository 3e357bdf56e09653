import type { EgressRequest } from './types.ts'

/** Headers that may be set. Anything else could change where the request goes, how its body is read, or what follows it. */
const HEADERS: ReadonlySet<string> = new Set(['accept', 'accept-language', 'content-type', 'user-agent'])
const CREDENTIALS: ReadonlySet<string> = new Set(['authorization', 'x-api-key', 'api-key'])
/** Visible ASCII and blanks: no line can be ended and no second one begun. */
const PLAIN_VALUE = /^[\x20-\x7e]*$/
const JSON_TYPE = /^application\/(?:[a-z0-9.+-]+\+)?json(?:\s*;\s*charset="?utf-8"?)?$/i

/**
 * Whether a request to a hosted address can be judged by looking at it: one text as its body, sent as it is. Compressed, chunked and
 * multipart bodies, trailers, other hosts in a header and an upgrade of the connection are all asked for in headers, which are therefore
 * listed. The body is JSON in UTF-8, or there is none.
 */
export function isReadable(request: EgressRequest): boolean {
  const { body, headers, credentials = {} } = request
  if (body !== undefined && typeof body !== 'string') return false
  if ((body ?? '') !== '' && !JSON_TYPE.test(headerOf(headers, 'content-type'))) return false
  return allIn(headers, HEADERS) && allIn(credentials, CREDENTIALS)
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
