import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { Shell } from './pages/shell.ts'
import { seriousFindings } from './serious-findings.ts'

// The machine may be as busy as it likes.
test.use({ config: { machine: { cpuSaturatedPct: 101 } } })

const FIRST_SCREEN = '  - wait: { for: { role: checkbox, name: board-notes.md } }'
const NEVER = '  - wait: { text: Nobody wrote this, seconds: 60 }'
const SCENARIOS = { 'own-holds': ['own-quick', FIRST_SCREEN], 'own-waits': ['own-slow', NEVER] } as const

async function openTesting(page: Page, dataDir: string): Promise<void> {
  const folder = join(dataDir, 'scenarios')
  mkdirSync(folder)
  for (const [name, [tag, step]] of Object.entries(SCENARIOS)) {
    const text = `name: ${name}\ntitle: Title of ${name}\ntags: [${tag}]\nsteps:\n${step}\nexpect:\n  - text: Prompt\n`
    writeFileSync(join(folder, `${name}.yaml`), text)
  }
  const shell = new Shell(page)
  await shell.ready()
  await shell.goTo('Testing')
}

test('scenarios with a tag are run in the background, by keys alone, and what they came to is shown', async ({ page, host }) => {
  test.slow()
  await openTesting(page, host.dataDir)
  const card = page.getByRole('region', { name: 'Run scenarios' })
  await expect(card.getByText(/^All \d+ scenarios\.$/)).toBeVisible()
  const guard = page.getByRole('region', { name: 'Rollout' })
  await expect(guard).toContainText('No scenario was run on it yet.')
  await card.getByRole('checkbox', { name: 'own-quick' }).focus()
  await page.keyboard.press('Space')
  await expect(card.getByText('1 scenario.')).toBeVisible()
  expect(await seriousFindings(page, 'all')).toEqual([])
  await card.getByRole('button', { name: 'Run', exact: true }).focus()
  await page.keyboard.press('Enter')
  const run = page.getByRole('region', { name: /^Run of/ })
  await expect(run.getByRole('heading', { name: '1 passed' })).toBeVisible({ timeout: 60_000 })
  await expect(run).toContainText('Title of own-holds')
  await expect(guard).toContainText('Its largest run has 1 scenario, which is too few.')
  await expect(card.getByRole('button', { name: 'Run', exact: true })).toBeEnabled()

  await new Shell(page).goTo('Jobs')
  const jobs = page.getByRole('table', { name: 'Jobs' })
  await expect(jobs.getByText('Run scenarios')).toBeVisible()
  await expect(jobs.getByText(/^1 passed\. Took /)).toBeVisible()
})

test('a run shows how far it is, and is stopped', async ({ page, host }) => {
  test.slow()
  await openTesting(page, host.dataDir)
  const card = page.getByRole('region', { name: 'Run scenarios' })
  await card.getByRole('checkbox', { name: 'own-slow' }).check()
  await card.getByRole('button', { name: 'Run', exact: true }).click()
  const progress = card.getByRole('region', { name: 'The run that is under way' })
  await expect(progress.getByRole('progressbar', { name: 'How far the run is' })).toBeVisible()
  await expect(progress).toContainText('Opening the app', { timeout: 30_000 })
  expect(await seriousFindings(page, 'all')).toEqual([])
  await progress.getByRole('button', { name: 'Stop the run' }).click()
  await expect(card.getByRole('button', { name: 'Run', exact: true })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('region', { name: /^Run of/ }).getByRole('heading', { name: '0 passed · 1 was not run' })).toBeVisible()
})

test('runs are put on a schedule, changed and switched off', async ({ page, host }) => {
  await openTesting(page, host.dataDir)
  const card = page.getByRole('region', { name: 'Run on a schedule' })
  const onOff = card.getByRole('switch', { name: /^Run on a schedule/ })
  await expect(card).toContainText('Nothing comes by itself.')
  await onOff.click()
  await expect(onOff).toBeChecked()
  await expect(card.getByText(/^Next: /)).toBeVisible()
  const first = await card.getByText(/^Next: /).textContent()

  await card.getByRole('button', { name: 'When, and which scenarios' }).click()
  await card.getByLabel('When', { exact: true }).selectOption('A pattern of your own')
  const pattern = card.getByLabel('Minute, hour, day, month and weekday, as in crontab')
  await pattern.fill('at noon')
  await card.getByRole('button', { name: 'Keep the changes' }).click()
  await expect(card.getByRole('alert')).toContainText('is no schedule')
  await expect(pattern).toHaveAttribute('aria-invalid', 'true')
  await pattern.fill('30 12 24 12 *')
  await card.getByLabel('Time zone').fill('Europe/Berlin')
  await card.getByRole('checkbox', { name: 'own-quick' }).check()
  expect(await seriousFindings(page, 'all')).toEqual([])
  await card.getByRole('button', { name: 'Keep the changes' }).click()
  await expect(card.getByRole('alert')).toHaveCount(0)
  await expect(card.getByRole('button', { name: 'Keep the changes' })).toHaveCount(0)
  await expect(card.getByText(/^Next: /)).not.toHaveText(first ?? '')

  await onOff.click()
  await expect(onOff).not.toBeChecked()
  await expect(card).toContainText('Nothing comes by itself.')
  // What was set is there when it is switched on again, also for another window.
  await page.reload()
  await new Shell(page).ready()
  await card.getByRole('button', { name: 'When, and which scenarios' }).click()
  await expect(pattern).toHaveValue('30 12 24 12 *')
  await expect(card.getByLabel('Time zone')).toHaveValue('Europe/Berlin')
  await expect(card.getByRole('checkbox', { name: 'own-quick' })).toBeChecked()
})
