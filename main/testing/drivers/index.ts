import { TidegateError } from '#contracts/errors.ts'
import { RUNNERS, type RunnerName } from '#contracts/verdict.ts'
import type { Driver } from '../runner/driver.ts'
import type { AppUnderTest, SessionHost } from '../session/types.ts'
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
  open(app: AppUnderTest): Promise<OpenDriver>
}

/** Every runner there is, by name; null is one that is not part of this build. */
const DRIVERS: Readonly<Record<RunnerName, DriverKind | null>> = {
  headless: { host: 'headless', open: async (app) => openPageDriver('headless', app) },
  electron: { host: 'electron', open: async (app) => openPageDriver('electron', app) },
  mcp: null,
}

/** Names of the runners that can be used. */
export function availableRunners(): RunnerName[] {
  return RUNNERS.filter((name) => DRIVERS[name] !== null)
}

/** Throws BAD_INPUT for a runner that is not part of this build. */
export function driverKind(name: RunnerName): DriverKind {
  const kind = DRIVERS[name]
  if (kind === null) {
    throw new TidegateError('BAD_INPUT', `The runner “${name}” is not part of this build. Use ${availableRunners().join(' or ')}.`)
  }
  return kind
}

function openPageDriver(name: RunnerName, app: AppUnderTest): OpenDriver {
  const { page } = app
  const driver = createPageDriver(page, {
    name,
    capture: (masked) => captureScreen(page, { masked, flags: app.flags }),
    inaccessible: () => seriousFindings(page, 'all'),
  })
  return { driver, dispose: async () => undefined }
}
