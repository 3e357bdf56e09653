import { expect, test } from '../fixtures.ts'
import { ComposePage } from './pages/compose-page.ts'
import { PrivacyPage } from './pages/privacy-page.ts'
import { savedFile } from './pages/saved-file.ts'
import { Shell } from './pages/shell.ts'

test.beforeEach(async ({ page }) => {
  const shell = new Shell(page)
  await shell.ready()
  await shell.goTo('Privacy')
})

test('each rule of the policy is a sentence with its choice in it, and what would be looser is locked with the reason', async ({
  page,
}) => {
  const privacy = new PrivacyPage(page)
  await privacy.open('Policy')
  await expect(privacy.rule('Restricted')).toContainText(
    /Restricted text, with credentials, government ids, card or bank numbers or health data,.*stays on this machine/,
  )
  await expect(privacy.choice('Public', 'may leave as written')).toBeChecked()
  await expect(privacy.choice('Confidential', 'may leave only masked')).toBeChecked()
  for (const locked of [privacy.choice('Confidential', 'may leave as written'), privacy.choice('Restricted', 'may leave only masked')]) {
    await expect(locked).toBeDisabled()
    await expect(locked).toHaveAccessibleDescription(/Locked: the built-in policy .* Only an administrator’s signature could open them/)
  }
  await expect(privacy.save).toBeDisabled()
})

test('several rules are changed as one: tried on recent requests first, saved, on record, and undone in one step', {
  tag: '@core',
}, async ({ page }) => {
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
  await expect(privacy.simulation).toContainText('Choose another end for a sentence')
  await privacy.choice('Confidential', 'stays on this machine').check()
  await privacy.choice('Internal', 'stays on this machine').check()
  await expect(privacy.simulation).toContainText('would have gone the same way')
  await privacy.testText.fill('Write to jane.doe@company-mail.com about trees.')
  await expect(privacy.testResult).toContainText('With the choice that is not saved yet: it stays on this machine.')
  await expect(privacy.allowedRoutes.getByRole('listitem')).toHaveText(['Local', 'Hybrid'])

  await privacy.save.click()
  await expect(privacy.notice).toContainText('The policy holds from now on.')
  await expect(privacy.save).toBeDisabled()
  await expect(privacy.allowedRoutes.getByRole('listitem')).toHaveText(['Local'])
  await expect(privacy.policyChanges.getByRole('listitem').first()).toContainText('Confidential text may run: Local, Hybrid → Local')
  await privacy.notice.getByRole('button', { name: 'Undo' }).click()
  await expect(privacy.choice('Confidential', 'may leave only masked')).toBeChecked()
  await expect(privacy.choice('Internal', 'may leave only masked')).toBeChecked()
  await expect(privacy.policyChanges).toContainText('2 changes')
})

test('what was chosen and not saved is discarded, by keyboard', async ({ page }) => {
  const privacy = new PrivacyPage(page)
  await privacy.open('Policy')
  await privacy.choice('Public', 'may leave as written').focus()
  await page.keyboard.press('ArrowRight')
  await expect(privacy.choice('Public', 'may leave only masked')).toBeChecked()
  await expect(privacy.rule('Public')).toContainText('Not saved')
  await expect(privacy.simulation).toContainText('There are no requests yet')
  await page.getByRole('button', { name: 'Discard' }).press('Enter')
  await expect(privacy.choice('Public', 'may leave as written')).toBeChecked()
  await expect(privacy.rule('Public')).not.toContainText('Not saved')
})

test('the findings of recent requests are counted by type, day, recogniser and what became of them', async ({ page }) => {
  const shell = new Shell(page)
  const privacy = new PrivacyPage(page)
  const compose = new ComposePage(page)
  await privacy.open('Findings')
  await expect(privacy.findings).toContainText('Nothing was found in this time')
  await shell.goTo('Compose')
  await compose.useNoSources()
  await compose.prompt.fill('Write to jane.doe@company-mail.com and joe.bloggs@company-mail.com about trees.')
  await compose.generate.click()
  await expect(compose.record).toBeVisible()
  await shell.goTo('Privacy')
  await privacy.open('Findings')
  await expect(page.getByRole('status', { name: 'Requests that were looked at' })).toContainText('1 request looked at')
  await expect(page.getByRole('list', { name: 'Findings by type' })).toContainText('E-mail address2')
  await expect(page.getByRole('list', { name: 'What became of them' }).getByRole('listitem').first()).toContainText(
    /Kept on this machine.*2100 %, in 1 request/,
  )
  await expect(page.getByRole('table', { name: 'Findings by recogniser' }).getByRole('row')).not.toHaveCount(1)
  await expect(page.getByRole('slider', { name: 'Findings by day' })).toHaveAttribute('aria-valuetext', /People 2/)
  await privacy.findings.getByRole('button', { name: 'Show them' }).click()
  await expect(privacy.dismissals).toBeVisible()
})

