import type { Recognizer } from '../../types.ts'
import { classes, entropy } from '../entropy.ts'
import { isPlaceholder } from '../placeholders.ts'
import { isToken } from './urls-and-headers.ts'
import { isSecretValue } from './value-judgement.ts'

const TYPED = { quoted: true, settings: true } as const
const isTyped = (value: string): boolean => isSecretValue(value, 'password', TYPED)
const isNoPlaceholder = (value: string): boolean => !isPlaceholder(value)

/** Files and commands that hold credentials in a place of their own rather than beside a name. */
export const CREDENTIAL_FILES: readonly Recognizer[] = [
  {
    name: 'netrc',
    type: 'SECRET/password',
    score: 0.85,
    pattern: /\bmachine\s{1,4}\S{1,120}\s{1,20}login\s{1,4}\S{1,120}\s{1,20}password\s{1,4}(?<value>\S{3,160})/g,
    group: 'value',
    literals: ['machine'],
    check: isNoPlaceholder,
  },
  {
    name: 'pgpass',
    type: 'SECRET/password',
    score: 0.85,
    pattern: /(?<![^\n])[\w.*-]{1,120}:(?:5432|6432|\*|\d{4,5}):[\w.*-]{1,60}:[\w.*-]{1,60}:(?<value>[^\s:]{4,120})(?=\s|$)/g,
    group: 'value',
    literals: [':5432:', ':6432:', ':*:'],
    check: isTyped,
  },
  {
    name: 'npmrc-token',
    type: 'SECRET/npmrc',
    score: 0.9,
    pattern: /(?<!\w)_auth(?:Token)?\s?=\s?(?<value>[^\s$]{8,400})/g,
    group: 'value',
    literals: ['_auth'],
    check: isNoPlaceholder,
  },
  {
    name: 'docker-auth',
    type: 'SECRET/docker-auth',
    score: 0.9,
    pattern: /"auth"\s{0,2}:\s{0,2}"(?<value>[A-Za-z0-9+/]{8,400}={0,2})"/g,
    group: 'value',
    literals: ['"auth"'],
    // Base64 of `user:password`.
    check: (value) => /^[\x21-\x7e]{1,80}:[\x20-\x7e]{2,}$/.test(Buffer.from(value, 'base64').toString('latin1')),
  },
  {
    name: 'kubeconfig-key',
    type: 'SECRET/kubeconfig',
    score: 0.9,
    pattern: /client-key-data:\s{1,3}["']?(?<value>[A-Za-z0-9+/]{40,8000}={0,2})/g,
    group: 'value',
    literals: ['client-key-data'],
    reach: 8_100,
  },
  {
    name: 'kubernetes-secret',
    reach: 1_500,
    type: 'SECRET/kubernetes-secret',
    score: 0.8,
    pattern:
      /(?<![^\n])[ \t]{1,12}["']?[\w.-]{1,60}["']?:\s{1,3}(?:[|>]-?\s{1,20})?["']?(?<value>[A-Za-z0-9+/]{8,4000}={0,2})["']?(?=\s|$|,)/g,
    group: 'value',
    literals: ['kind: secret', 'kind: "secret"', '"kind": "secret"', "kind: 'secret'"],
    check: (value, { text, start }) =>
      /(?:^|\n)\s{0,8}["']?(?:data|stringData)["']?:[\s\S]{0,1500}$/.test(text.slice(Math.max(0, start - 1_500), start)) &&
      (value.endsWith('=') || (value.length % 4 === 0 && classes(value) >= 2)) &&
      !isPlaceholder(value),
  },
  {
    name: 'curl-user',
    type: 'SECRET/password',
    score: 0.85,
    pattern: /\bcurl\b(?:[^\n]|(?<=\\)\n){0,200}?\s(?:-u|--user)[ =]?["']?[\w.@-]{1,60}:["']?(?<value>[^\s"':]{3,120})/g,
    group: 'value',
    literals: ['curl'],
    check: isNoPlaceholder,
  },
  {
    name: 'password-flag',
    type: 'SECRET/password',
    score: 0.8,
    pattern:
      /(?<![\w-])--?(?:\w{1,16}-)?(?:password|passwd|pass|pwd|token|secret|api-key|passphrase|psk)[ =]["']?(?<value>[^\s"'-][^\s"']{3,120})/gi,
    group: 'value',
    literals: ['-password', '-passwd', '-pass', '-pwd', '-token', '-secret', '-api-key', '-psk'],
    check: (value, { text, start }) =>
      /(?:token|secret|key)[ =]["']?$/i.test(text.slice(Math.max(0, start - 12), start))
        ? isToken(value)
        : isSecretValue(value, 'password', { quoted: false, settings: false }) && classes(value) >= 2,
  },
  {
    name: 'command-password',
    type: 'SECRET/password',
    score: 0.8,
    pattern:
      /\b(?:sshpass\s-p\s?|mysql(?:dump|admin)?\s[^\n]{0,80}?\s-p|redis-cli\s[^\n]{0,80}?-a\s|(?:docker|podman|helm registry|az acr)\slogin\s[^\n]{0,120}?\s-p\s|net\suse\s\S{1,60}\s|-pass(?:in|out)?\spass:|htpasswd\s-\w{0,4}b\w{0,4}\s\S{1,60}\s\S{1,60}\s|unzip\s-P\s|7z\s[^\n]{0,60}?\s-p|requirepass\s|masterauth\s)["']?(?<value>[^\s"'-][^\s"']{3,120})/g,
    group: 'value',
    literals: ['sshpass', 'mysql', 'redis-cli', 'login', 'net use', 'pass:', 'htpasswd', 'unzip', '7z ', 'requirepass', 'masterauth'],
    check: (value) => !isPlaceholder(value) && classes(value) >= 2 && !value.startsWith('/'),
  },
  {
    name: 'sql-password',
    type: 'SECRET/password',
    score: 0.85,
    pattern:
      /\b(?:identified(?:\s{1,3}with\s\w{1,40})?\s{1,3}(?:by|as(?=\s{1,3}['"]))(?:\s{1,3}password)?|(?:with|encrypted|login|user)\s{1,3}password|set\s{1,3}password\s{0,3}=|password\s{0,2}\()\s{0,3}\\?["'\x60]?(?<value>[^\s"'\x60;,()\\]{4,120})/gi,
    group: 'value',
    literals: ['identified', 'password'],
    check: (value) =>
      (isTyped(value) && !/^[\p{Ll}_.-]+$/u.test(value)) ||
      (value.length >= 6 && !isPlaceholder(value) && /^\p{Lu}[\p{L}]+$/u.test(value) && /\p{Ll}\p{Lu}/u.test(value)),
  },
  {
    name: 'user-and-password-arguments',
    type: 'SECRET/password',
    score: 0.8,
    pattern:
      /\b(?:basic_?auth|auth|login|authenticate|getConnection|credentials)\s?[=(]{1,2}\s?(?:[^\n"'()]{0,40},\s?)?["'][^"'\n]{1,60}["']\s?,\s?["'](?<value>[^"'\n]{4,120})["']/gi,
    group: 'value',
    literals: ['auth', 'login', 'getconnection', 'credentials'],
    check: (value) => isTyped(value) && classes(value) >= 2,
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
    type: 'SECRET/password',
    score: 0.7,
    pattern:
      /(?:getenv|environ\.get|env)\(\\?["']?[\w]{0,40}(?:secret|pass|pwd|pw|token|key)[\w]{0,20}\\?["']?(?:\)\s(?:or|\|\|)|\s{0,2},)\s{0,2}b?\\?["'](?<value>[^"'\\\n]{5,80})/gi,
    group: 'value',
    literals: ['getenv(', 'environ.get(', 'env('],
    check: isTyped,
  },
  {
    name: 'curl-option',
    type: 'SECRET/password',
    score: 0.8,
    pattern: /CURLOPT_(?:\w{0,12}PASSWORD|\w{0,12}USERPWD|XOAUTH2_BEARER|KEYPASSWD)\s?,[ \t]{0,12}["'](?<value>[^"'\n]{4,200})["']/g,
    group: 'value',
    literals: ['curlopt_'],
    check: isNoPlaceholder,
  },
  {
    name: 'contribsys-pair',
    type: 'SECRET/bundler-credentials',
    score: 0.85,
    pattern: /BUNDLE_\w{2,60}["']?\s{0,3}(?:[?:.=|,]{1,4})\s{0,3}["'\x60]?(?<value>[0-9a-f]{8}:[0-9a-f]{8})/gi,
    group: 'value',
    literals: ['bundle_'],
  },
  {
    name: 'ansible-password',
    type: 'SECRET/password',
    score: 0.85,
    pattern: /\bansible_(?:ssh_pass|become_pass|become_password|password|sudo_pass)\s?[:=]\s?["']?(?<value>[^\s"'{]{4,120})/g,
    group: 'value',
    literals: ['ansible_'],
    check: isTyped,
  },
  {
    name: 'snmp-community',
    type: 'SECRET/snmp-community',
    score: 0.7,
    pattern: /\bsnmp-server\scommunity\s(?<value>[^\s"']{4,60})/g,
    group: 'value',
    literals: ['snmp-server'],
    check: (value) => !/^(?:public|private)$/i.test(value) && !isPlaceholder(value),
  },
  {
    name: 'shadow-line',
    type: 'SECRET/shadow',
    score: 0.9,
    pattern: /(?<![^\n])[a-z_][\w.-]{0,31}:(?<value>\$(?:1|2[aby]|5|6|y)\$[^:\s]{20,200}):\d{0,6}:/g,
    group: 'value',
    literals: [':$1$', ':$2a$', ':$2b$', ':$2y$', ':$5$', ':$6$', ':$y$'],
    check: (value) => entropy(value) > 3,
  },
]
