import type { RunnerName } from '#contracts/verdict.ts'
import type { Driver } from '../runner/driver.ts'
import type { AppUnderTest, SessionHost } from '../session/types.ts'
import { captureScreen } from './capture-screen.ts'
import { openMcpDriver } from './mcp-driver.ts'
import { createPageDriver } from './page-driver.ts'
import { seriousFindings } from './serious-findings.ts'

/** A driver that holds something must let go of it before the app is closed. */
export interface OpenDriver {
  readonly driver: Driver
  dispose(): Promise<void>
}

/** A runner: which host it opens, and how it drives it. */
export interface DriverKind {
  readonly host: SessionHost
  open(app: AppUnderTest): Promise<OpenDriver>
}

/** Every runner there is, by name. */
const DRIVERS: Readonly<Record<RunnerName, DriverKind>> = {
  headless: { host: 'headless', open: async (app) => openPageDriver('headless', app) },
  electron: { host: 'electron', open: async (app) => openPageDriver('electron', app) },
  mcp: { host: 'headless', open: openAgent },
}

export function driverKind(name: RunnerName): DriverKind {
  return DRIVERS[name]
}

function openPageDriver(name: RunnerName, app: AppUnderTest): OpenDriver {
  return { driver: createPageDriver(app.page, { name, ...eyesOn(app) }), dispose: async () => undefined }
}

async function openAgent(app: AppUnderTest): Promise<OpenDriver> {
  const driver = await openMcpDriver(app.context, eyesOn(app))
  return { driver, dispose: () => driver.dispose() }
}

/** Pictures and accessibility are looked at the same way, whoever acts. */
function eyesOn({ page, flags }: AppUnderTest) {
  return {
    capture: (masked: readonly string[]) => captureScreen(page, { masked, flags }),
    inaccessible: () => seriousFindings(page, 'all'),
  }
}
