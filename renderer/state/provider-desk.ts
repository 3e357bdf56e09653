import type { ProviderConfig } from '#contracts/config.ts'
import type { FoundServer, ProviderTest } from '#contracts/providers.ts'
import type { Client } from './connect.ts'
import type { ConnectionStore } from './connection-store.ts'

/** Setting up providers; every call rejects with what to do. */
export interface ProviderDesk {
  test(wanted: Parameters<Client['providers']['test']>[0], signal: AbortSignal): Promise<ProviderTest>
  put(provider: ProviderConfig, at?: number): Promise<void>
  /** Answers with what puts it back where it was. */
  remove(id: string): Promise<() => Promise<void>>
  find(signal: AbortSignal): Promise<readonly FoundServer[]>
}

export function createProviderDesk(connection: ConnectionStore): ProviderDesk {
  const api = () => connection.api().providers
  const put: ProviderDesk['put'] = async (provider, at) => {
    await api().put(at === undefined ? { provider } : { provider, at })
  }
  return {
    test: (wanted, signal) => api().test(wanted, { signal }),
    put,
    async remove(id) {
      const { removed, at } = await api().remove({ id })
      return async () => {
        if (removed !== null) await put(removed, at)
      }
    },
    find: (signal) => api().find(undefined, { signal }),
  }
}
