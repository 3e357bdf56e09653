import { expect } from '../fixtures.ts'
import { ComposePage } from './pages/compose-page.ts'
import { PrivacyPage } from './pages/privacy-page.ts'
import { Shell } from './pages/shell.ts'
import { test } from './with-providers.ts'

/** Long enough to be looked at while it is written. */
const WORDS = Array.from({ length: 150 }, (_, index) => `word${index + 1}`).join(' ')

test.beforeEach(async ({ page, providers }) => {
  providers.local.setReply(WORDS)
  await new Shell(page).ready()
  const compose = new ComposePage(page)
  await compose.useNoSources()
  await compose.prompt.fill('Write a long text about trees.')
})

test('a reload in the middle of a draft loses none of it', async ({ page }) => {
  const compose = new ComposePage(page)
  await compose.route.selectOption('Local')
  await compose.generate.click()
  await expect(compose.draftText).toContainText('word10 ')
  await page.reload()
  // Still being written: the part before the reload is there, and the rest follows.
  await expect(compose.stop).toBeVisible()
  await expect(compose.draftText).toContainText('word10 ')
  await expect(compose.record).toBeVisible({ timeout: 30_000 })
  await expect(compose.draftText).toHaveText(WORDS)
})

test('Escape stops the draft, and what was written is kept', async ({ page }) => {
  const compose = new ComposePage(page)
  await compose.route.selectOption('Local')
  await compose.generate.click()
  await expect(compose.draftText).toContainText('word10 ')
  await page.keyboard.press('Escape')
  await expect(compose.draft.getByRole('status').filter({ hasText: 'Stopped' })).toContainText('What was written so far is kept')
  await expect(compose.draftText).toContainText('word10')
  await expect(compose.draftText).not.toContainText('word150')
  await expect(compose.generate).toBeEnabled()
})

test('what left is shown with its bytes, can be deleted, and the chain still holds', async ({ page, providers }) => {
  const shell = new Shell(page)
  const compose = new ComposePage(page)
  const privacy = new PrivacyPage(page)
  providers.hosted.setReply('Trees give shade.')
  await compose.route.selectOption('Hosted')
  await compose.generate.click()
  await expect(compose.record).toBeVisible()
  await expect(compose.draftText).toHaveText('Trees give shade.')
  await expect(compose.egress).toContainText('sent')
  await compose.egress.getByRole('button', { name: /^View payload/ }).click()
  await expect(page.getByRole('dialog')).toContainText('Write a long text about trees.')
  await page.keyboard.press('Escape')

  await shell.goTo('Privacy')
  await privacy.ledger.getByRole('button', { name: /^Delete payload of entry/ }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete payload' }).click()
  await expect(privacy.ledger.getByRole('row').filter({ hasText: 'Payload deleted' })).toHaveCount(1)
  await privacy.verify.click()
  await expect(privacy.verification).toContainText('Chain intact')
})

test('on the hybrid route only masked text leaves, and the answer has the originals', async ({ page, providers }) => {
  const compose = new ComposePage(page)
  await compose.prompt.fill('Write a note to jane.doe@company-mail.com about trees.')
  await compose.route.selectOption('Hybrid')
  await compose.generate.click()
  await expect(compose.record).toBeVisible()
  await expect(compose.draftText).toContainText('jane.doe@company-mail.com')
  await compose.egress.getByRole('button', { name: /^View payload/ }).click()
  await expect(page.getByRole('dialog')).toContainText('about trees')
  await expect(page.getByRole('dialog')).not.toContainText('jane.doe@company-mail.com')
  expect(JSON.stringify(providers.hosted.requests)).not.toContain('jane.doe@company-mail.com')
})
