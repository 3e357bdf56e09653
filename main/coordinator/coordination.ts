import type { ThrottleState } from '#contracts/resources.ts'
import type { Disposable, Platform } from '../platform.ts'
import type { ResourceMonitor } from '../resources/types.ts'
import type { MachineLimits } from '../routing/index.ts'
import type { JobStore } from '../storage/types.ts'
import { admissionLimits, createAdmission } from './admission/index.ts'
import { createHistoryKeeper, type KeepingRules } from './history-keeper.ts'
import { createJobEngine } from './job-engine.ts'
import { createScheduleKeeper, type ScheduleKeeper } from './schedule-keeper.ts'
import type { JobEngine } from './types.ts'

export interface CoordinationOptions {
  readonly platform: Platform
  readonly storage: JobStore
  readonly resources: ResourceMonitor
  readonly settings: () => {
    readonly machine: MachineLimits
    readonly coordinator: { readonly concurrency: number; readonly history: KeepingRules }
  }
  /** A command does one thing and goes: nothing is held back, and nothing comes at its time. */
  readonly mode: 'host' | 'command'
}

/** Background work: the engine, what comes at its time, and what of the past is kept. */
export interface Coordination extends Disposable {
  readonly jobs: JobEngine
  readonly schedules: ScheduleKeeper
  /** Takes work, after what a dead process left was taken back. */
  start(): Promise<void>
  /** Somebody is about to ask for something: background work makes way before the request is there. */
  announceInteractive(): void
  /** How far background work is throttled now; null while it is not. */
  throttle(): ThrottleState | null
}

export function createCoordination(options: CoordinationOptions): Coordination {
  const { platform, storage, resources, settings, mode } = options
  const { clock, log, ids } = platform
  const admission =
    mode === 'host'
      ? createAdmission({ resources, clock, log, limits: () => admissionLimits(settings().machine), power: platform.power ?? null })
      : null
  const jobs = createJobEngine({
    storage,
    clock,
    log,
    concurrency: settings().coordinator.concurrency,
    random: Math.random,
    ...(admission === null ? {} : { admission }),
  })
  const schedules = createScheduleKeeper({ storage, jobs, clock, ids, log })
  const history = createHistoryKeeper({ storage, clock, log, rules: () => settings().coordinator.history })
  const stopHistory = jobs.onChange(({ endedAt }) => {
    if (endedAt !== null) history.ended(1)
  })
  const stopPower = platform.power?.onEvent((event) => {
    if (event !== 'resume') return
    jobs.wake('enqueued')
    schedules.wake()
  })
  return {
    jobs,
    schedules,
    async start() {
      await jobs.start()
      await schedules.start()
    },
    announceInteractive: () => admission?.announceInteractive(),
    throttle: () => admission?.throttle() ?? null,
    async dispose() {
      stopPower?.()
      stopHistory()
      await schedules.dispose()
      await jobs.dispose()
      await history.dispose()
      await admission?.dispose()
    },
  }
}
