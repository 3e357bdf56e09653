import { isUpload } from './readable-request.ts'
import type { EgressRequest } from './types.ts'

/** Numbers of so many digits are looked at: shorter ones are limits and temperatures. */
const TELLING_NUMBER = /^-?\d{6,}/
const JSON_TOKEN = /"(?:[^"\\]|\\[\s\S])*"(?<isName>\s*:)?|-?\d[\d.eE+-]*|[{}[\]]/g
/** Names of fields that the providers' clients write, and where: at the top, and in the items of a list there. They say nothing, and next to a sentence read like a name. */
const PROTOCOL_NAMES: ReadonlySet<string> = new Set([
  'content',
  'include_usage',
  'input',
  'json_schema',
  'max_tokens',
  'memory',
  'messages',
  'model',
  'name',
  'query',
  'response_format',
  'role',
  'schema',
  'stream',
  'stream_options',
  'temperature',
  'threadId',
  'topK',
])
const PROTOCOL_DEPTH = 3
const ROLES: ReadonlySet<string> = new Set(['system', 'user', 'assistant', 'tool'])
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** A text of a payload. `strings` are what it was put together of; a text that is one statement is its only one. */
export interface ReadableText {
  readonly text: string
  readonly strings: readonly string[]
}

/** The request as it would leave, in parts: URL, names and values of headers, body. Credentials are not among them. */
export function rawParts(request: EgressRequest): string[] {
  return [request.url, ...Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`), request.body ?? '']
}

/**
 * The payload as a reader at the other end would see it: the URL decoded, headers, and every string and long number inside a JSON body,
 * escapes undone, keys too, also of names that stand there twice. The strings are joined, so that what one says about the next
 * (`password`, then its value) is seen together; only what the protocol itself says is left out, and the number that a service gave a
 * conversation stands alone.
 */
export function readableTexts(request: EgressRequest): ReadableText[] {
  const url = new URL(request.url)
  const headers = rawParts({ ...request, url: '', body: '' }).join('\n')
  const body = request.body ?? ''
  // A signature looks like the secret that it is. The service wrote that address; what we know to be secret is still looked for in it.
  if (isUpload(request)) return [one(headers), one(body)]
  const texts = [one(decoded(`${url.hostname}${url.pathname}${url.search}${url.hash}`)), one(headers)]
  if (body !== '' && isJson(body)) texts.push(...(request.context.purpose === 'telemetry' ? wordsAlone(body) : jsonTexts(body)))
  else if (body !== '') texts.push(one(body))
  return texts
}

function one(text: string): ReadableText {
  return { text, strings: [text] }
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
function jsonTexts(body: string): ReadableText[] {
  const joined: string[] = []
  const alone: string[] = []
  let depth = 0
  let field = ''
  for (const { 0: token, groups } of body.matchAll(JSON_TOKEN)) {
    if (token === '{' || token === '[') depth += 1
    else if (token === '}' || token === ']') depth -= 1
    else if (!token.startsWith('"')) {
      if (TELLING_NUMBER.test(token)) joined.push(token)
    } else if (groups?.isName !== undefined) {
      const name = String(JSON.parse(token.slice(0, -groups.isName.length)))
      field = depth <= PROTOCOL_DEPTH && PROTOCOL_NAMES.has(name) ? name : ''
      if (field === '') joined.push(name)
    } else {
      const value = String(JSON.parse(token))
      if (field === 'threadId' && UUID.test(value)) alone.push(value)
      else if (!(field === 'role' && ROLES.has(value))) joined.push(value)
      field = ''
    }
  }
  return [{ text: joined.join('\n'), strings: joined }, ...alone.map(one)]
}

/** Of log lines and metrics: each is a word, an id or a frame of a stack, and says nothing about the next one. Read as one text they are full of what looks like names. */
function wordsAlone(body: string): ReadableText[] {
  return [...new Set(jsonTexts(body).flatMap(({ strings }) => strings))].map(one)
}

/** Every escape that can be undone is; the rest stays as it is. */
function decoded(text: string): string {
  return text.replaceAll('+', ' ').replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'))
}
