import { createStore, type StoreApi } from 'zustand/vanilla'
import type { EmbeddingStatus } from '#contracts/embedding.ts'
import type { KeyStatus } from '#contracts/keys.ts'
import type { OwnProcess, ResourceHistory, ResourceLimits, ResourceSample } from '#contracts/resources.ts'
import type { ProviderStates } from '#contracts/routing.ts'
import type { ProviderStatus } from '#contracts/rpc.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'
import { follow } from './follow.ts'

/** Five minutes at a sample a second. */
const KEPT_SAMPLES = 300
const PROVIDERS_EVERY_MS = 5_000
const PROCESSES_EVERY_MS = 2_000
/** A row of the history is a minute. */
const HISTORY_EVERY_MS = 60_000

export interface ResourcesState {
  readonly samples: readonly ResourceSample[]
  readonly providers: { readonly states: ProviderStates; readonly providers: readonly ProviderStatus[] } | null
  /** How it stands with finding sources by their meaning; null before it is known. */
  readonly embedding: EmbeddingStatus | null
  /** Where background work makes way; null before it is known. */
  readonly limits: ResourceLimits | null
  /** What was kept of a day or a month, as last asked for. */
  readonly history: { readonly span: 'day' | 'month'; readonly data: ResourceHistory } | null
  readonly processes: readonly OwnProcess[]
  readonly error: string | null
  /** Keeps the history of this time current until the returned function is called. */
  loadHistory(span: 'day' | 'month'): () => void
  watchProcesses(): () => void
  /** Listens until the returned function is called; nothing is measured for a view that nobody looks at. */
  listen(): () => void
  /** Stores a provider's key; rejects with what to do. The key is kept nowhere in the page. */
  storeKey(providerId: string, key: string, place: 'keychain' | 'file'): Promise<KeyStatus>
  /** Moves the keys of `keys.json` into the keychain. */
  importKeys(): Promise<{ readonly moved: readonly string[]; readonly left: readonly string[] }>
}

export type ResourcesStore = StoreApi<ResourcesState>

export function createResourcesStore(connection: ConnectionStore): ResourcesStore {
  return createStore<ResourcesState>()((set) => {
    const refreshProviders = async (): Promise<void> => {
      try {
        const [providers, embedding, limits] = await Promise.all([
          connection.api().routing.providers(),
          connection.api().sources.embedding(),
          connection.api().resources.limits(),
        ])
        set({ providers, embedding, limits, error: null })
      } catch (error) {
        if (connection.getState().status === 'open') set({ error: describeError(error) })
      }
    }
    /** Asks now and then, one question at a time, until the returned function is called. */
    const repeatedly = (everyMs: number, ask: () => Promise<void>): (() => void) => {
      let isStopped = false
      let timer: ReturnType<typeof setTimeout> | undefined
      const once = async (): Promise<void> => {
        try {
          await ask()
        } catch (error) {
          if (connection.getState().status === 'open') set({ error: describeError(error) })
        }
        if (!isStopped) timer = setTimeout(() => void once(), everyMs)
      }
      void once()
      return () => {
        isStopped = true
        clearTimeout(timer)
      }
    }
    return {
      samples: [],
      providers: null,
      embedding: null,
      limits: null,
      history: null,
      processes: [],
      error: null,
      loadHistory: (span) =>
        repeatedly(HISTORY_EVERY_MS, async () => set({ history: { span, data: await connection.api().resources.history({ span }) } })),
      watchProcesses: () => repeatedly(PROCESSES_EVERY_MS, async () => set({ processes: await connection.api().resources.processes() })),
      listen() {
        const detach = follow<ResourceSample[]>(connection, {
          open: (client, signal) => client.resources.watch(undefined, { signal }),
          onAttach: () => void refreshProviders(),
          onValue: (incoming) => set((s) => ({ samples: mergeSamples(s.samples, incoming) })),
          onEnd: (error) => error && set({ error: describeError(error) }),
        })
        const timer = setInterval(() => void refreshProviders(), PROVIDERS_EVERY_MS)
        return () => {
          detach()
          clearInterval(timer)
        }
      },
      async storeKey(providerId, key, place) {
        const status = await connection.api().keys.set({ providerId, key, place })
        await refreshProviders()
        return status
      },
      async importKeys() {
        const outcome = await connection.api().keys.importFile()
        await refreshProviders()
        return outcome
      },
    }
  })
}

/** Samples in order of time without repetition, the newest five minutes of them. */
export function mergeSamples(samples: readonly ResourceSample[], incoming: readonly ResourceSample[]): ResourceSample[] {
  const merged = new Map(samples.map((sample) => [sample.at, sample]))
  for (const sample of incoming) merged.set(sample.at, sample)
  return [...merged.values()].sort((a, b) => a.at - b.at).slice(-KEPT_SAMPLES)
}
