import type { AppOptions } from './app-types.ts'
import { type ConfigStore, createBoundKeys, createKeyService, openKeyOrigins } from './config/index.ts'
import { createCosts, loadPriceTable } from './cost/index.ts'
import type { EventBus } from './event-bus.ts'
import { createProviderClients, createProviderRegistry, type ProviderRegistry } from './execution/index.ts'
import type { Learning } from './learning/index.ts'
import type { ModelService } from './models/index.ts'
import type { Platform } from './platform.ts'
import type { Egress } from './privacy/egress/types.ts'
import type { OpenedStorage } from './storage/index.ts'

/** Builds the part of the app that knows providers: their keys, what they can do now, and what they cost. */
export function composeProviders({
  options,
  platform,
  config,
  storage,
  events,
  egress,
  models,
  performance,
  onKeysChanged,
}: {
  options: AppOptions
  platform: Platform
  config: ConfigStore
  storage: OpenedStorage
  events: EventBus
  egress: Egress
  models: ModelService
  performance: Learning['performance']
  onKeysChanged: () => void
}) {
  const { clock, log } = platform
  const bound = createBoundKeys(options.keys, openKeyOrigins(options.dataDir))
  const clients = createProviderClients({ config, keys: bound, egress, clock })
  const costs = createCosts({
    clock,
    prices: loadPriceTable(options.resourcesDir),
    config,
    store: storage.generations,
    preferred: async () => (await providers.preferred('hosted'))?.config ?? null,
    onLevel({ period, level }) {
      if (level !== 'ok') events.emit({ type: 'budget_reached', period, level })
    },
  })
  const providers: ProviderRegistry = createProviderRegistry({
    config,
    models,
    keys: bound,
    clients,
    clock,
    log,
    spending: costs,
    performance,
  })
  return { clients, costs, providers, bound, keys: createKeyService({ keys: options.keys, bound, config, onChanged: onKeysChanged }) }
}
