import { fileURLToPath } from 'node:url'
import { expect, type Page, test } from '@playwright/test'
import { type Captured, openBaselineStore } from '../../main/testing/baselines/index.ts'
import { captureScreen } from '../../main/testing/drivers/capture-screen.ts'
import { CHROMIUM_FLAGS } from '../../main/testing/session/browser-windows.ts'
import { createPictureWorkers, type PictureWorkers } from '../../main/testing/visual/index.ts'
import { findChromium, findHeadlessShell } from '../../scripts/chromium.mjs'
import { type HostProcess, makeDataDir, removeDataDir, startHost } from '../host-process.ts'
import { PICTURE_TIME, writeSampleHistory } from './sample-history.ts'

/** Every screen against the picture that a person approved; see README.md here. */
const SCREENS = [
  { name: 'compose', key: '1', tab: null, ready: (page: Page) => page.getByRole('textbox', { name: 'Prompt' }), masked: [] },
  { name: 'jobs', key: '2', tab: null, ready: (page: Page) => page.getByText('launch-plan.md').first(), masked: [] },
  { name: 'privacy', key: '3', tab: null, ready: (page: Page) => page.getByRole('button', { name: /View payload/ }).first(), masked: [] },
  { name: 'resources', key: '4', tab: null, ready: (page: Page) => page.getByRole('heading', { level: 1 }), masked: ['.shell-main'] },
  { name: 'routing', key: '5', tab: null, ready: (page: Page) => page.getByText('launch plan for the board').first(), masked: [] },
  {
    name: 'testing',
    key: '6',
    tab: null,
    ready: (page: Page) =>
      page
        .locator('.testing-body', { has: page.getByText('No scenario was run yet') })
        .filter({ has: page.getByText('Nothing comes by itself.') }),
    // Which scenarios there are is no matter of looks.
    masked: ['.tag-choices', '.plan-count'],
  },
  { name: 'settings', key: '7', tab: null, ready: (page: Page) => page.getByRole('heading', { level: 1 }), masked: [] },
] as const
const SIZES = [
  { width: 1024, height: 700 },
  { width: 1600, height: 1000 },
]
/** The version changes with every release, and is no news. */
const ALWAYS_MASKED = ['.status-strip']

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const baselines = openBaselineStore(here('baselines'), here('../../test-results/visual'))

let pictures: PictureWorkers
let host: HostProcess
test.use({ launchOptions: { executablePath: findHeadlessShell() ?? findChromium() ?? '', args: [...CHROMIUM_FLAGS] } })

// Once for every share of these tests that a worker takes: what ended with one share is not there for the next.
test.beforeAll(async () => {
  pictures = createPictureWorkers()
  const dataDir = makeDataDir()
  writeSampleHistory(dataDir)
  host = await startHost(dataDir)
})
test.afterAll(async () => {
  await host.stop()
  removeDataDir(host.dataDir)
  await pictures.dispose()
})

for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of SIZES) {
    test.describe(`${colorScheme}, ${viewport.width} × ${viewport.height}`, () => {
      test.use({ colorScheme, viewport, reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'UTC' })

      test('every view looks as approved', { tag: colorScheme === 'light' && viewport.width < 1_200 ? '@core' : [] }, async ({ page }) => {
        await page.clock.setFixedTime(PICTURE_TIME)
        await page.goto(host.url)
        await page.getByRole('navigation', { name: 'Views' }).waitFor()
        for (const screen of SCREENS) {
          await page.keyboard.press(`Control+${screen.key}`)
          await expect(page).toHaveTitle(new RegExp(`^${screen.name}`, 'i'))
          await screen.ready(page).waitFor()
          await judge(
            `${screen.name}-${colorScheme}-${viewport.width}`,
            await captureScreen(page, { masked: [...ALWAYS_MASKED, ...screen.masked], flags: CHROMIUM_FLAGS }),
          )
        }
      })
    })
  }
}

/** Judges one picture, and lets the others be judged too. What differs waits in test-results/visual for `npm run visual`. Drawn in another environment it cannot fail, and says so. */
async function judge(name: string, taken: Captured): Promise<void> {
  const baseline = baselines.read(name)
  if (baseline === null) {
    baselines.propose(name, taken)
    expect
      .soft(
        baseline,
        `There is no approved picture of ${name}. Look at test-results/visual/${name}.png and approve it: npm run visual -- approve ${name}`,
      )
      .not.toBeNull()
    return
  }
  const diff = await pictures.compare(baseline, taken, { masks: [...baseline.masks, ...taken.masks] })
  if (diff.verdict === 'same') return
  baselines.propose(name, taken)
  if (diff.verdict === 'needs-review') {
    test.info().annotations.push({ type: 'needs review', description: `${name}: ${diff.summary} ${diff.environment.join('; ')}` })
    process.stdout.write(`NEEDS REVIEW ${name}: ${diff.summary} ${diff.environment.join('; ')}\n`)
    return
  }
  const regions = diff.regions.map(({ words, box }) => `  ${words} (${box.width} × ${box.height} at ${box.x}, ${box.y})`)
  expect
    .soft(regions, `${name} looks different. Approve it if it should: npm run visual -- approve ${name}\n${regions.join('\n')}`)
    .toEqual([])
}
