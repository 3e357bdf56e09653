import type { Finding } from '#contracts/privacy.ts'
import type { TextView } from './types.ts'

/** Encoded values longer than this are files, not values. Characters. */
const MAX_TOKEN = 20_000
const MAX_TOKENS = 400
const BASE64 = /(?<![A-Za-z0-9+/_=-])(?:[A-Za-z0-9+/_-]{16,20000})={0,2}(?![A-Za-z0-9+/_=-])/g
const ESCAPE = /%[0-9a-fA-F]{2}/g
/** How far an encoded token is followed from its first escape, characters. */
const REACH = 400

/**
 * Looks inside base64 and percent-encoded tokens: what `scan` finds in the decoded text is reported on the whole token. One level
 * deep; a decoded text must be readable to count.
 */
export function scanEncoded(view: TextView, scan: (decoded: string) => readonly Finding[]): Finding[] {
  const findings: Finding[] = []
  let looked = 0
  const look = (token: string, start: number, decoded: string | null, encoding: string): void => {
    if (decoded === null || looked >= MAX_TOKENS) return
    looked += 1
    for (const { type, score, recognizer } of scan(decoded)) {
      findings.push({ type, start, end: start + token.length, score, recognizer: `${recognizer}-in-${encoding}` })
    }
  }
  for (const match of view.text.matchAll(BASE64)) {
    if (looksEncoded(match[0])) look(match[0], match.index, decodeBase64(match[0]), 'base64')
  }
  if (view.text.includes('%')) {
    for (const { start, token } of percentTokens(view.text)) look(token, start, decodePercent(token), 'percent')
  }
  return findings
}

/** Runs of printable characters around an escape, each once. */
function* percentTokens(text: string): Generator<{ start: number; token: string }> {
  let done = 0
  for (const { index } of text.matchAll(ESCAPE)) {
    if (index < done) continue
    let start = index
    while (start > done && index - start < REACH && !DELIMITER.test(text.charAt(start - 1))) start -= 1
    let end = index + 3
    while (end < text.length && end - index < REACH && !DELIMITER.test(text.charAt(end))) end += 1
    done = end
    yield { start, token: text.slice(start, end) }
  }
}

const DELIMITER = /[\s"'<>`]/

/** Words and paths are not worth decoding: base64 of text mixes cases or ends in padding. */
function looksEncoded(token: string): boolean {
  return (
    token.length <= MAX_TOKEN &&
    token.length % 4 !== 1 &&
    (token.endsWith('=') || (/[a-z]/.test(token) && /[A-Z]/.test(token) && (/\d/.test(token) || token.length >= 24)))
  )
}

function decodeBase64(token: string): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(token, 'base64url'))
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells data from text.
    return text.length >= 8 && !/[\u0000-\u0008\u000e-\u001f\u007f]/.test(text) ? text : null
  } catch {
    // Not UTF-8, so not a text.
    return null
  }
}

function decodePercent(token: string): string | null {
  try {
    const text = decodeURIComponent(token)
    return text === token ? null : text
  } catch {
    // Not a valid escape: the plain scan has seen it as it is.
    return null
  }
}
