import type { ElectronApplication } from '@playwright/test'

/** The system's keychain as a test wants it. Two with another secret cannot read what the other made. */
export interface FakeKeychain {
  readonly secret: string
  readonly name?: 'gnome_libsecret' | 'kwallet6' | 'basic_text'
  /** `open` answers, `locked` refuses, `silent` never answers (a prompt that nobody sees), `none` is not there. */
  readonly state?: 'open' | 'locked' | 'silent' | 'none'
}

/** Takes the place of the machine's own keychain, which a test neither can count on nor may touch. */
export async function setKeychain(
  app: ElectronApplication,
  { secret, name = 'gnome_libsecret', state = 'open' }: FakeKeychain,
): Promise<void> {
  await app.evaluate(
    ({ safeStorage }, fake) => {
      const scramble = (bytes: Uint8Array): Buffer => {
        const mask = Buffer.from(fake.secret)
        return Buffer.from(bytes.map((byte, index) => byte ^ (mask[index % mask.length] ?? 0) ^ 0x5a))
      }
      const answer = async (): Promise<void> => {
        if (fake.state === 'locked') throw new Error('The keychain is locked.')
        if (fake.state === 'silent') await new Promise(() => {})
      }
      safeStorage.getSelectedStorageBackend = () => fake.name
      safeStorage.isAsyncEncryptionAvailable = async () => fake.state !== 'none'
      safeStorage.encryptStringAsync = async (text) => {
        await answer()
        return scramble(Buffer.from(`${fake.secret}:${text}`))
      }
      safeStorage.decryptStringAsync = async (encrypted) => {
        await answer()
        const plain = scramble(encrypted).toString()
        if (!plain.startsWith(`${fake.secret}:`)) throw new Error('It was encrypted with another secret.')
        return { result: plain.slice(fake.secret.length + 1), shouldReEncrypt: false }
      }
    },
    { secret, name, state },
  )
}
