import { TidegateError } from '#contracts/errors.ts'
import type { KeyStatus } from '#contracts/keys.ts'
import type { ConfigStore } from './config-store.ts'
import type { KeyStore } from './key-store.ts'

/** Stores keys for whoever drives the core. There is no way to read one. */
export interface KeyService {
  /** Throws BAD_INPUT for a provider that is not configured, CONFLICT where the host has no keychain at all. */
  set(input: { readonly providerId: string; readonly key: string; readonly place: 'keychain' | 'file' }): Promise<KeyStatus>
  importFile(): Promise<{ moved: string[]; left: string[] }>
}

export function createKeyService(deps: { keys: KeyStore; config: ConfigStore; onChanged: () => void }): KeyService {
  return {
    async set({ providerId, key, place }) {
      const known = deps.config.get().providers.some(({ id }) => id === providerId)
      if (!known) throw new TidegateError('BAD_INPUT', 'There is no provider of that name in the settings. Add it first.')
      const status = await deps.keys.set(providerId, key, place)
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
