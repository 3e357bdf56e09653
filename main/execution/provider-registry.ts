import type { Config, ProviderConfig } from '#contracts/config.ts'
import type { Locality } from '#contracts/generation.ts'
import type { ProviderStates, QueueWait } from '#contracts/routing.ts'
import type { ProviderStatus } from '#contracts/rpc.ts'
import { type BoundKeys, type ConfigStore, type KeyStanding, keyOwners } from '../config/index.ts'
import type { Costs } from '../cost/index.ts'
import type { PerformanceBook } from '../learning/index.ts'
import type { Clock, Log } from '../platform.ts'
import {
  type Bulkhead,
  type CircuitBreaker,
  createBulkhead,
  createCircuitBreaker,
  createProvider,
  DEFAULT_BULKHEAD,
  type EmbeddedModels,
  type RateLimiter,
} from '../providers/index.ts'
import type { Provider, ProviderHealth } from '../providers/types.ts'
import { extractiveState } from './extractive-state.ts'
import { LEAST_SOURCE_TOKENS } from './passages.ts'
import { patientTimeout } from './patient-timeout.ts'
import type { ProviderClients } from './provider-clients.ts'

/** A configured provider with what is known of it now. */
export interface RegisteredProvider {
  readonly config: ProviderConfig
  readonly provider: Provider
  readonly locality: Locality
  readonly circuit: CircuitBreaker
  readonly bulkhead: Bulkhead
  /** Of the account; absent for a local provider. */
  readonly rate?: RateLimiter
}

/** What of a request bears on how well a provider would do. */
export interface RequestSize {
  readonly inputTokens: number
  /** There are sources, and their sentences can make up what is asked for. */
  readonly canExtract: boolean
  /** The provider that the request names. */
  readonly provider?: string | undefined
}

export interface ProviderRegistry {
  /** What the router needs: the preferred local model (the extractive engine without one) and the preferred hosted service. */
  states(request?: Pick<RequestSize, 'canExtract'>): Promise<ProviderStates>
  /** The same with what was measured for a context of this size, and how long each would wait, ms. */
  situation(request: RequestSize): Promise<{ readonly states: ProviderStates; readonly queueMs: QueueWait }>
  statuses(): Promise<ProviderStatus[]>
  /** The preferred provider of a locality: enabled, in the order of the settings, healthy first; the `wanted` one alone where it is of that locality. Null without one, and where the wanted one is not there. */
  preferred(locality: Locality, wanted?: string): Promise<RegisteredProvider | null>
  /** Asks a provider anew, also a hosted one (for `doctor`). */
  probe(entry: RegisteredProvider): Promise<ProviderHealth>
  all(): Promise<readonly RegisteredProvider[]>
  /** How it stands with a provider's key at its present address. */
  keyStanding(entry: RegisteredProvider): Promise<KeyStanding>
  /** A hosted call failed to reach the network: it counts as offline for a while. */
  reportOffline(id: string): void
}

/** How long an answer about a local server's health holds, and how long a network failure counts as offline (ms). */
const HEALTH_TTL_MS = 10_000
const OFFLINE_MS = 30_000
const PROBE_TIMEOUT_MS = 1_500
/** Before so many attempts, the older ones counted for less, the settings are believed. */
const FEWEST_SAMPLES = 0.5
/** Tokens of a usual context, and of a usual answer. */
const USUAL_TOKENS = 400

/** An embedded model does one thing at a time. */
const ALONE = { running: 1, waiting: DEFAULT_BULKHEAD.waiting }

export interface RegistryDeps {
  readonly config: ConfigStore
  readonly keys: BoundKeys
  readonly clients: Pick<ProviderClients, 'depsOf'>
  readonly clock: Clock
  readonly log: Log
  readonly spending: Pick<Costs, 'leftUsd' | 'priceOf'>
  readonly performance: Pick<PerformanceBook, 'expect'>
  readonly models: EmbeddedModels
}

