import type { Recognizer } from '../types.ts'
import { ASSIGN } from './assign.ts'
import { classes, entropy, isDigest, isPlaceholder } from './entropy.ts'

/** Header of a JWT: base64url of a JSON object that names an algorithm. */
function isJwt(value: string): boolean {
  try {
    const header: unknown = JSON.parse(Buffer.from(value.split('.')[0] ?? '', 'base64url').toString('utf8'))
    return typeof header === 'object' && header !== null && ('alg' in header || 'enc' in header)
  } catch {
    // Three dotted words, but no token.
    return false
  }
}

/** Names that a secret is stored under. */
const NAME = String.raw`(?:pass(?:word|wd|phrase|code)?|pwd|pw|secret(?:[_-]?key)?|client[_-]?secret|api[_-]?key|api[_-]?secret|api[_-]?token|apikey|access[_-]?key|access[_-]?token|auth[_-]?token|auth[_-]?key|refresh[_-]?token|bearer[_-]?token|session[_-]?token|security[_-]?token|private[_-]?key|signing[_-]?key|encryption[_-]?key|master[_-]?key|account[_-]?key|storage[_-]?key|app[_-]?secret|consumer[_-]?secret|webhook[_-]?secret|token|credentials?|salt|nonce)[\w]{0,12}`

/**
 * The name that a value is given, or null when it only sounds like a secret's: `compass` holds no `pass`. A short keyword begins the
 * name, follows a separator, or begins a hump of it (`dbPass`).
 */
