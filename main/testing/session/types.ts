import type { BrowserContext, Page } from 'playwright-core'
import type { Scenario } from '#contracts/scenario.ts'
import type { World } from '../runner/world.ts'

export const SESSION_HOSTS = ['headless', 'electron'] as const
/** Which host of the app is opened. */
export type SessionHost = (typeof SESSION_HOSTS)[number]

/** The app, open on a data folder of its own, for one run of a scenario. */
export interface AppUnderTest {
  readonly host: SessionHost
  /** Its window, loaded. */
  readonly page: Page
  readonly context: BrowserContext
  /** Where a debugger attaches to the browser, `http://127.0.0.1:PORT`; null where it is not asked for. */
  readonly debugEndpoint: string | null
  readonly dataDir: string
  readonly world: World
  /** Flags of the renderer that a picture is drawn with. */
  readonly flags: readonly string[]
  /** Errors that the page reported so far, in its words. */
  problems(): readonly string[]
  /** What the app and its page wrote so far. */
  log(): string
  /** Closes the app, its providers and its data folder. Never rejects for an app that is gone already. */
  close(): Promise<void>
}

export interface SessionOptions {
  /** Its window is shown, for a person to use. */
  readonly shown?: boolean
  /** For the renderer, besides its own. */
  readonly flags?: readonly string[]
  /** A model drives it: the app refuses whatever reaches files or addresses beyond its data folder. */
  readonly confined?: boolean
  /** Each app has a browser of its own with a debugging port on loopback. The headless host alone can. */
  readonly attachable?: boolean
}

/** What many runs share: a browser, or what was found to run the desktop app. */
export interface TestSession {
  readonly host: SessionHost
  /** What the app runs on, to be told with every verdict. */
  readonly ranOn: string
  open(scenario: Pick<Scenario, 'providers'>): Promise<AppUnderTest>
  dispose(): Promise<void>
}
