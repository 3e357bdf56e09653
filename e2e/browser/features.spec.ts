import { expect } from '../fixtures.ts'
import { ComposePage } from './pages/compose-page.ts'
import { SettingsPage } from './pages/settings-page.ts'
import { Shell } from './pages/shell.ts'
import { seriousFindings } from './serious-findings.ts'
import { test } from './with-providers.ts'

test('a feature is switched off for all at once, and the notice takes it back', { tag: '@core' }, async ({ page }) => {
  const shell = new Shell(page)
  const settings = new SettingsPage(page)
  await shell.ready()
  await shell.goTo('Settings')
  await settings.open('Features')
  const repair = settings.setting('Repair of citations')
  await repair.getByRole('switch').click()
  await expect(repair.getByRole('switch')).not.toBeChecked()
  await shell.notice.getByRole('button', { name: 'Undo' }).click()
  await expect(repair.getByRole('switch')).toBeChecked()
})

test('a feature is switched off step by step: how it stands is shown, and it is held, sent on and taken back', async ({
  page,
  providers,
}) => {
  providers.local.setReply('Trees give shade.')
  const shell = new Shell(page)
  const settings = new SettingsPage(page)
  const compose = new ComposePage(page)
  await shell.ready()
  await shell.goTo('Settings')
  await settings.open('Features')
  const feature = settings.setting('Trained estimate of difficulty')
  await feature.getByRole('button', { name: 'Switch off step by step' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Begin with 5 %' }).click()
  const step = feature.getByRole('list', { name: 'Steps' }).locator('[aria-current=step]')
  await expect(step).toHaveText('5 %')
  await expect(feature.getByRole('switch')).toHaveCount(0)
  await expect(feature.getByRole('status')).toHaveText(
    'Too early: 0 requests with the change and 0 without it so far; 50 of each are needed.',
  )

  await shell.goTo('Compose')
  await compose.route.selectOption('Local')
  await compose.prompt.fill('Write about trees.')
  await compose.generate.click()
  await expect(compose.record).toBeVisible()
  await shell.goTo('Settings')
  await expect(feature.getByRole('row', { name: /^Drafts that failed/ })).toContainText('of 1')
  expect(await seriousFindings(page, 'all')).toEqual([])

  await feature.getByRole('button', { name: /^Hold/ }).click()
  await expect(feature.getByRole('status')).toHaveText('Held by hand.')
  await feature.getByRole('button', { name: /^Go on/ }).click()
  await feature.getByRole('button', { name: /^Next step/ }).click()
  await expect(step).toHaveText('10 %')
  await feature.getByRole('button', { name: /^Take back/ }).click()
  await expect(feature.getByRole('switch')).toBeChecked()
  await expect(page.getByRole('region', { name: 'Earlier' })).toContainText('Taken back')
})
