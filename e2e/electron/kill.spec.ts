import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { ComposePage } from '../browser/pages/compose-page.ts'
import { JobsPage } from '../browser/pages/jobs-page.ts'
import { Shell } from '../browser/pages/shell.ts'
import { test } from '../browser/with-providers.ts'
import type { ElectronRun } from '../electron-process.ts'
import { expect } from '../fixtures.ts'
import { howMuch, upTo } from '../how-much.ts'
import { promptSaved } from './saved-prompt.ts'

// Its evidence is the database and the main process's log; a recording of thirty starts would cost more than the starts.
test.use({ trace: 'off' })

/** Rounds in tests of five, so that they run side by side and end together: thirty, or each moment once, or the first two. */
const TESTS = { core: 1, once: 2, everywhere: 6 }[howMuch]
const ROUNDS = upTo(2, 5)
/** Moments that the spread is cut into; two tests go through all of them. */
const MOMENTS = 10
const WORDS = Array.from({ length: 20 }, (_, index) => `word${index + 1}`).join(' ')
/** From the last keystroke until after the end of the draft, which takes about 0.7 s. */
const SPREAD_MS = 1_100
const ENDED = /Succeeded|Failed|Interrupted|Cancelled/

/** Repeatable noise in [0, 1), by Knuth's multiplicative hash. */
function noise(round: number): number {
  return ((round * 2_654_435_761) % 4_294_967_296) / 4_294_967_296
}

async function open(run: ElectronRun): Promise<{ page: Page; compose: ComposePage }> {
  const page = await run.window()
  await new Shell(page).ready()
  return { page, compose: new ComposePage(page) }
}

for (let part = 0; part < TESTS; part += 1) {
  test(`kill -9 at ${ROUNDS} moments of a job loses nothing that was typed, and marks what was cut (part ${part + 1})`, {
    tag: '@core',
  }, async ({ launcher, providers }) => {
    test.setTimeout(120_000)
    providers.local.setReply(WORDS)
    const outcomes = new Map<string, number>()
    let begun = 0
    let run = await launcher.start()
    const first = await open(run)
    await first.compose.useNoSources()
    await first.compose.route.selectOption('Local')
    for (let round = 0; round < ROUNDS; round += 1) {
      const number = part * ROUNDS + round
      const prompt = `Write a short note on tides, number ${number}.`
      const before = await open(run)
      // The app has started: it reads texts. Before that, on a busy machine, what is typed waits for half a second of the start's own work.
      await expect(before.compose.label).toHaveAttribute('aria-busy', 'false')
      await before.compose.prompt.fill(prompt)
      await before.compose.route.selectOption('Local')
      const moment = (((number % MOMENTS) + noise(number)) / MOMENTS) * SPREAD_MS
      // The first of all moments lies before the person presses anything.
      const pressed = number % MOMENTS > 0
      if (pressed) await before.compose.generate.click()
      else await promptSaved(run.dataDir, prompt)
      await delay(moment)
      await run.kill()

      run = await launcher.start()
      const { page, compose } = await open(run)
      await expect(compose.prompt).toHaveValue(prompt)
      if (!pressed) continue
      begun += 1
      await new Shell(page).goTo('Jobs')
      const row = new JobsPage(page).row(`number ${number}.`)
      await expect(row).toHaveCount(1)
      await expect(row).toContainText(ENDED, { timeout: 20_000 })
      const state = ENDED.exec((await row.textContent()) ?? '')?.[0] ?? 'none'
      outcomes.set(state, (outcomes.get(state) ?? 0) + 1)
      await new Shell(page).goTo('Compose')
    }
    // Every job has come to an end that is told; one that only the kill could have ended never counts as the person's choice.
    expect([...outcomes.values()].reduce((sum, count) => sum + count, 0)).toBe(begun)
    expect(outcomes.has('Cancelled')).toBe(false)
  })
}
