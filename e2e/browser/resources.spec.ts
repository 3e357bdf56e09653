import { expect, test } from '../fixtures.ts'
import { ResourcesPage } from './pages/resources-page.ts'
import { SettingsPage } from './pages/settings-page.ts'
import { Shell } from './pages/shell.ts'
import { seriousFindings } from './serious-findings.ts'

test('shows live numbers of the machine and of this app, and what they mean', { tag: '@core' }, async ({ page }) => {
  const shell = new Shell(page)
  const resources = new ResourcesPage(page)
  await shell.ready()
  await shell.goTo('Resources')
  await expect(resources.processor).toContainText(/\d+ %/)
  await expect(resources.processor).toContainText(/Whole machine, \d+ cores?/)
  await expect(resources.memory).toContainText(/This app \d/)
  await expect(resources.heat).toContainText(/Normal|Warm|Hot|Unknown/)
  await expect(resources.effects).toContainText('The extractive engine')
  await page.getByRole('button', { name: 'Models and providers are in Settings' }).click()
  await expect(new SettingsPage(page).providers).toContainText('On this machine')
  await shell.goTo('Resources')

  // A sample a second: the text must change by itself.
  const before = await resources.processor.textContent()
  const memoryBefore = await resources.memory.textContent()
  await expect
    .poll(async () => (await resources.processor.textContent()) !== before || (await resources.memory.textContent()) !== memoryBefore, {
      timeout: 15_000,
    })
    .toBe(true)
})

test('the charts have the levels at which background work makes way, are read by keys and as a table, and go back a month', async ({
  page,
}) => {
  const shell = new Shell(page)
  await shell.ready()
  await shell.goTo('Resources')
  const chart = page.getByRole('slider', { name: 'Processor load, last five minutes' })
  await expect(chart).toHaveAttribute('aria-valuetext', /Whole machine \d+ %.*This app \d+ %/)
  await expect(page.getByText('Background work stops', { exact: true })).toBeVisible()
  await chart.focus()
  await page.keyboard.press('Home')
  await expect(page.locator('.chart-tip')).toContainText('Whole machine')
  await page.keyboard.press('Escape')
  await expect(page.locator('.chart-tip')).toHaveCount(0)
  expect(await seriousFindings(page, 'all')).toEqual([])

  await page.getByRole('button', { name: 'Processor load, last five minutes: show as a table' }).click()
  const table = page.getByRole('region', { name: 'Processor load, last five minutes, as a table' })
  await expect(table).toContainText('Background work stops at')
  await expect(table.getByRole('row').nth(1)).toContainText(/\d+ %/)

  await page.getByRole('radio', { name: '30 days' }).check({ force: true })
  await expect(page.getByText('Nothing is kept of this time yet')).toBeVisible()
  await expect(page.getByRole('slider', { name: 'Memory in use, last 30 days' })).toBeVisible()
})
