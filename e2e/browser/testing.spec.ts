import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestResult } from '#contracts/test-run.ts'
import { openStorage } from '../../main/storage/index.ts'
import { expect, test } from '../fixtures.ts'
import { Shell } from './pages/shell.ts'
import { seriousFindings } from './serious-findings.ts'

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** A run as `tidegate test run` leaves it: one scenario that passed, and one that by one runner looks different. */
async function leaveRun(dataDir: string): Promise<void> {
  const folder = join(dataDir, 'test-runs', 'run_1')
  mkdirSync(folder, { recursive: true })
  for (const name of ['approved', 'taken']) writeFileSync(join(folder, `${name}.png`), Buffer.from(PIXEL, 'base64'))
  const result = (scenario: string, runner: 'headless' | 'mcp', patch: Partial<TestResult['verdict']> = {}): TestResult => ({
    verdict: {
      ...{
        scenario,
        title: `Title of ${scenario}`,
        row: null,
        runner,
        status: 'passed',
        steps: [],
        expectations: [],
        startedAt: Date.now(),
        ms: 800,
      },
      ...patch,
    },
    edition: 'aa',
    attempt: 1,
    ranOn: 'Chromium 156',
    artefacts: [],
  })
  const different = result('looks', 'headless', {
    status: 'failed',
    expectations: [
      {
        words: 'the screen looks like “home”',
        status: 'failed',
        why: 'One area differs.',
        ms: 5,
        visual: {
          verdict: 'changed',
          comparison: 'exact',
          changedPixels: 4,
          regions: [
            {
              box: { x: 1, y: 2, width: 2, height: 2 },
              pixels: 4,
              largestDelta: 9,
              kind: 'text',
              moved: null,
              words: 'The text of the button changed.',
            },
          ],
          environment: [],
          summary: 'One area differs.',
        },
      },
    ],
  })
  const storage = await openStorage({ dataDir, mode: 'inline', log: log as never })
  try {
    const { testResults } = storage
    const environment = { app: '0.1.0 (abcd1234)', node: '24', platform: 'linux' }
    await testResults.begin({ id: 'run_1', startedAt: Date.now(), environment, planned: 3, folder })
    await testResults.add('run_1', result('stays', 'headless'))
    await testResults.add('run_1', {
      ...different,
      artefacts: [
        { kind: 'approved-picture', name: 'home', path: 'approved.png' },
        { kind: 'taken-picture', name: 'home', path: 'taken.png' },
        { kind: 'trace', name: '', path: 'trace.zip' },
      ],
    })
    await testResults.add('run_1', result('looks', 'mcp'))
  } finally {
    await storage.dispose()
  }
}

test('without a run it says how to begin', async ({ page }) => {
  const shell = new Shell(page)
  await shell.ready()
  await shell.goTo('Testing')
  await expect(page.getByText('No scenario was run yet')).toBeVisible()
  await expect(page.getByText('tidegate test run')).toBeVisible()
})

test('a run says what failed, by which runner, where it looks different, and shows both pictures', { tag: '@core' }, async ({
  page,
  host,
}) => {
  const shell = new Shell(page)
  await shell.ready()
  await leaveRun(host.dataDir)
  await shell.goTo('Testing')
  const run = page.getByRole('region', { name: /^Run of/ })
  await expect(run.getByRole('heading', { name: '2 passed · 1 failed · 1 on which the runners disagree' })).toBeVisible()
  await expect(run.getByText('The runners disagree on looks')).toBeVisible()
  const complaint = run.getByRole('article', { name: 'Title of looks' })
  await expect(complaint).toContainText('One area differs.')
  await expect(complaint.getByRole('list', { name: 'What differs' })).toContainText('The text of the button changed.')
  await expect(complaint.getByRole('img', { name: 'The approved picture of home' })).toBeVisible()
  await expect(complaint.getByRole('img', { name: 'The new picture of home' })).toBeVisible()
  await expect(complaint).toContainText('npx tidegate test trace run_1 looks --runner headless')
  await complaint.getByText('Blink').click()
  await complaint.getByRole('button', { name: /^The new picture of home/ }).click()
  await expect(complaint.getByRole('img', { name: 'The approved picture of home' })).toBeVisible()
  await expect(complaint.getByRole('img', { name: 'The new picture of home' })).toHaveCount(0)
  await complaint.getByText('Swipe').click()
  await expect(complaint.getByRole('slider', { name: 'How much of the approved picture is seen' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Figures of the last 30 days' })).toContainText('of 3 verdicts')
  expect(await seriousFindings(page, 'all')).toEqual([])

  // A run of any length is read to its end.
  await page.setViewportSize({ width: 1024, height: 500 })
  const end = run.getByText('Its files are in')
  await expect(end).not.toBeInViewport()
  await run.getByRole('heading').first().hover()
  await page.mouse.wheel(0, 5_000)
  await expect(end).toBeInViewport()
})
