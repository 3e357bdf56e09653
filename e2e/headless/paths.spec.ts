import { ModelsPage } from '../browser/pages/models-page.ts'
import { SettingsPage } from '../browser/pages/settings-page.ts'
import { Shell } from '../browser/pages/shell.ts'
import { expect, test } from '../fixtures.ts'

test.use({ hostStart: 'process' })

test('a host without a desktop offers no dialog for paths, and opens none when it is asked', { tag: '@core' }, async ({ page, host }) => {
  const shell = new Shell(page)
  const models = new ModelsPage(page)
  await shell.ready()
  await page.getByRole('button', { name: 'Add folder' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a folder' })
  await expect(dialog.getByLabel('Path of the folder')).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Choose…' })).toHaveCount(0)
  await page.keyboard.press('Escape')
  await new SettingsPage(page).open('Models')
  await models.press('Add a model…')
  await expect(models.path).toBeVisible()
  await expect(models.dialog.getByRole('button', { name: 'Choose…' })).toHaveCount(0)
  const response = await fetch(`${new URL(host.url).origin}/api/host/choose-path`, {
    method: 'POST',
    body: JSON.stringify({ kind: 'folder' }),
    headers: { authorization: `Bearer ${host.token}`, 'content-type': 'application/json' },
  })
  expect([response.status, await response.json()]).toEqual([200, { path: null }])
})
