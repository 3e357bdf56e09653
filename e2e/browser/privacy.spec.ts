import { expect, test } from '../fixtures.ts'
import { ComposePage } from './pages/compose-page.ts'
import { PrivacyPage } from './pages/privacy-page.ts'
import { Shell } from './pages/shell.ts'

test.beforeEach(async ({ page }) => {
  const shell = new Shell(page)
  await shell.ready()
  await shell.goTo('Privacy')
})

test('each rule of the policy is a sentence, and what would be looser is locked with the reason', async ({ page }) => {
  const privacy = new PrivacyPage(page)
  await privacy.open('Policy')
  await expect(privacy.rule('Restricted')).toContainText(
    'Credentials, government ids, card and bank numbers and health data stay on this machine.',
  )
  await expect(privacy.choice('Public', 'May leave as written')).toBeChecked()
  await expect(privacy.choice('Confidential', 'Only masked text may leave')).toBeChecked()
  for (const locked of [
    privacy.choice('Confidential', 'May leave as written'),
    privacy.choice('Restricted', 'Only masked text may leave'),
  ]) {
    await expect(locked).toBeDisabled()
    await expect(locked).toHaveAccessibleDescription(/Only an administrator’s signature could open them/)
  }
})

test('a stricter rule is tried on recent requests before it holds, holds for the gate, and can be undone', async ({ page }) => {
  const shell = new Shell(page)
  const privacy = new PrivacyPage(page)
  const compose = new ComposePage(page)
  await shell.goTo('Compose')
  await compose.useNoSources()
  await compose.prompt.fill('Write to jane.doe@company-mail.com about trees.')
  await compose.generate.click()
  await expect(compose.record).toBeVisible()

  await shell.goTo('Privacy')
  await privacy.open('Policy')
  await privacy.choice('Confidential', 'Stays on this machine').check()
  await expect(privacy.rule('Confidential').getByRole('status')).toContainText('would be judged as it was')
  await privacy.rule('Confidential').getByRole('button', { name: 'Apply' }).click()
  await expect(privacy.notice).toContainText('The rule holds from now on.')
  await expect(privacy.rule('Confidential')).toContainText('postal addresses and birth dates stay on this machine.')

  await privacy.open('Test box')
  await privacy.testText.fill('Write to jane.doe@company-mail.com about trees.')
  await expect(privacy.allowedRoutes.getByRole('listitem')).toHaveText(['Local'])
  await privacy.notice.getByRole('button', { name: 'Undo' }).click()
  await privacy.open('Policy')
  await expect(privacy.choice('Confidential', 'Only masked text may leave')).toBeChecked()
})

test('the findings of recent requests are counted by type', async ({ page }) => {
  const shell = new Shell(page)
  const compose = new ComposePage(page)
  await shell.goTo('Compose')
  await compose.useNoSources()
  await compose.prompt.fill('Write to jane.doe@company-mail.com and joe.bloggs@company-mail.com about trees.')
  await compose.generate.click()
  await expect(compose.record).toBeVisible()
  await shell.goTo('Privacy')
  await new PrivacyPage(page).open('Policy')
  const statistics = page.getByRole('region', { name: 'Findings, last 30 days' })
  await expect(statistics).toContainText('1 request')
  await expect(statistics).toContainText('Email address 2')
})

test('a text is tried in the test box: label, findings, routes and what would leave, and nothing of it is kept', async ({ page }) => {
  const privacy = new PrivacyPage(page)
  await privacy.open('Test box')
  await privacy.testText.fill('Write to jane.doe@company-mail.com about the oak trees.')
  await expect(privacy.testResult).toContainText('Confidential: only masked text may leave.')
  await expect(privacy.allowedRoutes.getByRole('listitem')).toHaveText(['Local', 'Hybrid'])
  await expect(privacy.testResult.getByRole('table', { name: 'Findings of the test' })).toContainText('Email address')
  await expect(privacy.testResult).toContainText('1 place replaced')
  const masked = privacy.testResult.getByText(/about the oak trees/).first()
  await expect(masked).not.toContainText('jane.doe@company-mail.com')

  await privacy.testText.fill('The card is 4539 5787 6362 1486.')
  await expect(privacy.testResult).toContainText('Nothing. This text stays on this machine.')
  await expect(privacy.allowedRoutes.getByRole('listitem')).toHaveText(['Local'])

  await page.reload()
  await new Shell(page).ready()
  await privacy.open('Test box')
  await expect(privacy.testText).toHaveValue('')
  await privacy.open('Policy')
  await expect(page.getByRole('region', { name: 'Findings, last 30 days' })).toContainText('0 requests')
})

