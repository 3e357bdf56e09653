import { fileURLToPath } from 'node:url'
import { expect, test } from '@playwright/test'
import { parse, stringify } from 'yaml'
import { ScenarioSchema } from '#contracts/scenario.ts'
import { createPageDriver } from '../../main/testing/drivers/page-driver.ts'
import { RECORDING_FLAG, recordScenario } from '../../main/testing/recorder/index.ts'
import { runScenario } from '../../main/testing/runner/index.ts'
import { type AppUnderTest, openSession } from '../../main/testing/session/index.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const files = { root, builtDir: fileURLToPath(new URL('../../out/main', import.meta.url)), env: process.env }

async function verdictOf({ page, world }: AppUnderTest, scenario: unknown) {
  const driver = createPageDriver(page, {
    name: 'headless',
    capture: () => Promise.reject(new Error('No picture is asked for.')),
    inaccessible: async () => [],
  })
  const run = { scenario: ScenarioSchema.parse(scenario), row: null }
  const compare = () => Promise.reject(new Error('No picture is asked for.'))
  return runScenario(run, { driver, world, baselines: { read: () => null, propose: () => {} }, compare, now: Date.now })
}

test('what a person does is a scenario, which passes when it is run again on another app', async () => {
  const session = await openSession('headless', files, { flags: [RECORDING_FLAG] })
  try {
    const first = await session.open({ providers: [] })
    const enough = new AbortController()
    const recorded = recordScenario(first, { name: 'tides', title: 'Write and look around' }, enough.signal)
    const { page } = first
    await page.getByRole('textbox', { name: 'Prompt' }).click()
    await page.keyboard.type('Write about tides.')
    await page.getByRole('button', { name: 'Privacy', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Privacy' }).waitFor()
    await page.keyboard.press('Control+1')
    await page.getByRole('heading', { level: 1, name: 'Compose' }).waitFor({ state: 'attached' })
    enough.abort()
    const again = ScenarioSchema.parse(parse(stringify(await recorded)))
    await first.close()
    expect(again).toMatchObject({
      steps: [
        { fill: { role: 'textbox', name: 'Prompt', exact: true, with: 'Write about tides.' } },
        { click: { role: 'button', name: 'Privacy', exact: true } },
        { press: 'Control+1' },
      ],
      expect: [{ state: { role: 'heading', name: 'Compose', is: 'visible' } }],
    })

    const second = await session.open({ providers: [] })
    const seen = { value: { role: 'textbox', name: 'Prompt', is: 'Write about tides.' } }
    const verdict = await verdictOf(second, { ...again, expect: [...again.expect, seen] })
    expect(verdict.status, JSON.stringify(verdict)).toBe('passed')
    const wrong = await verdictOf(second, { ...again, steps: [{ press: 'Control+2' }], expect: again.expect })
    expect(wrong.status).toBe('failed')
    await second.close()
  } finally {
    await session.dispose()
  }
})

test('a window that is closed without a step leaves no scenario', { tag: '@core' }, async () => {
  const session = await openSession('headless', files, { flags: [RECORDING_FLAG] })
  try {
    const app = await session.open({ providers: [] })
    const recorded = recordScenario(app, { name: 'nothing', title: 'Nothing' }, new AbortController().signal)
    await app.page.close()
    expect(await recorded).toBeNull()
    await app.close()
  } finally {
    await session.dispose()
  }
})
