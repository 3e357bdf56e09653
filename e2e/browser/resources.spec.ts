import { expect, test } from '../fixtures.ts'
import { ResourcesPage } from './pages/resources-page.ts'
import { SettingsPage } from './pages/settings-page.ts'
import { Shell } from './pages/shell.ts'

test('shows live numbers of the machine and of this app, and what they mean', async ({ page }) => {
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