test('a word and a pattern are tried, added, found in the prompt, and removed with an undo', async ({ page }) => {
  const shell = new Shell(page)
  const privacy = new PrivacyPage(page)
  const compose = new ComposePage(page)
  await privacy.open('Your rules')
  const text = privacy.ruleForm.getByRole('textbox', { name: /^(Word or phrase|Pattern)$/ })
  await text.fill('Nightjar')
  await privacy.ruleForm.getByRole('combobox', { name: 'Makes a text' }).selectOption('Restricted')
  await privacy.ruleForm.getByRole('textbox', { name: 'Try it on a text' }).fill('nightjar and Nightjar, not Nightjars')
  await expect(privacy.ruleForm).toContainText('Found 2 times in the text')
  await privacy.ruleForm.getByRole('button', { name: 'Add rule' }).click()
  await expect(privacy.privateRules.getByRole('row', { name: /Nightjar/ })).toContainText('Restricted')

  await privacy.ruleForm.getByRole('combobox', { name: 'Kind' }).selectOption('Pattern')
  await text.fill('(unclosed')
  await expect(text).toHaveAccessibleDescription(/not a valid pattern/)
  await expect(privacy.ruleForm.getByRole('button', { name: 'Add rule' })).toBeDisabled()
  await text.fill('(?:\\w{0,200}q){2}')
  await expect(text).toHaveAccessibleDescription(/at most 250 are allowed/)
  await text.fill('CUST-\\d{4}')
  await privacy.ruleForm.getByRole('button', { name: 'Add rule' }).click()
  await expect(privacy.privateRules.getByRole('row')).toHaveCount(3)

  await shell.goTo('Compose')
  await compose.useNoSources()
  await compose.prompt.fill('Ask cust-2041 about Nightjar.')
  await expect(compose.findings.getByRole('option')).toHaveCount(2)
  await expect(compose.label).toHaveText('Restricted')

  await shell.goTo('Privacy')
  await privacy.privateRules.getByRole('button', { name: 'Remove: Nightjar' }).click()
  await expect(privacy.privateRules.getByRole('row')).toHaveCount(2)
  await expect(privacy.notice).toContainText('The rule was removed.')
  await privacy.notice.getByRole('button', { name: 'Undo' }).click()
  await expect(privacy.privateRules.getByRole('row')).toHaveCount(3)
  await page.getByRole('button', { name: '1 rule no longer held' }).click()
  await expect(page.getByRole('table', { name: 'Rules no longer held' })).toContainText('Nightjar')
})

test('what was marked as not private is listed with its time and can be revoked', async ({ page }) => {
  const shell = new Shell(page)
  const privacy = new PrivacyPage(page)
  const compose = new ComposePage(page)
  await shell.goTo('Compose')
  await compose.useNoSources()
  await compose.prompt.fill('Write to jane.doe@company-mail.com today.')
  await expect(compose.findings.getByRole('option')).toHaveCount(1)
  await compose.findings.focus()
  await page.keyboard.press('Enter')
  await compose.actions.getByRole('button', { name: 'Not private' }).click()
  await expect(compose.label).toHaveText('Public')

  await shell.goTo('Privacy')
  await privacy.open('Your rules')
  const row = privacy.dismissals.getByRole('row', { name: /jane\.doe@company-mail\.com/ })
  await expect(row).toContainText(String(new Date().getFullYear()))
  await row.getByRole('button', { name: /^Revoke/ }).click()
  await expect(row).toHaveCount(0)
  await shell.goTo('Compose')
  await expect(compose.label).toHaveText('Confidential')
})

test('the chain of the ledger is verified on request', async ({ page }) => {
  const privacy = new PrivacyPage(page)
  await privacy.verify.click()
  await expect(privacy.verification).toContainText('Chain intact')
})

test('local only for every request holds everywhere, and can be taken back', async ({ page }) => {
  const shell = new Shell(page)
  const privacy = new PrivacyPage(page)
  await privacy.open('Policy')
  await privacy.localOnly.click()
  await expect(shell.status).toContainText('Privacy mode: local only')
  await expect(page.getByText('Local only is on: everything stays on this machine')).toBeVisible()
  await shell.goTo('Compose')
  await expect(new ComposePage(page).localOnly).toBeChecked()
  await expect(new ComposePage(page).localOnly).toBeDisabled()
  await shell.goTo('Privacy')
  await privacy.localOnly.click()
  await expect(shell.status).toContainText('Privacy mode: balanced')
})
