import { join } from 'node:path'
import type { AppOptions } from './app-types.ts'
import type { ConfigStore } from './config/index.ts'
import type { EventBus } from './event-bus.ts'
import type { Platform } from './platform.ts'
import type { Egress } from './privacy/egress/types.ts'
import { createUpdateService, openUpdateMemory, readUpdateSource, type UpdateService } from './updates/index.ts'

const NO_DESKTOP = { installed: 'no-desktop', installer: { prepare: async () => {}, install() {} } } as const

/** Builds the part of the app that looks for new versions of it. */
export function composeUpdates(deps: {
  options: AppOptions
  platform: Platform
  config: ConfigStore
  egress: Egress
  events: EventBus
  /** Names this installation. */
  seed: () => string
}): UpdateService {
  const { options, config } = deps
  const { installed, installer } = options.updates ?? NO_DESKTOP
  return createUpdateService({
    platform: deps.platform,
    egress: deps.egress,
    settings: () => config.get().updates,
    onSettings: (listener) => config.onChange(listener),
    source: readUpdateSource(options.updates?.sourceFile ?? join(options.resourcesDir, 'updates.json')),
    installed: typeof installed === 'string' ? installed : { ...installed, seed: deps.seed() },
    installer,
    memory: openUpdateMemory(options.dataDir),
    onFound: (version) => deps.events.emit({ type: 'update_found', version }),
  })
}