test('a text is tried in the test box: label, findings, routes and what would leave, and nothing of it is kept', async ({ page }) => {
  const privacy = new PrivacyPage(page)
  await privacy.open('Policy')
  await privacy.testText.fill('Write to jane.doe@company-mail.com about the oak trees.')
  await expect(privacy.testResult).toContainText('Confidential: only masked text may leave.')
  await expect(privacy.allowedRoutes.getByRole('listitem')).toHaveText(['Local', 'Hybrid'])
  await expect(privacy.testResult.getByRole('table', { name: 'Findings of the test' })).toContainText('E-mail address')
  await expect(privacy.testResult).toContainText('1 place replaced')
  const masked = privacy.testResult.getByText(/about the oak trees/).first()
  await expect(masked).not.toContainText('jane.doe@company-mail.com')

  await privacy.testText.fill('The card is 4539 5787 6362 1486.')
  await expect(privacy.testResult).toContainText('Nothing. This text stays on this machine.')
  await expect(privacy.allowedRoutes.getByRole('listitem')).toHaveText(['Local'])

  await page.reload()
  await new Shell(page).ready()
  await privacy.open('Policy')
  await expect(privacy.testText).toHaveValue('')
  await privacy.open('Findings')
  await expect(page.getByRole('status', { name: 'Requests that were looked at' })).toContainText('0 requests')
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

test('rules are taken to a file and from one, and what was added is taken back in one step', async ({ page }) => {
  const privacy = new PrivacyPage(page)
  await privacy.open('Your rules')
  const importing = page.getByRole('button', { name: 'Import…' })
  const file = page.getByLabel('File with rules')
  await expect(importing).toBeEnabled()
  await file.setInputFiles({ name: 'words.txt', mimeType: 'text/plain', buffer: Buffer.from('Nightjar\nProject Heron\nNIGHTJAR\n') })
  const dialog = page.getByRole('dialog', { name: 'Rules from “words.txt”' })
  await expect(dialog.getByRole('list', { name: 'Rules to add' }).getByRole('listitem')).toHaveCount(2)
  await expect(dialog).toContainText('1 rule holds here already or stands twice in it.')
  await dialog.getByRole('button', { name: 'Add 2 rules' }).click()
  await expect(privacy.notice).toContainText('2 rules were added.')
  await expect(privacy.privateRules.getByRole('row')).toHaveCount(3)

  const saved = await savedFile(page, () => page.getByRole('button', { name: 'Export' }).click())
  expect(saved.name).toMatch(/^tidegate-rules-\d{4}-\d{2}-\d{2}\.json$/)
  await expect(privacy.notice).toContainText('2 rules exported')
  for (const name of ['Nightjar', 'Project Heron']) await privacy.privateRules.getByRole('button', { name: `Remove: ${name}` }).click()
  await expect(privacy.privateRules.getByRole('row')).toHaveCount(0)
  await file.setInputFiles({ name: 'rules.json', mimeType: 'application/json', buffer: saved.bytes })
  await page.getByRole('dialog').getByRole('button', { name: 'Add 2 rules' }).click()
  await expect(privacy.privateRules.getByRole('row')).toHaveCount(3)
  await privacy.notice.getByRole('button', { name: 'Undo' }).click()
  await expect(privacy.privateRules.getByRole('row')).toHaveCount(0)

  await file.setInputFiles({ name: 'other.json', mimeType: 'application/json', buffer: Buffer.from('{"a": 1}') })
  await expect(privacy.notice).toContainText('“other.json” holds no rules.')
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

test('local only for every request holds everywhere, and can be taken back', { tag: '@core' }, async ({ page }) => {
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
