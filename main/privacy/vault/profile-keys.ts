import type { KeyStore } from '../../config/index.ts'
import { idOfKey, newKey } from './sealing.ts'

/** Before the id of a key in the store of keys; no provider can be called so. */
const PREFIX = '_vault-'
/** A key of the person's own choice, e.g. from the environment: `TIDEGATE_KEY__VAULT`, 32 bytes in base64 or hex. */
const OWN = '_vault'
const DESTROYED = 'destroyed'

export interface ProfileKey {
  readonly id: string
  readonly key: Buffer
  /** Whether this app made it and may destroy it. */
  readonly own: boolean
}

/** The keys of a profile, in the place where the host keeps secrets: the system's keychain, or a file that its owner alone can read. */
export interface ProfileKeys {
  /** null when it is not there, or cannot be read now. */
  find(id: string): Promise<ProfileKey | null>
  /** The key that the person chose, if any. */
  chosen(): Promise<ProfileKey | null>
  /** A new key, stored for good; null when the host has no lasting place for it. */
  create(): Promise<ProfileKey | null>
  /** Overwrites a key; false where that is not in our hands (a key of the environment). */
  destroy(id: string): Promise<boolean>
}

export function createProfileKeys(keys: KeyStore): ProfileKeys {
  function parsed(text: string | null): Buffer | null {
    if (text === null || text === DESTROYED) return null
    const key = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64')
    return key.length === 32 ? key : null
  }

  async function chosen(): Promise<ProfileKey | null> {
    const key = parsed(await keys.get(OWN))
    return key === null ? null : { id: idOfKey(key), key, own: false }
  }

  return {
    chosen,
    async find(id) {
      const person = await chosen()
      if (person?.id === id) return person
      const key = parsed(await keys.get(PREFIX + id))
      // A key that is not the one it is called would make every vault look damaged.
      return key === null || idOfKey(key) !== id ? null : { id, key, own: true }
    },
    async create() {
      const key = newKey()
      const id = idOfKey(key)
      const { place } = await keys.set(PREFIX + id, key.toString('base64'))
      if (place !== 'keychain' && place !== 'file') return null
      return (await keys.get(PREFIX + id)) === key.toString('base64') ? { id, key, own: true } : null
    },
    async destroy(id) {
      if ((await keys.get(PREFIX + id)) === null) return false
      const { place } = await keys.set(PREFIX + id, DESTROYED)
      return place === 'keychain' || place === 'file'
    },
  }
}
