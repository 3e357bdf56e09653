import { isUpload } from './readable-request.ts'
import type { EgressRequest } from './types.ts'

/** Numbers of so many digits are looked at: shorter ones are limits and temperatures. */
const TELLING_NUMBER = /^-?\d{6,}/
const JSON_TOKEN = /"(?:[^"\\]|\\[\s\S])*"|-?\d[\d.eE+-]*/g

/** The request as it would leave, in parts: URL, names and values of headers, body. Credentials are not among them. */
export function rawParts(request: EgressRequest): string[] {
  return [request.url, ...Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`), request.body ?? '']
}

/**
 * The payload as a reader at the other end would see it: the URL decoded, headers, and every string and long number inside a JSON body,
 * escapes undone, keys too, also of names that stand there twice. The strings are joined, so that what one says about the next
 * (`password`, then its value) is seen together.
 */
export function readableTexts(request: EgressRequest): string[] {
  const url = new URL(request.url)
  const headers = rawParts({ ...request, url: '', body: '' }).join('\n')
  const body = request.body ?? ''
  // A signature looks like the secret that it is. The service wrote that address; what we know to be secret is still looked for in it.
  if (isUpload(request)) return [headers, body]
  const texts = [decoded(`${url.hostname}${url.pathname}${url.search}${url.hash}`), headers]
  if (body !== '') texts.push(isJson(body) ? jsonStrings(body) : body)
  return texts
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Read token by token: a parsed document would hold only the last of two fields with one name. */
function jsonStrings(body: string): string {
  const strings: string[] = []
  for (const [token] of body.matchAll(JSON_TOKEN)) {
    if (token.startsWith('"')) strings.push(String(JSON.parse(token)))
    else if (TELLING_NUMBER.test(token)) strings.push(token)
  }
  return strings.join('\n')
}

/** Every escape that can be undone is; the rest stays as it is. */
function decoded(text: string): string {
  return text.replaceAll('+', ' ').replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'))
}