function nameBefore(text: string, start: number): string | null {
  const before = text.slice(Math.max(0, start - 90), start)
  const name = /([\w.-]{1,70})["'\x60\]]{0,2}\s{0,6}[^\w.-]{0,10}(?:\w{1,12}\()?[^\w]{0,3}[bru@]?[^\w]{0,3}$/.exec(before)?.[1] ?? before
  return /pass(?:word|wd|phrase|code)|secret|token|apikey|credential/i.test(name) ||
    /(?:^|[^a-z])(?:pass|pwd|pw|api|access|auth|refresh|session|security|private|signing|encryption|master|account|storage|salt|nonce)/i.test(
      name.replace(/([a-z0-9])([A-Z])/g, '$1_$2'),
    )
    ? name.toLowerCase()
    : null
}

/** What a password may look like when it is written after its name. */
function isPassword(value: string): boolean {
  return value.length >= 4 && !isPlaceholder(value) && !/^[a-z]+$/.test(value) && !/^\d{1,3}$/.test(value) && classes(value) >= 2
}

function isToken(value: string): boolean {
  return value.length >= 10 && !isPlaceholder(value) && classes(value) >= 2 && /\d|[^A-Za-z]/.test(value) && entropy(value) >= 2.8
}

const PASSWORD_WORDS = `pass(?:word|wd|phrase|code)|pwd|passwort|kennwort|mot de passe|contrase[ñn]a|clave|senha|has[łl]o|wachtwoord|l[öo]senord|adgangskode|parola|salasana|密码|パスワード|비밀번호|пароль`
const PASSWORD_LITERALS = [
  'pass',
  'pwd',
  'kennwort',
  'mot de passe',
  'contrase',
  'clave',
  'senha',
  'haslo',
  'hasło',
  'wachtwoord',
  'senord',
  'adgangskode',
  'parola',
  '密码',
  'パスワード',
  '비밀번호',
  'пароль',
]

export const SECRET_FORMS: readonly Recognizer[] = [
  {
    // The first bytes of DER private keys (PKCS#1, PKCS#8, SEC 1; RFC 5208, 5915, 8017, 8410) and of OpenSSH's own format, in base64. A
    // certificate begins with another structure.
    name: 'private-key-without-header',
    reach: 25_000,
    type: 'SECRET/private-key',
    score: 0.95,
    pattern:
      /(?<![A-Za-z0-9+/])(?:MII[A-Za-z0-9+/]{2}(?:[A-Za-z0-9+/]|)IBA[A-Za-z0-9+/]|MHcCAQEE|MIG[A-Za-z0-9+/]AgEAMB|MC4CAQAwBQYDK2V|b3BlbnNzaC1rZXktdjE)[A-Za-z0-9+/]{16,200}(?:\r?\n[A-Za-z0-9+/=]{1,200}){0,100}={0,2}/g,
    literals: ['mii', 'mhccaqee', 'mig', 'mc4caqaw', 'b3blbnnzac1rzxktdje'],
  },
  {
    name: 'private-key-block',
    reach: 25_000,
    type: 'SECRET/private-key',
    score: 0.99,
    pattern:
      /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[^-]{16,20000}-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|[^-]{16,4000}|[^A-Za-z]{0,40}[A-Za-z0-9+/=]{30,4000})|PuTTY-User-Key-File-\d:[^\n]{1,80}/g,
    literals: ['private key', 'putty-user-key'],
  },
  {
    name: 'jwt',
    reach: 25_000,
    type: 'SECRET/jwt',
    score: 0.9,
    pattern: /(?<![\w.-])ey[A-Za-z0-9_-]{10,1000}\.[A-Za-z0-9_-]{8,8000}\.[A-Za-z0-9_-]{0,1000}/g,
    literals: ['ey'],
    check: isJwt,
  },
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
      if (!/^(?:https?|ftps?|sftp|ssh)$/i.test(scheme) && isPlaceholder(value)) return false
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
      /\b(?:authorization|proxy-authorization|x-api-key|x-auth-token|api-key)["']?\s{0,3}[:=]\s{0,3}["']?(?:(?:bearer|basic|token|apikey)\s{1,3})?(?<value>[\w.~+/=:-]{12,4000})/gi,
    group: 'value',
    literals: ['authorization', 'x-api-key', 'x-auth-token', 'api-key'],
    check: (value) => isToken(value),
  },
  {
    name: 'bearer-token',
    reach: 4_200,
    type: 'SECRET/authorization',
    score: 0.8,
    pattern: /\bbearer\s{1,3}(?<value>[\w.~+/=-]{20,4000})/gi,
    group: 'value',
    literals: ['bearer'],
    check: (value) => isToken(value) && /\d/.test(value),
  },
  {
    name: 'url-parameter',
    reach: 4_200,
    type: 'SECRET/url-token',
    score: 0.8,
    pattern:
      /[?&#](?:access_token|token|api_?key|key|sig|signature|auth|secret|password|client_secret|x-amz-signature|code|session)=(?<value>[\w.~%+/=-]{16,2000})/gi,
    group: 'value',
    literals: ['token=', 'key=', 'sig=', 'signature=', 'auth=', 'secret=', 'password=', 'code=', 'session='],
    check: (value) => isToken(value) && /\d/.test(value),
  },
  {
    name: 'curl-user',
    type: 'SECRET/password',
    score: 0.85,
    pattern: /\bcurl\b(?:[^\n]|(?<=\\)\n){0,400}?\s(?:-u|--user)[ =]?["']?[\w.@-]{1,60}:(?<value>[^\s"':]{3,120})/g,
    group: 'value',
    literals: ['curl'],
    check: (value) => !isPlaceholder(value),
  },
  {
    name: 'password-flag',
    type: 'SECRET/password',
    score: 0.8,
    pattern: /(?<![\w-])--?(?:password|passwd|pass|pwd|token|secret|api-key)[ =]["']?(?<value>[^\s"'-][^\s"']{3,120})/gi,
    group: 'value',
    literals: ['-password', '-passwd', '-pass', '-pwd', '-token', '-secret', '-api-key'],
    check: isPassword,
  },
  {
    name: 'netrc',
    type: 'SECRET/password',
    score: 0.85,
    pattern: /\bmachine\s{1,4}\S{1,120}\s{1,20}login\s{1,4}\S{1,120}\s{1,20}password\s{1,4}(?<value>\S{3,160})/g,
    group: 'value',
    literals: ['machine'],
    check: (value) => !isPlaceholder(value),
  },
  {
    name: 'npmrc-token',
    type: 'SECRET/npm-token',
    score: 0.9,
    pattern: /_auth(?:Token)?\s?=\s?(?<value>[^\s$]{8,400})/g,
    group: 'value',
    literals: ['_auth'],
    check: (value) => !isPlaceholder(value),
  },
  {
    name: 'assignment-quoted',
    type: 'SECRET/assignment',
    score: 0.8,
    pattern: new RegExp(
      String.raw`(?:${NAME})["'\x60\]]{0,2}\s{0,4}${ASSIGN}\s{0,4}(?:\w{1,12}\()?[bru@]?\\?["'\x60](?<value>[^"'\x60\n\\]{4,400})\\?["'\x60]`,
      'gi',
    ),
    group: 'value',
    literals: ['pass', 'pwd', 'pw', 'secret', 'key', 'token', 'credential', 'salt', 'nonce'],
    check: (value, { text, start }) => {
      const name = nameBefore(text, start)
      if (name === null || /^[a-z][a-z0-9+.-]{1,20}:\/\//i.test(value)) return false
      if (/\s/.test(value.trim()) && !/pass(?:phrase|word)/.test(name)) return false
      if (/pass|pwd|\bpw/.test(name))
        return (
          isPassword(value) ||
          (value.length >= 6 && !isPlaceholder(value) && /^[a-z]+$/i.test(value) && !/\s/.test(value) && entropy(value) > 2.5)
        )
      return isToken(value) && !(isDigest(value) && /hash|sha|md5|digest|checksum|commit|integrity/.test(name))
    },
  },
  {
    name: 'assignment-bare',
    type: 'SECRET/assignment',
    score: 0.75,
    pattern: new RegExp(String.raw`(?:${NAME})["']?\s{0,3}${ASSIGN}\s{0,6}(?<value>[^\s"'\x60,;<>(){}[\]]{6,400})(?=\s|$|[;,<])`, 'gi'),
    group: 'value',
    literals: ['pass', 'pwd', 'pw', 'secret', 'key', 'token', 'credential', 'salt', 'nonce'],
    check: (value, { text, start }) => {
      const name = nameBefore(text, start)
      if (name === null) return false
      if (/pass|pwd|\bpw/.test(name.slice(-20))) return isPassword(value)
      return (
        value.length >= 12 &&
        isToken(value) &&
        /\d/.test(value) &&
        !(isDigest(value) && /hash|sha|md5|digest|checksum|commit|integrity/.test(name))
      )
    },
  },
  {
    name: 'assignment-element',
    type: 'SECRET/assignment',
    score: 0.75,
    pattern: new RegExp(String.raw`<[\w.-]{0,40}(?:${NAME})>\s{0,20}(?<value>[^\s<>]{6,400})\s{0,20}</`, 'gi'),
    group: 'value',
    literals: ['pass', 'pwd', 'pw', 'secret', 'key', 'token', 'credential', 'salt', 'nonce'],
    check: (value) => isToken(value) || (isPassword(value) && value.length >= 6),
  },
  {
    name: 'assignment-attributes',
    type: 'SECRET/assignment',
    score: 0.75,
    pattern:
      /\b(?:key|name)=["'][\w.-]{0,40}(?:password|passwd|pwd|secret|token|apikey)[\w.-]{0,20}["']\s{1,4}value=["'](?<value>[^"'\n]{4,200})["']/gi,
    group: 'value',
    literals: ['value='],
    check: (value) => isPassword(value),
  },
  {
    name: 'kubernetes-secret',
    reach: 1_500,
    type: 'SECRET/kubernetes-secret',
    score: 0.8,
    pattern:
      /(?:^|\n)[ \t]{1,12}["']?[\w.-]{1,60}["']?:\s{1,3}(?:[|>]-?\s{1,20})?["']?(?<value>[A-Za-z0-9+/]{8,4000}={0,2})["']?(?=\s|$|,)/g,
    group: 'value',
    literals: ['kind: secret', 'kind: "secret"', '"kind": "secret"', "kind: 'secret'"],
    check: (value, { text, start }) =>
      /(?:^|\n)\s{0,8}["']?(?:data|stringData)["']?:[\s\S]{0,1500}$/.test(text.slice(Math.max(0, start - 1_500), start)) &&
      (value.endsWith('=') || (value.length % 4 === 0 && classes(value) >= 2)) &&
      !isPlaceholder(value),
  },
  {
    name: 'secure-string',
    type: 'SECRET/password',
    score: 0.8,
    pattern: /ConvertTo-SecureString\s{1,3}(?:-\w{1,20}\s{1,3}){0,4}\\?["']?(?<value>[^\s"'$\\][^\s"'\\]{3,120})/gi,
    group: 'value',
    literals: ['convertto-securestring'],
    check: (value) => !isPlaceholder(value) && !value.startsWith('-'),
  },
  {
    name: 'environment-default',
    type: 'SECRET/assignment',
    score: 0.7,
    pattern:
      /getenv\(\\?["']?[\w]{0,40}(?:secret|pass|pwd|pw|token|key)[\w]{0,20}\\?["']?\s{0,2},\s{0,2}b?\\?["'](?<value>[^"'\\\n]{5,80})/gi,
    group: 'value',
    literals: ['getenv('],
    check: (value) => isPassword(value),
  },
  {
    name: 'contribsys-pair',
    type: 'SECRET/contribsys',
    score: 0.85,
    pattern: /CONTRIBSYS__COM\w{0,20}["']?\s{0,3}(?:[?:.=|]{1,4})\s{0,3}["'\x60]?(?<value>[0-9a-f]{8}:[0-9a-f]{8})/gi,
    group: 'value',
    literals: ['contribsys__com'],
  },
  {
    name: 'password-in-prose',
    type: 'SECRET/password',
    score: 0.8,
    pattern: new RegExp(
      String.raw`(?<![\w])(?:${PASSWORD_WORDS})\b["']?(?:\s(?:for|to|of|f[üu]r|de|para|do|zu[rm]?)\s[\w .'-]{1,40}?)?\s{0,2}(?:(?:is|are|was|lautet|ist|est|es|[ée]|to|brzmi)\b\s{0,2}:?|:|=|：|是|は|-\s|→)\s{0,3}["'“”„«]?(?<value>[^\s"'“”«»,;]{4,80})`,
      'giu',
    ),
    group: 'value',
    literals: PASSWORD_LITERALS,
    check: (value) => isPassword(value.replace(/[.!?)]+$/, '')),
  },
  {
    name: 'user-and-password',
    type: 'SECRET/password',
    score: 0.7,
    pattern:
      /\b(?:login|log in|credentials?|zugangsdaten|user(?:name)?)\b[^\n]{0,12}?\s?[:=]?\s(?<user>[\w.@-]{2,60})\s?(?:\/|:|\|)\s?(?<value>[^\s/:|,;]{5,60})(?=\s|$|[,;.])/gi,
    group: 'value',
    literals: ['login', 'log in', 'credential', 'zugangsdaten', 'user'],
    check: (value) => isPassword(value) && classes(value) >= 3,
  },
  {
    name: 'pin-in-context',
    type: 'SECRET/pin',
    score: 0.7,
    pattern:
      /\b(?:pin(?: code| number)?|door code|access code|alarm code|security code|one[- ]time (?:code|password)|otp|verification code|2fa code|cvv|cvc|cvv2)\b\s{0,2}(?:is|:|=|to|#)\s{0,2}(?<value>\d{3,8})\b/gi,
    group: 'value',
    literals: ['pin', 'code', 'otp', 'cvv', 'cvc', 'one-time', 'one time'],
  },
]
