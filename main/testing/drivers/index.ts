import { TidegateError } from '#contracts/errors.ts'
import type { RunnerName } from '#contracts/verdict.ts'
import type { Driver } from '../runner/driver.ts'
import type { AppUnderTest, SessionHost } from '../session/types.ts'
import type { AgentReach } from './agent-server.ts'
import { captureScreen } from './capture-screen.ts'
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
  /** Whether it comes through the debugging port of the browser. */
  readonly attaches: boolean
  open(app: AppUnderTest): Promise<OpenDriver>
}

/** Every runner there is, by name. */
const DRIVERS: Readonly<Record<RunnerName, DriverKind>> = {
  headless: { host: 'headless', attaches: false, open: async (app) => openPageDriver('headless', app) },
  electron: { host: 'electron', attaches: false, open: async (app) => openPageDriver('electron', app) },
  mcp: { host: 'headless', attaches: false, open: (app) => openAgent('mcp', { by: 'context', context: app.context }, app) },
  'mcp-cdp': attaching('mcp-cdp', 'cdp'),
  'mcp-stdio': attaching('mcp-stdio', 'stdio'),
}

export function driverKind(name: RunnerName): DriverKind {
  return DRIVERS[name]
}

function openPageDriver(name: RunnerName, app: AppUnderTest): OpenDriver {
  return { driver: createPageDriver(app.page, { name, ...eyesOn(app) }), dispose: async () => undefined }
}

function attaching(name: RunnerName, by: 'cdp' | 'stdio'): DriverKind {
  return {
    host: 'headless',
    attaches: true,
    async open(app) {
      if (app.debugEndpoint === null) throw new TidegateError('INTERNAL', 'The app under test was opened without a debugging port.')
      return openAgent(name, { by, endpoint: app.debugEndpoint }, app)
    },
  }
}

async function openAgent(name: RunnerName, reach: AgentReach, app: AppUnderTest): Promise<OpenDriver> {
  // Loaded when an agent drives: its protocol, its checker and its server are some hundred files, which no other runner needs.
  const { openMcpDriver } = await import('./mcp-driver.ts')
  const driver = await openMcpDriver(reach, { name, ...eyesOn(app) })
  return { driver, dispose: () => driver.dispose() }
}

/** Pictures and accessibility are looked at the same way, whoever acts. */
function eyesOn({ page, flags }: AppUnderTest) {
  return {
    capture: (masked: readonly string[]) => captureScreen(page, { masked, flags }),
    inaccessible: () => seriousFindings(page, 'all'),
  }
}