/** Knows the providers of the settings. Hosted services are not contacted to learn their state: only their use tells. */
export function createProviderRegistry(deps: RegistryDeps): ProviderRegistry {
  const { clock } = deps
  let built: { config: Config; entries: Promise<readonly RegisteredProvider[]> } | null = null
  const health = new Map<string, { at: number; value: Promise<ProviderHealth> }>()
  const offlineAt = new Map<string, number>()

  /** Providers are made anew when the settings change; a circuit lives as long as its provider's settings. */
  function all(): Promise<readonly RegisteredProvider[]> {
    const config = deps.config.get()
    if (built?.config !== config) {
      health.clear()
      built = { config, entries: Promise.all(config.providers.filter(({ enabled }) => enabled).map((item) => register(item, config))) }
    }
    return built.entries
  }

  async function register(item: ProviderConfig, config: Config): Promise<RegisteredProvider> {
    const client = await deps.clients.depsOf(item, config)
    const provider = createProvider(item, client, deps.models)
    return {
      config: item,
      provider,
      locality: await provider.locality(),
      circuit: createCircuitBreaker({ clock }),
      bulkhead: createBulkhead(
        item.id,
        provider.alone === true ? ALONE : { ...DEFAULT_BULKHEAD, ...(item.parallel === undefined ? {} : { running: item.parallel }) },
      ),
      ...(client.rate === undefined ? {} : { rate: client.rate }),
    }
  }

  function probe(entry: RegisteredProvider): Promise<ProviderHealth> {
    const timeout = patientTimeout(PROBE_TIMEOUT_MS)
    const value = entry.provider
      .health(timeout.signal)
      .catch(
        (error: unknown): ProviderHealth => ({
          healthy: false,
          // Provider errors carry one line for a person; anything else says no more than that it failed.
          detail: error instanceof Error && error.name === 'TidegateError' ? error.message : 'Does not answer.',
        }),
      )
      .finally(timeout.clear)
    health.set(entry.config.id, { at: clock.monotonic(), value })
    return value
  }

  function healthOf(entry: RegisteredProvider): Promise<ProviderHealth> {
    const known = health.get(entry.config.id)
    return known !== undefined && clock.monotonic() - known.at < HEALTH_TTL_MS ? known.value : probe(entry)
  }

  /** An embedded model has the context that its file and the memory allow, whatever the settings say. */
  async function asItIsNow(entry: RegisteredProvider): Promise<RegisteredProvider> {
    const capacity = await entry.provider.capacity?.()
    return capacity === undefined ? entry : { ...entry, config: { ...entry.config, ...capacity } }
  }

  async function preferred(locality: Locality, wanted?: string): Promise<RegisteredProvider | null> {
    const there = (await all()).filter((entry) => entry.locality === locality)
    const isNamed = (await all()).some(({ config }) => config.id === wanted)
    // Nobody takes the place of one that was named and is not there any more.
    if (wanted !== undefined && !isNamed) return null
    const named = there.filter(({ config }) => config.id === wanted)
    const entries = named.length > 0 ? named : there
    if (locality === 'local') {
      const answers = await Promise.all(entries.map(healthOf))
      const first = entries.find((_entry, index) => answers[index]?.healthy === true) ?? null
      return first === null ? null : asItIsNow(first)
    }
    const keyed = await Promise.all(entries.map(async (entry) => (await deps.keys.get(entry.config)) !== null))
    return entries.find((_entry, index) => keyed[index] === true) ?? entries[0] ?? null
  }

  // What the environment and the file hold belongs to the addresses of the start, not to those that somebody sets before the first use.
  deps.keys.settle(keyOwners(deps.config.get())).catch((error: unknown) => deps.log.error('keys.settle_failed', error))

  const isOnline = (id: string): boolean => clock.monotonic() - (offlineAt.get(id) ?? Number.NEGATIVE_INFINITY) > OFFLINE_MS

  /** Measured figures in place of the settings' own, where there are any. */
  async function measured(entry: RegisteredProvider, inputTokens: number) {
    const { id, model, tokensPerSecond } = entry.config
    const seen = await deps.performance.expect({ provider: id, model, tokensPerSecond }, inputTokens)
    if (seen.samples < FEWEST_SAMPLES) return {}
    return {
      tokensPerSecond: seen.tokensPerSecond ?? tokensPerSecond,
      ...(seen.firstTokenMs === undefined ? {} : { firstTokenMs: seen.firstTokenMs }),
      failureRate: seen.failureRate,
      ...(seen.lengthRatio === undefined ? {} : { lengthRatio: seen.lengthRatio }),
      samples: seen.samples,
    }
  }

  /** What runs and waits at a provider before a new request, each as long as a usual answer takes. */
  function waitAt(
    entry: RegisteredProvider | null,
    state: { readonly tokensPerSecond: number; readonly firstTokenMs?: number | undefined },
  ): number {
    if (entry === null) return 0
    const { running, waiting } = entry.bulkhead
    const usualMs = (state.firstTokenMs ?? 0) + (USUAL_TOKENS / Math.max(1, state.tokensPerSecond)) * 1_000
    // A model on this machine writes one answer at a time unless it is said to write more; a service writes as many as it is let.
    return entry.locality === 'local'
      ? ((running + waiting) * usualMs) / (entry.config.parallel ?? 1)
      : (waiting * usualMs) / (entry.config.parallel ?? DEFAULT_BULKHEAD.running)
  }

  async function situation({ inputTokens, canExtract, provider }: RequestSize): Promise<{ states: ProviderStates; queueMs: QueueWait }> {
    const [local, hosted] = await Promise.all([preferred('local', provider), preferred('hosted', provider)])
    const [known, ofLocal, ofHosted] = await Promise.all([
      statesOf(local, hosted, canExtract),
      local === null ? {} : measured(local, inputTokens),
      hosted === null ? {} : measured(hosted, inputTokens),
    ])
    const states = { local: { ...known.local, ...ofLocal }, hosted: { ...known.hosted, ...ofHosted } }
    return { states, queueMs: { local: waitAt(local, states.local), hosted: waitAt(hosted, states.hosted) } }
  }

  async function statesOf(
    local: RegisteredProvider | null,
    hosted: RegisteredProvider | null,
    canExtract: boolean,
  ): Promise<ProviderStates> {
    const price = hosted === null ? null : deps.spending.priceOf(hosted.config)
    const [budgetLeftUsd, key] = await Promise.all([deps.spending.leftUsd(), hosted === null ? null : deps.keys.get(hosted.config)])
    return {
      local:
        local === null
          ? extractiveState(canExtract)
          : {
              healthy: true,
              model: local.config.model,
              needsMemoryMb: local.config.needsMemoryMb,
              ...(local.config.needsVramMb === undefined ? {} : { needsVramMb: local.config.needsVramMb }),
              contextTokens: local.config.contextTokens,
              leastSourceTokens: LEAST_SOURCE_TOKENS,
              tokensPerSecond: local.config.tokensPerSecond,
              quality: local.config.quality,
            },
      hosted: {
        configured: key !== null,
        online: hosted !== null && isOnline(hosted.config.id),
        circuit: hosted?.circuit.state() ?? 'closed',
        budgetLeftUsd,
        model: hosted?.config.model ?? null,
        contextTokens: hosted?.config.contextTokens ?? 0,
        tokensPerSecond: hosted?.config.tokensPerSecond ?? 0,
        quality: hosted?.config.quality ?? 0,
        usdPerMillionInput: price?.usdPerMillionInput ?? 0,
        usdPerMillionOutput: price?.usdPerMillionOutput ?? 0,
      },
    }
  }

  async function statusOf(entry: RegisteredProvider): Promise<ProviderStatus> {
    const { id } = entry.config
    const hasKey = (await deps.keys.get(entry.config)) !== null
    const { status: keyStatus, givenFor, advice } = await deps.keys.standing(entry.config)
    const known: ProviderHealth =
      entry.locality === 'local'
        ? await healthOf(entry)
        : hasKey
          ? { healthy: isOnline(id), detail: 'Contacted only when a request needs it.' }
          : { healthy: false, detail: `${advice.detail} ${advice.fix}` }
    return {
      id,
      kind: entry.config.kind,
      model: entry.config.model,
      address: entry.config.kind === 'embedded' ? 'own process' : new URL(entry.config.baseUrl).host,
      locality: entry.locality,
      hasKey,
      // A local server may want a key; it is worth a word only where one is stored.
      ...(entry.locality === 'local' && keyStatus.state === 'none' ? {} : { keyState: keyStatus.state, keyPlace: keyStatus.place }),
      healthy: known.healthy,
      circuit: entry.circuit.state(),
      // A local server may answer without a key, or say no more than that it wants one.
      detail: givenFor === null ? known.detail : `${advice.detail} ${advice.fix}`,
    }
  }

  return {
    all,
    situation,
    states: async (request = { canExtract: true }) => (await situation({ ...request, inputTokens: USUAL_TOKENS })).states,
    preferred,
    probe,
    keyStanding: (entry) => deps.keys.standing(entry.config),
    async statuses() {
      const listed = await Promise.all((await all()).map(statusOf))
      return [
        ...listed,
        {
          id: 'extractive',
          kind: 'extractive',
          model: 'none',
          address: 'this process',
          locality: 'local',
          hasKey: false,
          healthy: true,
          circuit: 'closed',
          detail: 'Ranks and cites sentences of your sources. Needs no model and always works.',
        },
      ]
    },
    reportOffline(id) {
      offlineAt.set(id, clock.monotonic())
    },
  }
}
