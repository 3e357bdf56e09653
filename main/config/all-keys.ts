import type { ProviderConfig } from '#contracts/config.ts'
import type { KeyStore } from './key-store.ts'

const FROM_ENVIRONMENT = /^TIDEGATE_KEY_/

/**
 * Every key that this process could read: those of the providers in the settings, and all that the environment holds. For looking
 * whether one of them is about to leave in a text. A key that cannot be read now cannot have been put there by this app.
 */
export async function allKeys(
  keys: Pick<KeyStore, 'get'>,
  providers: readonly Pick<ProviderConfig, 'id'>[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<string[]> {
  const stored = await Promise.allSettled(providers.map(({ id }) => keys.get(id)))
  const given = Object.entries(env).map(([name, value]) => (FROM_ENVIRONMENT.test(name) ? value : undefined))
  return [...stored.map((result) => (result.status === 'fulfilled' ? result.value : null)), ...given]
    .map((key) => key?.trim() ?? '')
    .filter((key) => key !== '')
}
