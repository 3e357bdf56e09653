import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from '@playwright/test'
import type { Scenario } from '#contracts/scenario.ts'
import type { RunnerName } from '#contracts/verdict.ts'
import { openBaselineStore } from '../../main/testing/baselines/index.ts'
import { captureScreen } from '../../main/testing/drivers/capture-screen.ts'
import { openMcpDriver } from '../../main/testing/drivers/mcp-driver.ts'
import { createPageDriver } from '../../main/testing/drivers/page-driver.ts'
import { runScenario } from '../../main/testing/runner/index.ts'
import { readScenario, withData } from '../../main/testing/scenarios/index.ts'
import { createPictureWorkers, type PictureWorkers } from '../../main/testing/visual/index.ts'
import { seriousFindings } from '../browser/serious-findings.ts'
import { test as withProviders } from '../browser/with-providers.ts'
import { twoProviders } from '../integration/test-app.ts'
import { worldOf } from './world-of-host.ts'

/** Every scenario of this folder, on each host, by the page driver and by an agent's tools. A scenario that cannot be read or is brittle fails as one. */
const here = fileURLToPath(new URL('.', import.meta.url))
const baselinesOf = (host: string) =>
  openBaselineStore(
    fileURLToPath(new URL(`baselines/${host}`, import.meta.url)),
    fileURLToPath(new URL(`../../test-results/scenarios/${host}`, import.meta.url)),
  )

/** A service that goes silent is given up after this long (ms): nobody watches a scenario for the half minute of a user. */
const SILENCE_MS = 2_000

/** The app knows the providers that its scenario names, and no other. */
const test = withProviders.extend<{ named: Scenario['providers'] }>({
  named: [[], { option: true }],
  config: async ({ providers, named }, use) => {
    const servers = Object.fromEntries(named.map((name) => [name, providers[name]]))
    await use({ ...twoProviders(servers), timeouts: { idleMs: SILENCE_MS } })
  },
})

let pictures: PictureWorkers
test.beforeAll(() => {
  pictures = createPictureWorkers()
})
test.afterAll(() => pictures.dispose())

/** Where each scenario is run once, it is by one of the runners in turn: all of them then do a third of the work. */
const TURNS: readonly RunnerName[] = ['headless', 'electron', 'mcp']

const files = readdirSync(here).filter((name) => name.endsWith('.yaml'))
for (const [index, file] of files.sort().entries()) {
  const read = readScenario(readFileSync(`${here}${file}`, 'utf8'), file)
  if ('problems' in read) {
    test(`${file} can be read`, () => {
      expect(read.problems).toEqual([])
    })
    continue
  }
  const { scenario } = read
  const turn = TURNS[index % TURNS.length] ?? 'headless'
  test.describe(() => {
    test.use({ named: scenario.providers })
    for (const run of withData(scenario)) {
      test(`${scenario.name}: ${scenario.title}${run.row === null ? '' : ` (row ${run.row})`} @${turn}`, {
        tag: scenario.tags.includes('core') ? '@core' : [],
      }, async ({ page, host, hostKind, driver: by, providers }) => {
        const capture = (masked: readonly string[]) => captureScreen(page, { masked, flags: [] })
        const inaccessible = () => seriousFindings(page, 'all')
        const mcp = by === 'mcp' ? await openMcpDriver({ by: 'context', context: page.context() }, { capture, inaccessible }) : null
        try {
          const driver = mcp ?? createPageDriver(page, { name: hostKind, capture, inaccessible })
          const verdict = await runScenario(run, {
            driver,
            world: worldOf(host.dataDir, providers),
            baselines: baselinesOf(hostKind),
            compare: pictures.compare,
            now: Date.now,
          })
          expect(verdict.status, JSON.stringify(verdict, null, 2)).toBe('passed')
        } finally {
          await mcp?.dispose()
        }
      })
    }
  })
}
