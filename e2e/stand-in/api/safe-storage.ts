import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { refuseMissing } from '../refuse-missing.ts'

/**
 * A keychain made of environment variables: `STAND_IN_KEYCHAIN` is `ok` (default), `unavailable` or `basic_text`;
 * `STAND_IN_KEYCHAIN_KEY` stands for the key that the system keeps, so that another value is another keychain.
 */
export function createSafeStorage(env: Readonly<Record<string, string | undefined>>) {
  const state = (): string => env.STAND_IN_KEYCHAIN ?? 'ok'
  const key = (): Buffer =>
    createHash('sha256')
      .update(env.STAND_IN_KEYCHAIN_KEY ?? 'one')
      .digest()
  return refuseMissing('safeStorage', {
    async isAsyncEncryptionAvailable(): Promise<boolean> {
      return state() !== 'unavailable'
    },

    getSelectedStorageBackend(): 'basic_text' | 'gnome_libsecret' | 'unknown' {
      if (state() === 'unavailable') return 'unknown'
      return state() === 'basic_text' ? 'basic_text' : 'gnome_libsecret'
    },

    async encryptStringAsync(plain: string): Promise<Buffer> {
      if (state() === 'unavailable') throw new Error('Encryption is not available.')
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key(), iv)
      const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return Buffer.concat([Buffer.from('v11'), iv, cipher.getAuthTag(), sealed])
    },

    async decryptStringAsync(encrypted: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> {
      if (state() === 'unavailable') throw new Error('Decryption is not available.')
      const decipher = createDecipheriv('aes-256-gcm', key(), encrypted.subarray(3, 15))
      decipher.setAuthTag(encrypted.subarray(15, 31))
      const result = Buffer.concat([decipher.update(encrypted.subarray(31)), decipher.final()]).toString('utf8')
      return { result, shouldReEncrypt: false }
    },
  })
}
