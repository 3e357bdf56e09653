import { join } from 'node:path'
import type { AppOptions } from './app-types.ts'
import type { ConfigStore } from './config/index.ts'
import type { JobEngine } from './coordinator/types.ts'
import type { Costs } from './cost/index.ts'
import type { EventBus } from './event-bus.ts'
import {
  createAheadOfJobs,
  createConversationThreads,
  createGate,
  createGenerateHandler,
  createLiveDrafts,
  createPathwayPlanner,
  createRequestScanner,
  type ProviderRegistry,
} from './execution/index.ts'
import type { Learning } from './learning/index.ts'
import type { Platform } from './platform.ts'
import type { PrivacyRules } from './privacy/rules/index.ts'
import type { Vaults } from './privacy/vault/index.ts'
import type { ResourceMonitor } from './resources/types.ts'
import type { Flags } from './rollout/index.ts'
import { lazyDifficulty } from './routing/index.ts'
import type { SourceServices } from './sources/index.ts'
import type { TextWorkers } from './sources/types.ts'
import type { OpenedStorage } from './storage/index.ts'

/** Builds the part of the app that judges a request and has it written. */
export function composeExecution(deps: {
  readonly options: AppOptions
  readonly platform: Platform
  readonly config: ConfigStore
  readonly storage: OpenedStorage
  readonly events: EventBus
  readonly workers: TextWorkers
  readonly rules: Pick<PrivacyRules, 'current'>
  readonly vaults: Vaults
  readonly resources: ResourceMonitor
  readonly providers: ProviderRegistry
  readonly costs: Costs
  readonly learning: Learning
  readonly flags: Flags
  readonly jobs: JobEngine
  readonly sourceServices: SourceServices
}) {
  const { platform, config, storage, events, workers, providers, costs, learning, sourceServices } = deps
  const { clock, log } = platform
  const difficulty = lazyDifficulty(join(deps.options.resourcesDir, 'difficulty'), () => log.warn('routing.difficulty_model_missing'))
  const scanner = createRequestScanner({
    workers,
    rules: deps.rules,
    generations: storage.generations,
    sources: storage.sources,
    log,
  })
  const gate = createGate({
    platform,
    config,
    scanner,
    resources: deps.resources,
    providers,
    difficulty: () => difficulty().estimator,
    training: learning.training,
    experiments: learning.experiments,
    flags: deps.flags,
  })
  const live = createLiveDrafts()
  const ahead = createAheadOfJobs(clock)
  deps.jobs.register(
    'generate',
    createGenerateHandler({
      platform,
      storage,
      gate,
      live,
      ahead,
      sources: sourceServices.sources,
      events,
      performance: learning.performance,
      feedback: learning.feedback,
      budget: costs,
      costs,
      providerOf: (id) => config.get().providers.find((provider) => provider.id === id) ?? null,
      pathways: createPathwayPlanner({
        config,
        workers,
        providers,
        vaults: deps.vaults,
        threads: createConversationThreads({ store: storage.threads, clock, log }),
        costs,
        log,
        byMeaning: sourceServices.search.byMeaning,
      }),
    }),
    // Somebody waits for it: everything else makes way.
    { needs: { cpu: 0.5, memoryMb: 0, gpuMemoryMb: 0, network: false, class: 'interactive', deferrableForMs: 0 } },
  )
  return {
    gate,
    live,
    ahead,
    difficulty,
    /** What was scanned under earlier rules is no longer known. */
    forgetScans() {
      scanner.forget()
      ahead.clear()
    },
  }
}
