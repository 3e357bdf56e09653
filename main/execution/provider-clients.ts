import type { Config, ProviderConfig, ServedProviderConfig } from '#contracts/config.ts'
import { TidegateError } from '#contracts/errors.ts'
import { type BoundKeys, type ConfigStore, modelKeyId } from '../config/index.ts'
import type { Clock } from '../platform.ts'
import type { Egress } from '../privacy/egress/index.ts'
import {
  createLangbaseAccount,
  createRateLimiter,
  LANGBASE_PER_MINUTE,
  type LangbaseAccount,
  type ProviderDeps,
  type RateLimiter,
} from '../providers/index.ts'

/** What the clients of providers are built from, and the limits that they share. */
export interface ProviderClients {
  depsOf(item: ProviderConfig, config: Config): Promise<ProviderDeps>
  /** The books of a Langbase account: of the provider with this id, or of the first one. Throws NOT_FOUND. */
  langbase(id?: string): Promise<{ readonly config: ServedProviderConfig; readonly account: LangbaseAccount }>
}

export function createProviderClients(services: {
  readonly config: ConfigStore
  readonly keys: BoundKeys
  readonly egress: Egress
  readonly clock: Clock
}): ProviderClients {
  const { keys, egress, clock } = services
  /** By address, with the providers that share it: what a service counts does not start anew because one of their settings changed. */
  const limiters = new Map<string, { readonly limiter: RateLimiter; readonly ids: readonly string[] }>()

  async function depsOf(item: ProviderConfig, config: Config): Promise<ProviderDeps> {
    // A model of this app is reached at no address: nothing to ask for, nobody to pay.
    if (item.kind === 'embedded') return { egress, key: async () => null, timeouts: config.timeouts }
    const deps: ProviderDeps = {
      egress,
      key: () => keys.get(item),
      modelKey: () => keys.get({ id: modelKeyId(item.id), baseUrl: item.baseUrl }),
      timeouts: config.timeouts,
      longestWaitMs: config.retry.capMs,
    }
    return (await egress.localityOf(item.baseUrl)) === 'local' ? deps : { ...deps, rate: limiterFor(item, config) }
  }

  /** One for all providers at an address: they share the account, and the smallest limit that is set for any of them holds. */
  function limiterFor(item: ServedProviderConfig, config: Config): RateLimiter {
    const { origin } = new URL(item.baseUrl)
    const sharing = served(config).filter(({ baseUrl }) => new URL(baseUrl).origin === origin)
    const known = limiters.get(origin)
    // Where none of those is left, another account has taken their place.
    const limiter = known?.ids.some((id) => sharing.some((provider) => provider.id === id)) ? known.limiter : createRateLimiter({ clock })
    limiters.set(origin, { limiter, ids: sharing.map(({ id }) => id) })
    const set = sharing.flatMap(({ requestsPerMinute }) => requestsPerMinute ?? [])
    if (set.length > 0) limiter.configure({ perMinute: Math.min(...set), assumed: false })
    else limiter.configure(item.kind === 'langbase' ? { perMinute: LANGBASE_PER_MINUTE, assumed: true } : null)
    return limiter
  }

  return {
    depsOf,
    async langbase(id) {
      const config = services.config.get()
      const ofKind = served(config).filter(({ kind, enabled }) => kind === 'langbase' && enabled)
      const item = id === undefined ? ofKind[0] : ofKind.find((candidate) => candidate.id === id)
      if (item !== undefined) return { config: item, account: createLangbaseAccount(item, await depsOf(item, config)) }
      throw new TidegateError(
        'NOT_FOUND',
        id === undefined
          ? 'No Langbase provider is set up. Add one with "tidegate config set providers.0" and a key with "tidegate config key".'
          : 'There is no Langbase provider of that name. "tidegate config get providers" lists them.',
      )
    },
  }
}

/** The providers that are reached at an address. */
function served({ providers }: Config): ServedProviderConfig[] {
  return providers.filter((provider) => provider.kind !== 'embedded')
}
