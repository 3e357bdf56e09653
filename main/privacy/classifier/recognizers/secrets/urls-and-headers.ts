import type { Recognizer } from '../../types.ts'
import { classes, entropy } from '../entropy.ts'
import { isPlaceholder } from '../placeholders.ts'
import { randomness } from './randomness.ts'
import { isCounted } from './value-judgement.ts'

export function isToken(value: string): boolean {
  return (
    value.length >= 10 &&
    !isPlaceholder(value) &&
    !/^(?:[0-9a-f]{2}[:-]){5}/i.test(value) &&
    !isCounted(value) &&
    classes(value) >= 2 &&
    /[\d\W]/.test(value) &&
    entropy(value) >= 2.8 &&
    randomness(value) > 0
  )
}

/** What goes over the wire: addresses with a secret inside, headers, cookies. */
export const URLS_AND_HEADERS: readonly Recognizer[] = [
  {
    name: 'connection-string',
    reach: 600,
    type: 'SECRET/connection-string',
    score: 0.95,
    pattern: /(?<![\w+.-])[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:/@"'<>]{0,80}:(?<value>[^\s@"'<>/]{2,160})@[\w.[\]-]{1,120}/gi,
    group: 'value',
    literals: ['://'],
    check: (value, { text, start, end }) => {
      const user = /([^/\s:@]*):$/.exec(text.slice(Math.max(0, start - 90), start))?.[1] ?? ''
      const host = text.slice(end + 1, end + 40)
      const scheme = /([a-z0-9+.-]{2,30}):\/\/[^/]*$/i.exec(text.slice(Math.max(0, start - 120), start))?.[1] ?? ''
      // A database's manual writes `user:password@host`; a page's address with such a pair is used as it stands.
      if (!/^https?$/i.test(scheme) && isPlaceholder(value)) return false
      // A local test database, or a template of an address.
      if (/^(?:localhost|127\.0\.0\.1|host|hostname|your)\b/i.test(host) && (value === user || isPlaceholder(value))) return false
      return value !== user && !/[${}<>%*]|^x+$|^\.+$|^\[|^(?:your|replace|insert|enter|change)[-_]/i.test(value)
    },
  },
  {
    name: 'connection-string-fields',
    type: 'SECRET/connection-string',
    score: 0.9,
    pattern:
      /\b(?:server|data source|host|user id|uid|database|endpoint)=[^;\n]{1,120};[^\n]{0,200}?\b(?:password|pwd|accountkey|sharedaccesskey)=(?<value>[^;\s"']{4,200})/gi,
    group: 'value',
    literals: ['password=', 'pwd=', 'accountkey=', 'sharedaccesskey='],
    check: (value) => !isPlaceholder(value),
  },
  {
    name: 'authorization-header',
    reach: 4_200,
    type: 'SECRET/authorization',
    score: 0.9,
    pattern:
      /\b(?:authorization|proxy-authorization|x-api-key|x-auth-token|api-key|private-token|x-amz-security-token|x-vault-token)["']?\s{0,3}[:=]\s{0,3}["']?(?:(?:bearer|basic|token|apikey|ntlm|negotiate|ssws|digest)\s{1,3})?(?<value>[\w.~+/=:-]{12,4000})/gi,
    group: 'value',
    literals: ['authorization', 'x-api-key', 'x-auth-token', 'api-key', 'private-token', 'x-amz-security', 'x-vault-token'],
    check: isToken,
  },
  {
    name: 'bearer-token',
    reach: 4_200,
    type: 'SECRET/authorization',
    score: 0.8,
    pattern: /\b(?:bearer|ssws)\s{1,3}(?<value>[\w.~+/=-]{20,4000})/gi,
    group: 'value',
    literals: ['bearer', 'ssws'],
    check: (value) => isToken(value) && /\d/.test(value),
  },
  {
    name: 'basic-credentials',
    reach: 600,
    type: 'SECRET/authorization',
    score: 0.85,
    pattern: /\bbasic\s{1,3}(?<value>[A-Za-z0-9+/]{8,400}={0,2})(?![\w+/=])/gi,
    group: 'value',
    literals: ['basic '],
    // Base64 of `user:password`.
    check: (value) => /^[\x21-\x39\x3b-\x7e]{1,80}:[\x20-\x7e]{3,}$/.test(Buffer.from(value, 'base64').toString('latin1')),
  },
  {
    name: 'url-parameter',
    reach: 4_200,
    type: 'SECRET/url-token',
    score: 0.8,
    pattern:
      /[?&#](?:access_token|token|api_?key|key|sig|signature|auth|secret|password|client_secret|x-amz-signature|code|session|x-goog-signature|refresh_token|id_token)=(?<value>[\w.~%+/=-]{16,2000})/gi,
    group: 'value',
    literals: ['token=', 'key=', 'sig=', 'signature=', 'auth=', 'secret=', 'password=', 'code=', 'session='],
    check: (value) => isToken(value) && /\d/.test(value),
  },
  {
    name: 'session-cookie',
    type: 'SECRET/session-cookie',
    score: 0.8,
    pattern:
      /\b(?:jsessionid|phpsessid|asp\.net_sessionid|connect\.sid|sessionid|session_id|session|sid|auth_session|laravel_session|csrftoken|_session_id|remember_token)=(?<value>[\w.%+/=:-]{16,600})(?=[;\s"']|$)/gi,
    group: 'value',
    literals: ['sessid=', 'sessionid=', 'session=', 'sid=', 'session_id=', 'remember_token=', 'csrftoken='],
    reach: 700,
    check: (value) => isToken(value) && /\d/.test(value),
  },
  {
    name: 'one-time-password-seed',
    type: 'SECRET/otp-seed',
    score: 0.95,
    pattern: /otpauth(?:-migration)?:\/\/[^\s"'<>]{0,200}[?&](?:secret|data)=(?<value>[A-Za-z0-9%+/=]{16,400})/gi,
    group: 'value',
    literals: ['otpauth'],
    reach: 700,
  },
  {
    name: 'wifi-code',
    type: 'SECRET/password',
    score: 0.95,
    pattern: /WIFI:(?:[TSHE]:[^;\n]{0,64};){0,4}P:(?<value>[^;\n]{4,63});/g,
    group: 'value',
    literals: ['wifi:'],
  },
]
