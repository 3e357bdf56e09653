import { expect, test } from '../fixtures.ts'
import { ComposePage } from './pages/compose-page.ts'
import { PrivacyPage } from './pages/privacy-page.ts'
import { Shell } from './pages/shell.ts'

test('the policy shows what each label allows', async ({ page }) => {
  const shell = new Shell(page)
  const privacy = new PrivacyPage(page)
  await shell.ready()
  await shell.goTo('Privacy')
  // Columns: local, hybrid, hosted.
  await expect(privacy.policyRow('Public').getByRole('cell')).toHaveText(['Allowed', 'Allowed', 'Allowed'])
  await expect(privacy.policyRow('Confidential').getByRole('cell')).toHaveText(['Allowed', 'Allowed', 'No'])
  await expect(privacy.policyRow('Restricted').getByRole('cell')).toHaveText(['Allowed', 'No', 'No'])
})

test('the chain of the ledger is verified on request', async ({ page }) => {
  const shell = new Shell(page)
  const privacy = new PrivacyPage(page)
  await shell.ready()
  await shell.goTo('Privacy')
  await privacy.verify.click()
  await expect(privacy.verification).toContainText('Chain intact')
})

test('local only for every request holds everywhere, and can be taken back', async ({ page }) => {
  const shell = new Shell(page)
  const privacy = new PrivacyPage(page)
  await shell.ready()
  await shell.goTo('Privacy')
  await privacy.localOnly.click()
  await expect(shell.status).toContainText('Privacy mode: local-only')
  await expect(privacy.policyRow('Public').getByRole('cell')).toHaveText(['Allowed', 'No', 'No'])
  await shell.goTo('Compose')
  await expect(new ComposePage(page).localOnly).toBeChecked()
  await expect(new ComposePage(page).localOnly).toBeDisabled()
  await shell.goTo('Privacy')
  await privacy.localOnly.click()
  await expect(shell.status).toContainText('Privacy mode: balanced')
})
