import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { TidegateError } from '#contracts/errors.ts'

const SHORTEST_KEY = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** The key that a team shares, out of the key store under the name `team`. */
export interface TeamKey {
  /** Tells one key from another, and nothing of either. */
  readonly id: string
  readonly bytes: Buffer
}

/** `wrong-key`: sealed for another key than ours. `tampered`: changed since, or moved from another job. */
export type Opened = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: 'wrong-key' | 'tampered' }

/** Makes the key of what a person stored. Throws BAD_INPUT when it is too short to be one. */
export function teamKeyOf(secret: string): TeamKey {
  const text = secret.trim()
  if (text.length < SHORTEST_KEY) {
    throw new TidegateError('BAD_INPUT', `The team's key needs ${SHORTEST_KEY} characters or more. Make one with: openssl rand -base64 32`)
  }
  const bytes = Buffer.from(hkdfSync('sha256', text, '', 'tidegate team payload v1', 32))
  return { id: createHmac('sha256', bytes).update('id').digest('hex').slice(0, 8), bytes }
}

/** AES-256-GCM. `context` is not stored, and must be the same when it is opened: it binds the text to its job. */
export function seal(text: string, context: string, key: TeamKey): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce).setAAD(Buffer.from(context))
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `v1.${key.id}.${sealed.toString('base64url')}`
}

export function open(sealed: string, context: string, key: TeamKey): Opened {
  const [version, keyId, body] = sealed.split('.')
  if (version !== 'v1' || keyId === undefined || body === undefined) return { ok: false, reason: 'tampered' }
  if (keyId !== key.id) return { ok: false, reason: 'wrong-key' }
  const bytes = Buffer.from(body, 'base64url')
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return { ok: false, reason: 'tampered' }
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(-TAG_BYTES))
  try {
    const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES))
    return { ok: true, text: Buffer.concat([text, decipher.final()]).toString('utf8') }
  } catch {
    // The tag does not fit.
    return { ok: false, reason: 'tampered' }
  }
}
