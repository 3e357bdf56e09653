import { type Config, type ProviderConfig, type ServedProviderConfig, ServedProviderConfigSchema } from '#contracts/config.ts'
import { TidegateError } from '#contracts/errors.ts'
import type { FoundServer, ProviderTest } from '#contracts/providers.ts'
import type { ConfigStore } from '../config/index.ts'
import type { Clock } from '../platform.ts'
import type { Egress } from '../privacy/egress/types.ts'
import { createProvider } from './create-provider.ts'
import { detectProvider } from './detect.ts'
import { findServers } from './find-servers.ts'
import type { ProviderDeps } from './provider-http.ts'

/** How a provider is set up by a person: tried, added, changed and removed. */
export interface ProviderDesk {
  /** Never throws for what the provider does: that is the answer. */
  test(wanted: TestWish, signal: AbortSignal): Promise<ProviderTest>
  put(provider: ProviderConfig, at?: number): { readonly id: string }
  remove(id: string): { readonly removed: ProviderConfig | null; readonly at: number }
  find(signal: AbortSignal): Promise<FoundServer[]>
}

type TestWish = Pick<ServedProviderConfig, 'kind' | 'baseUrl'> & { readonly id?: string | undefined; readonly model?: string | undefined }

const TEST_MS = 10_000
/** Stands for the name of a provider that has none yet; no key is stored under it. */
const NEW_ID = 'new-provider'

export function createProviderDesk(deps: {
  readonly config: ConfigStore
  readonly egress: Egress
  readonly depsOf: (item: ProviderConfig, config: Config) => Promise<ProviderDeps>
  readonly env: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
}): ProviderDesk {
  const { config, egress, clock } = deps

  async function ask(wanted: TestWish, signal: AbortSignal): Promise<Omit<ProviderTest, 'elapsedMs' | 'locality'>> {
    const item = ServedProviderConfigSchema.parse({ ...wanted, id: wanted.id ?? NEW_ID, model: wanted.model || 'any' })
    try {
      const provider = createProvider(item, await deps.depsOf(item, config.get()))
      const models = [...(await provider.models(signal))]
      const isMissing = wanted.model !== undefined && wanted.model !== '' && models.length > 0 && !offers(models, wanted.model)
      // A model of a maker runs without a pipe, so the list of pipes does not speak of it.
      const byMaker = wanted.kind === 'langbase' && wanted.model?.includes(':') === true
      return { outcome: isMissing && !byMaker ? 'model-missing' : 'ok', detail: '', models, found: null }
    } catch (error) {
      if (!(error instanceof TidegateError)) throw error
      const outcome = outcomeOf(error, await hasKey(item))
      const found = outcome === 'wrong-address' ? await otherKind(item, signal) : null
      return { outcome: found === null ? outcome : 'other-kind', detail: error.message, models: [], found }
    }
  }

  async function hasKey(item: ServedProviderConfig): Promise<boolean> {
    return (await (await deps.depsOf(item, config.get())).key()) !== null
  }

  /** Only what is on this machine is asked what it is: a stranger is not probed. */
  async function otherKind(item: ServedProviderConfig, signal: AbortSignal): Promise<ProviderTest['found']> {
    if ((await egress.localityOf(item.baseUrl)) !== 'local') return null
    // Nobody answered in a way that is known: there is nothing to suggest, and the test itself says what was wrong.
    const found = await detectProvider(item.baseUrl, egress, signal).catch(() => null)
    return found === null || found.kind === item.kind ? null : found.kind
  }

  return {
    async test(wanted, signal) {
      const since = clock.monotonic()
      const until = AbortSignal.any([signal, AbortSignal.timeout(TEST_MS)])
      const [answer, locality] = await Promise.all([ask(wanted, until), egress.localityOf(wanted.baseUrl)])
      return { ...answer, locality, elapsedMs: Math.round(clock.monotonic() - since) }
    },
    put(provider, at) {
      const { providers } = config.get()
      const place = providers.findIndex(({ id }) => id === provider.id)
      const others = providers.filter(({ id }) => id !== provider.id)
      others.splice(at ?? (place === -1 ? others.length : place), 0, provider)
      config.set('providers', others)
      return { id: provider.id }
    },
    remove(id) {
      const { providers } = config.get()
      const at = providers.findIndex((provider) => provider.id === id)
      if (at === -1) return { removed: null, at }
      config.set(
        'providers',
        providers.filter((provider) => provider.id !== id),
      )
      return { removed: providers[at] ?? null, at }
    },
    find: (signal) =>
      findServers({
        egress,
        env: deps.env,
        providers: config.get().providers.filter((provider) => provider.kind !== 'embedded'),
        signal,
      }),
  }
}

/** Ollama names a model without a tag and means `latest`. */
function offers(models: readonly string[], wanted: string): boolean {
  return models.includes(wanted) || models.includes(`${wanted}:latest`)
}

function outcomeOf({ code }: TidegateError, hasKey: boolean): ProviderTest['outcome'] {
  switch (code) {
    case 'PROVIDER_UNAUTHORIZED':
    case 'PROVIDER_FORBIDDEN':
      return hasKey ? 'wrong-key' : 'no-key'
    case 'PROVIDER_NETWORK':
    case 'PROVIDER_TIMEOUT':
    case 'PROVIDER_UNAVAILABLE':
    case 'CANCELLED':
      return 'no-answer'
    case 'PROVIDER_NOT_FOUND':
    case 'PROVIDER_PROTOCOL':
      return 'wrong-address'
    case 'EGRESS_REFUSED':
      return 'refused'
    default:
      return 'failed'
  }
}
