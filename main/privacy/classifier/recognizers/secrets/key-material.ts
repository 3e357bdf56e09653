import type { Around, Recognizer } from '../../types.ts'
import { entropy } from '../entropy.ts'

const REACH = 25_000

/** Header of a JWT: base64url of a JSON object that names an algorithm. */
function isJwt(value: string): boolean {
  try {
    const [head = '', , signature = ''] = value.split('.')
    const header: unknown = JSON.parse(Buffer.from(head, 'base64url').toString('utf8'))
    if (/example|fake/i.test(signature)) return false
    return typeof header === 'object' && header !== null && ('alg' in header || 'enc' in header)
  } catch {
    // Three dotted words, but no token.
    return false
  }
}

/** A key that is itself encrypted opens nothing without its passphrase. */
const ENCRYPTED = /ENCRYPTED/

/** Lines of base64 rather than of anything else that somebody put between the marks. */
function isKeyBlock(block: string): boolean {
  const body = block.replace(/^-----BEGIN [^-]*-----/, '').replace(/-----END[\s\S]*$/, '')
  const plain = body.replace(/\\+[nrt]|[^A-Za-z0-9+/=]/g, '')
  if (!/[A-Za-z0-9+/=]{24}/.test(body)) return false
  return !ENCRYPTED.test(block.slice(0, 200)) && plain.length >= 24 && /[A-Z]/.test(plain) && /\d/.test(plain) && entropy(plain) >= 3.5
}

function isOutsideEncryptedBlock(_value: string, { text, start }: Around): boolean {
  const before = text.slice(Math.max(0, start - 3_000), start)
  const begin = before.lastIndexOf('-----BEGIN ')
  return begin === -1 || before.indexOf('-----END ', begin) !== -1 || !ENCRYPTED.test(before.slice(begin))
}

/** Private keys in their armours, and tokens that carry their own description. */
export const KEY_MATERIAL: readonly Recognizer[] = [
  {
    name: 'private-key-block',
    reach: REACH,
    type: 'SECRET/private-key',
    score: 0.99,
    pattern:
      /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[^-]{16,20000}-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|[^-]{16,4000}|[^A-Za-z]{0,40}[A-Za-z0-9+/=]{30,4000})/g,
    literals: ['private key-----', 'private key block-----'],
    check: isKeyBlock,
  },
  {
    // Logs and listings put a dash or a time before every line, so that the block is not in one piece: its first lines are enough.
    name: 'private-key-in-lines',
    type: 'SECRET/private-key',
    score: 0.95,
    pattern:
      /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[^A-Za-z]{0,12}(?:[^\n]{0,20}[\n][^\n]{0,48}?[^A-Za-z0-9+/=\n]){0,2}(?<value>[A-Za-z0-9+/]{48,80})/g,
    group: 'value',
    literals: ['private key-----', 'private key block-----'],
    check: (value, around) => entropy(value) >= 4 && isOutsideEncryptedBlock(value, around),
  },
  {
    name: 'putty-key',
    type: 'SECRET/putty-key',
    score: 0.95,
    pattern: /PuTTY-User-Key-File-\d:[^\n]{1,80}/g,
    literals: ['putty-user-key'],
  },
  {
    // The first bytes of DER private keys (PKCS#1, PKCS#8, SEC 1; RFC 5208, 5915, 8017, 8410) and of OpenSSH's own format, in base64. A
    // certificate begins with another structure.
    name: 'private-key-without-header',
    reach: REACH,
    type: 'SECRET/private-key',
    score: 0.95,
    pattern:
      /(?<![A-Za-z0-9+/])(?:MII[A-Za-z0-9+/]{2}(?:[A-Za-z0-9+/]|)IBA[A-Za-z0-9+/]|MHcCAQEE|MIG[A-Za-z0-9+/]AgEAMB|MC4CAQAwBQYDK2V|b3BlbnNzaC1rZXktdjE)[A-Za-z0-9+/]{16,200}(?:\r?\n[A-Za-z0-9+/=]{1,200}){0,100}={0,2}/g,
    literals: ['mii', 'mhccaqee', 'mig', 'mc4caqaw', 'b3blbnnzac1rzxktdje'],
    check: isOutsideEncryptedBlock,
  },
  {
    name: 'jwt',
    reach: REACH,
    type: 'SECRET/jwt',
    score: 0.9,
    pattern: /(?<![\w.-])ey[A-Za-z0-9_-]{10,1000}\.[A-Za-z0-9_-]{8,8000}\.[A-Za-z0-9_-]{0,1000}/g,
    literals: ['eyj', 'ewo', 'eya'],
    check: isJwt,
  },
  {
    // The number of the bot in base64, the time in base64, and a signature, which older ones have shorter.
    name: 'token-with-number-of-bot',
    type: 'SECRET/discord-bot-token',
    score: 0.9,
    pattern: /(?<![\w.-])[MNO][A-Za-z0-9_-]{23,25}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,38}(?![\w-])/g,
    anchor: 'token:50',
    check: (value) => /^\d{17,19}$/.test(Buffer.from(value.slice(0, value.indexOf('.')), 'base64url').toString('latin1')),
  },
  {
    name: 'jwk-private',
    type: 'SECRET/jwk',
    score: 0.9,
    pattern: /"d"\s{0,2}:\s{0,2}"(?<value>[\w-]{20,700})"/g,
    group: 'value',
    literals: ['"d"'],
    check: (value) => entropy(value) >= 3.5,
  },
  {
    name: 'jwk-symmetric',
    type: 'SECRET/jwk',
    score: 0.9,
    pattern: /"kty"\s{0,2}:\s{0,2}"oct"[^}]{0,300}?"k"\s{0,2}:\s{0,2}"(?<value>[\w-]{16,700})"/g,
    group: 'value',
    literals: ['"oct"'],
    check: (value) => entropy(value) >= 3,
  },
  {
    name: 'ntlm-message',
    type: 'SECRET/ntlm',
    score: 0.9,
    pattern: /(?<![A-Za-z0-9+/])TlRMTVNTUAAD[A-Za-z0-9+/]{40,1200}={0,2}/g,
    literals: ['tlrmtvntuaad'],
    reach: 1_300,
  },
  {
    name: 'google-service-account',
    type: 'SECRET/google-service-account',
    score: 0.9,
    pattern: /"private_key_id"\s{0,2}:\s{0,2}"(?<value>[0-9a-f]{40})"/g,
    group: 'value',
    literals: ['private_key_id'],
  },
]
