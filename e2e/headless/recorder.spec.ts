import { chromium } from '@playwright/test'
import { parse, stringify } from 'yaml'
import { ScenarioSchema } from '#contracts/scenario.ts'
import { createPageDriver } from '../../main/testing/drivers/page-driver.ts'
import { RECORDING_FLAG, recordPages, scenarioOfRecording } from '../../main/testing/recorder/index.ts'
import { runScenario } from '../../main/testing/runner/index.ts'
import { findChromium, findHeadlessShell } from '../../scripts/chromium.mjs'
import { test as base, expect } from '../fixtures.ts'

/** A browser of its own: a page tells role and name of what is used only where that is asked for. */
const test = base.extend<{ recorded: import('@playwright/test').BrowserContext }>({
  // biome-ignore lint/correctness/noEmptyPattern: the test runner reads the dependencies off this pattern.
  recorded: async ({}, use) => {
    const executablePath = findHeadlessShell() ?? findChromium() ?? ''
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', RECORDING_FLAG] })
    await use(await browser.newContext({ reducedMotion: 'reduce' }))
    await browser.close()
  },
})

test('what a person does is a scenario, which passes when it is run again', async ({ host, recorded }) => {
  const recording = await recordPages(recorded)
  const page = await recorded.newPage()
  await page.goto(host.url)
  await page.getByRole('textbox', { name: 'Prompt' }).click()
  await page.keyboard.type('Write about tides.')
  await page.getByRole('button', { name: 'Privacy', exact: true }).click()
  await page.keyboard.press('Control+1')
  const heading = page.getByRole('heading', { level: 1, name: 'Compose' })
  await heading.waitFor({ state: 'attached' })
  await expect.poll(() => recording.events().length).toBeGreaterThan(3)

  const scenario = scenarioOfRecording({ name: 'tides', title: 'Write and look around', heading: 'Request' }, recording.events())
  const again = ScenarioSchema.parse(parse(stringify(scenario)))
  expect(again.steps).toEqual([
    { fill: { role: 'textbox', name: 'Prompt', exact: true, with: 'Write about tides.' } },
    { click: { role: 'button', name: 'Privacy', exact: true } },
    { press: 'Control+1' },
  ])
  const driver = createPageDriver(page, {
    name: 'headless',
    capture: () => Promise.reject(new Error('No picture is asked for.')),
    inaccessible: async () => [],
  })
  const verdict = await runScenario(
    { scenario: { ...again, expect: [{ value: { role: 'textbox', name: 'Prompt', is: 'Write about tides.' } }] }, row: null },
    {
      driver,
      world: {
        lastDecision: async () => null,
        egress: async () => [],
        jobs: async () => ({ failed: 0, succeeded: 0 }),
        setMachine: async () => {},
        setProvider: async () => {},
      },
      baselines: { read: () => null, propose: () => {} },
      now: Date.now,
    },
  )
  expect(verdict.status, JSON.stringify(verdict)).toBe('passed')
})
