import type { EmbeddedProviderConfig, ServedProviderConfig } from '#contracts/config.ts'
import { TidegateError } from '#contracts/errors.ts'
import type { KeyStatus } from '#contracts/keys.ts'
import { type KeyAdvice, keyAdvice, movedKeyAdvice } from './key-advice.ts'
import type { KeyOrigins } from './key-origins.ts'
import type { KeyStore } from './key-store.ts'

/** A provider at its address. An embedded model has no address, and so no key. */
type Served = Pick<ServedProviderConfig, 'id' | 'baseUrl'>
type Owner = Served | Pick<EmbeddedProviderConfig, 'id' | 'file'>

/** How it stands with the key of a provider at its present address. */
export interface KeyStanding {
  /** `none` also for a key that was given for another address. */
  readonly status: KeyStatus
  /** The origin that the key belongs to when that is not the provider's own; else null. */
  readonly givenFor: string | null
  readonly advice: KeyAdvice
}

/**
 * The keys of providers, each bound to the origin that it was given for: whoever can change an address does not get the key with it. A key
 * that nobody gave (one from the environment, or written into the file by hand) belongs to the address that its provider has when it is first
 * seen.
 */
export interface BoundKeys {
  /** The key for this provider at this address, or null. */
  get(owner: Owner): Promise<string | null>
  standing(owner: Owner): Promise<KeyStanding>
  /**
   * Binds what the environment and the files hold to the present addresses, for providers of which no key was ever seen: before somebody can
   * change an address. A key that cannot be read is left as it is.
   */
  settle(owners: readonly Owner[]): Promise<void>
  /** Stores a key and gives it to the provider's present origin. Throws BAD_INPUT for an embedded model. */
  set(owner: Owner, key: string, place?: 'keychain' | 'file'): Promise<KeyStatus>
}

export function createBoundKeys(keys: KeyStore, origins: KeyOrigins): BoundKeys {
  /** Null when the key may go to the origin; else the origin that it belongs to. */
  function otherOwner(providerId: string, key: string, origin: string): string | null {
    const given = origins.of(providerId, key)
    if (given !== null) return given === origin ? null : given
    const [first, ...more] = origins.known(providerId)
    // A new key where there was one before is that of the address, unless this has changed as well.
    if (first !== undefined && ![first, ...more].includes(origin)) return first
    origins.give(providerId, key, origin)
    return null
  }

  async function look(owner: Owner): Promise<{ readonly key: string | null; readonly givenFor: string | null }> {
    if ('file' in owner) return { key: null, givenFor: null }
    const { id, baseUrl } = owner
    const key = await keys.get(id)
    if (key === null) return { key, givenFor: null }
    const givenFor = otherOwner(id, key, new URL(baseUrl).origin)
    return { key: givenFor === null ? key : null, givenFor }
  }

  return {
    get: async (owner) => (await look(owner)).key,
    async standing(owner) {
      const none: KeyStatus = { state: 'none', place: null }
      if ('file' in owner) return { status: none, givenFor: null, advice: { detail: 'An embedded model needs no key.', fix: '' } }
      const { givenFor } = await look(owner)
      const status = givenFor === null ? await keys.status(owner.id) : none
      return {
        status,
        givenFor,
        advice: givenFor === null ? keyAdvice(status, owner.id) : movedKeyAdvice(owner.id, givenFor, new URL(owner.baseUrl).origin),
      }
    },
    async settle(owners) {
      await Promise.allSettled(owners.filter(({ id }) => origins.known(id).length === 0).map(look))
    },
    async set(owner, key, place) {
      if ('file' in owner) throw new TidegateError('BAD_INPUT', 'An embedded model needs no key: it runs on this machine.')
      const status = await (place === undefined ? keys.set(owner.id, key) : keys.set(owner.id, key, place))
      origins.give(owner.id, key, new URL(owner.baseUrl).origin)
      return status
    },
  }
}
