import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from '@playwright/test'
import { openBaselineStore } from '../../main/testing/baselines/index.ts'
import { captureScreen } from '../../main/testing/drivers/capture-screen.ts'
import { openMcpDriver } from '../../main/testing/drivers/mcp-driver.ts'
import { createPageDriver } from '../../main/testing/drivers/page-driver.ts'
import { runScenario } from '../../main/testing/runner/index.ts'
import { lintScenario, readScenario, withData } from '../../main/testing/scenarios/index.ts'
import { seriousFindings } from '../browser/serious-findings.ts'
import { test } from '../browser/with-providers.ts'
import { worldOf } from './world-of-host.ts'

/** Every scenario of this folder, on each host, by the page driver and by an agent's tools. A scenario that cannot be read or is brittle fails as one. */
const here = fileURLToPath(new URL('.', import.meta.url))
const baselines = openBaselineStore(
  fileURLToPath(new URL('baselines', import.meta.url)),
  fileURLToPath(new URL('../../test-results/scenarios', import.meta.url)),
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
      driver: by,
      providers,
    }) => {
      const capture = (masked: readonly string[]) => captureScreen(page, { masked, flags: [] })
      const inaccessible = () => seriousFindings(page, 'all')
      const mcp = by === 'mcp' ? await openMcpDriver(page.context(), { capture, inaccessible }) : null
      try {
        const driver = mcp ?? createPageDriver(page, { name: hostKind, capture, inaccessible })
        const verdict = await runScenario(run, { driver, world: worldOf(host.dataDir, providers), baselines, now: Date.now })
        expect(verdict.status, JSON.stringify(verdict, null, 2)).toBe('passed')
      } finally {
        await mcp?.dispose()
      }
    })
  }
}
