import type { Recognizer } from '../types.ts'
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
const NAME = String.raw`(?:[\w.-]{0,40}[_.-])?(?:pass(?:word|wd|phrase|code)?|pwd|pw|secret(?:[_-]?key)?|client[_-]?secret|api[_-]?key|api[_-]?secret|api[_-]?token|apikey|access[_-]?key|access[_-]?token|auth[_-]?token|auth[_-]?key|refresh[_-]?token|bearer[_-]?token|session[_-]?token|security[_-]?token|private[_-]?key|signing[_-]?key|encryption[_-]?key|master[_-]?key|account[_-]?key|storage[_-]?key|app[_-]?secret|consumer[_-]?secret|webhook[_-]?secret|token|credentials?|salt|nonce)[\w]{0,12}`

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
    name: 'private-key-block',
    reach: 25_000,
    type: 'SECRET/private-key',
    score: 0.99,
    pattern:
      /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[^-]{16,20000}-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|[^-]{16,4000})|PuTTY-User-Key-File-\d:[^\n]{1,80}/g,
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
    check: (value) => !isPlaceholder(value) || /\d/.test(value),
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
    pattern: /\bcurl\b[^\n]{0,300}?\s(?:-u|--user)[ =]["']?[\w.@-]{1,60}:(?<value>[^\s"':]{3,120})/g,
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
      String.raw`(?<![\w$])["'\x60]?(?:${NAME})["'\x60]?\s{0,4}(?:=>|:=|==?|:|,)\s{0,4}(?:\w{1,12}\()?[bru@]?["'\x60](?<value>[^"'\x60\n]{4,400})["'\x60]`,
      'gi',
    ),
    group: 'value',
    literals: ['pass', 'pwd', 'pw', 'secret', 'key', 'token', 'credential', 'salt', 'nonce'],
    check: (value, { text, start }) => {
      const name = text.slice(Math.max(0, start - 70), start).toLowerCase()
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
    pattern: new RegExp(
      String.raw`(?<![\w$])(?:${NAME})["']?\s{0,3}(?:=|:)\s{0,3}(?<value>[^\s"'\x60,;<>(){}[\]]{6,400})(?=\s|$|[;,])`,
      'gi',
    ),
    group: 'value',
    literals: ['pass', 'pwd', 'pw', 'secret', 'key', 'token', 'credential', 'salt', 'nonce'],
    check: (value, { text, start }) => {
      const name = text.slice(Math.max(0, start - 70), start).toLowerCase()
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
