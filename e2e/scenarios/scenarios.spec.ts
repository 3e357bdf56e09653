import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from '@playwright/test'
import { openBaselineStore } from '../../main/testing/baselines/index.ts'
import { captureScreen } from '../../main/testing/drivers/capture-screen.ts'
import { createPageDriver } from '../../main/testing/drivers/page-driver.ts'
import { runScenario } from '../../main/testing/runner/index.ts'
import { lintScenario, readScenario, withData } from '../../main/testing/scenarios/index.ts'
import { seriousFindings } from '../browser/serious-findings.ts'
import { test } from '../browser/with-providers.ts'
import { worldOf } from './world-of-host.ts'

/** Every scenario of this folder, on each host, by the page driver. A scenario that cannot be read or is brittle fails as one. */
const here = fileURLToPath(new URL('.', import.meta.url))
const baselinesOf = (host: string) =>
  openBaselineStore(
    fileURLToPath(new URL(`baselines/${host}`, import.meta.url)),
    fileURLToPath(new URL(`../../test-results/scenarios/${host}`, import.meta.url)),
  )

for (const file of readdirSync(here).filter((name) => name.endsWith('.yaml'))) {
  const read = readScenario(readFileSync(`${here}${file}`, 'utf8'), file)
  if ('problems' in read) {
    test(`${file} can be read`, () => {
      expect(read.problems).toEqual([])
    })
    continue
  }
  const { scenario } = read
  test(`${scenario.name} is not brittle`, () => {
    expect(lintScenario(scenario)).toEqual([])
  })
  for (const run of withData(scenario)) {
    test(`${scenario.name}: ${scenario.title}${run.row === null ? '' : ` (row ${run.row})`}`, async ({
      page,
      host,
      hostKind,
      providers,
    }) => {
      const driver = createPageDriver(page, {
        name: hostKind,
        capture: (masked) => captureScreen(page, { masked, flags: [] }),
        inaccessible: () => seriousFindings(page, 'all'),
      })
      const verdict = await runScenario(run, {
        driver,
        world: worldOf(host.dataDir, providers),
        baselines: baselinesOf(hostKind),
        now: Date.now,
      })
      expect(verdict.status, JSON.stringify(verdict, null, 2)).toBe('passed')
    })
  }
}
