import type { App, AppOptions } from './app-types.ts'
import type { ConfigStore } from './config/index.ts'
import { type DoctorDeps, examine } from './doctor.ts'
import type { EventBus } from './event-bus.ts'
import type { Platform } from './platform.ts'
import type { Applied, OpenedStorage } from './storage/index.ts'
import { createDataFolder, makeDiagnostics, noticesOfApplied, openOnboarding } from './upkeep/index.ts'

/** Builds the part of the app that looks after it: its data folder, what is wrong with it, and what a person has to know at the start. */
export function composeUpkeep(
  deps: {
    readonly options: AppOptions
    readonly platform: Platform
    readonly config: ConfigStore
    readonly storage: OpenedStorage
    readonly events: EventBus
    /** What was done before anything was read. */
    readonly applied: Applied | null
  } & DoctorDeps,
): Pick<App, 'doctor' | 'dataFolder' | 'onboarding' | 'notices' | 'erased' | 'diagnostics'> {
  const { platform, config, storage, events, applied } = deps
  const { clock } = platform
  const { dataDir, mode } = deps.options
  const doctor = () => examine(deps)
  return {
    doctor,
    dataFolder: createDataFolder({
      dataDir,
      storage,
      config,
      clock,
      onCleared: (what) => events.emit({ type: what === 'vectors' ? 'sources_changed' : 'history_cleared' }),
    }),
    onboarding: openOnboarding(dataDir, mode === 'host' && storage.opened.outcome === 'created'),
    notices: noticesOfApplied(applied),
    erased: applied?.kind === 'erased',
    diagnostics: (host) =>
      makeDiagnostics({
        ...(host === undefined ? {} : { host }),
        clock,
        dataDir,
        config,
        storage,
        doctor,
        recentLog: platform.recentLog ?? (() => []),
      }),
  }
}
