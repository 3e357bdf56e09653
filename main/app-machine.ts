import { homedir } from 'node:os'
import type { ThrottleState } from '#contracts/resources.ts'
import type { AppOptions } from './app-types.ts'
import type { ConfigStore } from './config/index.ts'
import { forkNodeChild } from './model-process/index.ts'
import { createModelProcesses, createModelService } from './models/index.ts'
import type { Disposable, Platform } from './platform.ts'
import { createMinuteKeeper, createOwnProcesses, createResourceMonitor, seemingMachineFile, withSeemingMachine } from './resources/index.ts'
import type { OpenedStorage } from './storage/index.ts'

/** What the machine can do, and the models that it holds. */
export type MachinePart = ReturnType<typeof composeMachine>

/** Builds the part of the app that watches the machine and runs embedded models on it. */
export function composeMachine({
  options,
  platform,
  config,
  storage,
  throttle,
}: {
  options: AppOptions
  platform: Platform
  config: ConfigStore
  storage: OpenedStorage
  /** How far background work is throttled; null while it is not. */
  throttle: () => ThrottleState | null
}) {
  const { clock, log, power } = platform
  const processes = createModelProcesses({
    fork: options.forkModel ?? (() => forkNodeChild(new URL('./model-process/entry.ts', import.meta.url), platform.env)),
    config,
    clock,
    log,
  })
  const machine = createResourceMonitor({
    clock,
    log,
    // A command looks once and goes.
    ...(options.mode === 'host' ? { thread: { file: options.samplingThreadFile ?? null } } : {}),
    ...(power === undefined ? {} : { thermal: () => power.thermal() }),
    modelRssBytes: processes.rssBytes,
    throttle,
  })
  const seeming = seemingMachineFile(platform.env)
  const resources = seeming === null ? machine : withSeemingMachine(machine, seeming)
  const minutes = createMinuteKeeper({ resources, store: storage.resources, clock, log })
  processes.follow(resources)
  const models = createModelService({
    dataDir: options.dataDir,
    home: homedir(),
    env: platform.env,
    config,
    resources,
    process: processes.writing,
    embeddingProcess: processes.embedding,
    clock,
  })
  return {
    resources,
    minutes,
    models,
    /** Other settings are another chance for a model that kept crashing. */
    tryModelsAgain: () => processes.tryAgain(),
    stopModels: () => processes.dispose(),
    ownProcesses: createOwnProcesses({
      procRoot: process.platform === 'linux' ? '/proc' : null,
      pid: process.pid,
      now: () => clock.monotonic(),
    }),
    async dispose() {
      await minutes.dispose()
      await resources.dispose()
    },
  } satisfies Disposable & Record<string, unknown>
}
