import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '../fixtures.ts'
import { SettingsPage } from './pages/settings-page.ts'
import { Shell } from './pages/shell.ts'
import { seriousFindings } from './serious-findings.ts'

test('what other programs may do is found, switched on, taken back and undone; a higher level of reading includes the lower ones', async ({
  page,
  host,
}) => {
  const stored = (): unknown => {
    const { mcp } = JSON.parse(readFileSync(join(host.dataDir, 'config.json'), 'utf8')) as { mcp?: { grants?: unknown } }
    return mcp?.grants ?? []
  }
  const shell = new Shell(page)
  await shell.ready()
  const settings = new SettingsPage(page)
  await settings.open('Other programs')
  expect(await seriousFindings(page, 'all')).toEqual([])
  const drafts = settings.setting('Write drafts').getByRole('switch', { name: 'Write drafts Not allowed' })
  await expect(drafts).not.toBeChecked()
  await drafts.focus()
  await page.keyboard.press('Space')
  await expect(settings.setting('Write drafts').getByRole('switch', { name: 'Write drafts Allowed' })).toBeChecked()
  await expect(shell.notice).toContainText('Allowed from now on: Write drafts.')
  expect(stored()).toEqual(['generate'])

  await settings.setting('Run scenarios').getByRole('switch').click()
  await expect(shell.notice).toContainText('Allowed from now on: Run scenarios.')
  await shell.notice.getByRole('button', { name: 'Undo' }).last().click()
  await expect(settings.setting('Run scenarios').getByRole('switch')).not.toBeChecked()
  expect(stored()).toEqual(['generate'])

  await settings.setting('Read what is confidential').getByRole('switch').click()
  const internal = settings.setting('Read what is internal').getByRole('switch', { name: 'Read what is internal Included below' })
  await expect(internal).toBeChecked()
  await expect(internal).toBeDisabled()
  await expect(settings.setting('Read everything').getByRole('switch')).not.toBeChecked()
  await settings.setting('Read what is confidential').getByRole('switch').click()
  await expect(settings.setting('Read what is internal').getByRole('switch')).not.toBeChecked()
  expect(stored()).toEqual(['generate'])

  await settings.show('About')
  await settings.search.fill('unmask')
  await expect(settings.results.getByRole('option').first()).toContainText('Put originals back')
  await page.keyboard.press('Enter')
  await expect(settings.setting('Put originals back')).toBeFocused()
})
