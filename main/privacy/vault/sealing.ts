import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

/** AES-256-GCM (NIST SP 800-38D): a random nonce of 12 bytes for each record, a tag of 16. */
const ALGORITHM = 'aes-256-gcm'
const KEY_LENGTH = 32
const NONCE_LENGTH = 12
const TAG_LENGTH = 16
/** First byte of a sealed record: how the rest is laid out. */
const LAYOUT = 1
const HEADER = 1 + NONCE_LENGTH + TAG_LENGTH

export function newKey(): Buffer {
  return randomBytes(KEY_LENGTH)
}

/** Tells keys apart without saying anything about them: 16 hexadecimal digits. */
export function idOfKey(key: Uint8Array): string {
  return createHash('sha256').update('tidegate vault key id\n').update(key).digest('hex').slice(0, 16)
}

/** Encrypts `plain` so that it can be read with the same key and for the same `purpose` alone. */
export function seal(key: Uint8Array, purpose: string, plain: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_LENGTH)
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_LENGTH })
  cipher.setAAD(Buffer.from(purpose, 'utf8'))
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([Buffer.of(LAYOUT), nonce, cipher.getAuthTag(), body])
}

/** null for another key, another purpose, or bytes that were changed; which of these cannot be told. */
export function unseal(key: Uint8Array, purpose: string, sealed: Uint8Array): Buffer | null {
  if (sealed.length < HEADER || sealed[0] !== LAYOUT || key.length !== KEY_LENGTH) return null
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(1, 1 + NONCE_LENGTH), { authTagLength: TAG_LENGTH })
  decipher.setAAD(Buffer.from(purpose, 'utf8'))
  decipher.setAuthTag(sealed.subarray(1 + NONCE_LENGTH, HEADER))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(HEADER)), decipher.final()])
  } catch {
    return null
  }
}
