import { TidegateError } from '#contracts/errors.ts'
import type { KeyStatus } from '#contracts/keys.ts'
import type { BoundKeys } from './bound-keys.ts'
import type { ConfigStore } from './config-store.ts'
import { keyOwners } from './key-owners.ts'
import type { KeyStore } from './key-store.ts'

/** Stores keys for whoever drives the core. There is no way to read one. */
export interface KeyService {
  /** Throws BAD_INPUT for a provider that is not configured, CONFLICT where the host has no keychain at all. */
  set(input: { readonly providerId: string; readonly key: string; readonly place: 'keychain' | 'file' }): Promise<KeyStatus>
  importFile(): Promise<{ moved: string[]; left: string[] }>
}

export function createKeyService(deps: { keys: KeyStore; bound: BoundKeys; config: ConfigStore; onChanged: () => void }): KeyService {
  return {
    async set({ providerId, key, place }) {
      const owner = keyOwners(deps.config.get()).find(({ id }) => id === providerId)
      if (owner === undefined) throw new TidegateError('BAD_INPUT', 'There is no provider of that name in the settings. Add it first.')
      const status = await deps.bound.set(owner, key, place)
      deps.onChanged()
      return status
    },
    async importFile() {
      const { moved, left } = await deps.keys.importFile()
      if (moved.length > 0) deps.onChanged()
      return { moved: [...moved], left: [...left] }
    },
  }
}
