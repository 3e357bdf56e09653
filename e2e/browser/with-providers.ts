import { test as base } from '../fixtures.ts'
import { twoProviders } from '../integration/test-app.ts'
import { type LangbaseServer, type ScriptedServer, startLangbaseServer, startOpenAiServer } from '../services/index.ts'

export const HOSTED_KEY = 'hosted-key-9f8e7d6c'
const FRAME_MS = 30

interface Providers {
  readonly local: ScriptedServer
  readonly hosted: LangbaseServer
}

/** Like `test`, with a slow local model and a hosted service on loopback that is configured to count as hosted. */
export const test = base.extend<{ providers: Providers }>({
  // biome-ignore lint/correctness/noEmptyPattern: the test runner reads the dependencies off this pattern.
  providers: async ({}, use) => {
    const local = await startOpenAiServer({ frameDelayMs: FRAME_MS })
    const hosted = await startLangbaseServer({ key: HOSTED_KEY, frameDelayMs: FRAME_MS })
    await use({ local, hosted })
    await Promise.all([local.stop(), hosted.stop()])
  },
  config: async ({ providers }, use) => use(twoProviders(providers)),
  // biome-ignore lint/correctness/noEmptyPattern: the test runner reads the dependencies off this pattern.
  keys: async ({}, use) => use({ hosted: HOSTED_KEY }),
})
