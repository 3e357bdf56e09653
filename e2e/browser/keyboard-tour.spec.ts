import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '../fixtures.ts'
import { ComposePage } from './pages/compose-page.ts'
import { DraftPage } from './pages/draft-page.ts'
import { JobsPage } from './pages/jobs-page.ts'
import { Keyboard } from './pages/keyboard.ts'
import { PrivacyPage } from './pages/privacy-page.ts'
import { SettingsPage } from './pages/settings-page.ts'
import { Shell } from './pages/shell.ts'

/** The tour of the README without a mouse: nothing here clicks, hovers or sets a value past the keys. */
const PROMPT = 'Summarise the launch plan for the board.'
let folder: string

test.beforeEach(async ({ page }) => {
  folder = join(mkdtempSync(join(tmpdir(), 'tour-')), 'orchard')
  mkdirSync(folder)
  writeFileSync(join(folder, 'notes.md'), '# Orchard\n\nThe orchard has forty apple trees.\n')
  await new Shell(page).ready()
  await new ComposePage(page).samplesAdded()
})
test.afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }))

test('a source by its path, a prompt, why it runs here, a draft, a citation and an edit, by keyboard alone', async ({ page }) => {
  const keyboard = new Keyboard(page)
  const compose = new ComposePage(page)
  const draft = new DraftPage(page)

  await keyboard.expectFocus(compose.prompt)
  await keyboard.type(PROMPT)
  const addFolder = page.getByRole('button', { name: 'Add folder' })
  await keyboard.walkTo(addFolder)
  await keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Add a folder' })
  await keyboard.expectFocus(dialog.getByLabel('Path of the folder'))
  await keyboard.type(folder)
  await keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await keyboard.expectFocus(addFolder)
  const added = page.getByRole('checkbox', { name: 'orchard' })
  await keyboard.walkTo(added)
  await expect(added).toBeChecked()
  await keyboard.press('Space')
  await expect(added).not.toBeChecked()
  await keyboard.expectFocus(added)

  await keyboard.walkTo(compose.why, 'Shift+Tab')
  await keyboard.press('Enter')
  await expect(page.getByRole('list', { name: 'Reasons' })).toBeVisible()
  await keyboard.expectFocus(compose.why)
  await keyboard.press('Enter')
  await expect(page.getByRole('list', { name: 'Reasons' })).toBeHidden()

  await keyboard.walkTo(compose.generate)
  await keyboard.press('Enter')
  await expect(compose.record).toBeVisible()
  await keyboard.expectNotLost()

  await keyboard.walkTo(compose.citations.first())
  await keyboard.press('Enter')
  await expect(compose.sourcePanel.locator('mark')).toBeInViewport()
  await expect(compose.sourcePanel.getByRole('heading')).toBeFocused()
  await keyboard.press('Escape')
  await expect(compose.sourcePanel).toBeHidden()
  await keyboard.expectFocus(compose.citations.first())

  await keyboard.walkTo(draft.edit, 'Shift+Tab')
  await keyboard.press('Enter')
  await expect(draft.editor).toBeFocused()
  await keyboard.press('Control+End')
  await keyboard.type('\n\nAsk the harbour master.')
  await keyboard.walkTo(draft.keep)
  await keyboard.press('Enter')
  await expect(compose.draftText).toContainText('Ask the harbour master.')
  await keyboard.expectNotLost()
  await keyboard.walkTo(draft.versionsButton, 'Shift+Tab')
  await keyboard.press('Enter')
  await expect(draft.versions.getByRole('heading')).toBeFocused()
  await keyboard.walkTo(draft.versions.getByRole('button', { name: 'Bring back' }))
  await keyboard.press('Enter')
  await expect(draft.versions.getByRole('listitem')).toHaveCount(3)
  await keyboard.expectNotLost()
  await keyboard.press('Escape')
  await expect(draft.versions).toBeHidden()
  await keyboard.expectNotLost()
})

test('what left, the job of a request, the privacy mode, the theme and a backup, by keyboard alone', async ({ page }) => {
  const keyboard = new Keyboard(page)
  const shell = new Shell(page)
  const compose = new ComposePage(page)
  const jobs = new JobsPage(page)
  const privacy = new PrivacyPage(page)
  const settings = new SettingsPage(page)
  await keyboard.type(PROMPT)
  await keyboard.press('Control+Enter')
  await expect(compose.egress).toContainText('Nothing left this machine.')

  await keyboard.press('Control+2')
  await expect(shell.heading('Jobs')).toBeFocused()
  await keyboard.walkTo(jobs.search)
  await keyboard.type('launch plan')
  await expect(jobs.count).toHaveText('1 job fits the filter')
  const details = jobs.table.getByRole('button', { name: `Details of ${PROMPT}` })
  await keyboard.walkTo(details)
  await keyboard.press('Enter')
  await expect(jobs.transitions.last()).toContainText('Succeeded')
  await keyboard.expectNotLost()
  await keyboard.press('Escape')
  await expect(jobs.detail).toBeHidden()
  await keyboard.expectFocus(details)

  await keyboard.press('Control+3')
  await expect(shell.heading('Privacy')).toBeFocused()
  await keyboard.walkTo(privacy.verify)
  await keyboard.press('Enter')
  await expect(privacy.verification).toContainText('Chain intact')
  await keyboard.expectFocus(privacy.verify)
  await keyboard.walkTo(page.getByRole('tab', { name: 'Egress ledger' }), 'Shift+Tab')
  await keyboard.press('ArrowRight')
  await keyboard.expectFocus(page.getByRole('tab', { name: 'Policy' }))
  await keyboard.press('Enter')
  await keyboard.walkTo(privacy.localOnly)
  await keyboard.press('Space')
  await expect(privacy.localOnly).toBeChecked()
  await keyboard.expectFocus(privacy.localOnly)

  await keyboard.press('Control+7')
  await expect(shell.heading('Settings')).toBeFocused()
  const appearance = settings.parts.getByRole('button', { name: 'Appearance' })
  await keyboard.walkTo(appearance)
  await keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 2, name: 'Appearance' })).toBeVisible()
  const theme = settings.setting('Theme')
  await keyboard.walkTo(theme.getByRole('radio', { name: 'System' }))
  await keyboard.press('ArrowRight', 'ArrowRight')
  await keyboard.expectFocus(theme.getByRole('radio', { name: 'Dark' }))
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')

  const data = settings.parts.getByRole('button', { name: 'Data', exact: true })
  await keyboard.walkTo(data, 'Shift+Tab')
  await keyboard.press('Enter')
  const backUp = settings.setting('Back up now').getByRole('button', { name: 'Back up now' })
  await keyboard.walkTo(backUp)
  await keyboard.press('Enter')
  await expect(settings.setting('Back up now').getByRole('status')).toContainText('Backed up and verified')
  await keyboard.expectFocus(backUp)
})

test('whoever looks into the history from the prompt goes on there, also where it took the place of the prompt', async ({ page }) => {
  const compose = new ComposePage(page)
  await compose.prompt.focus()
  for (const width of [900, 1600]) {
    await page.setViewportSize({ width, height: 700 })
    await page.keyboard.press('Control+Shift+H')
    await expect(page.getByRole('heading', { name: 'History' })).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(compose.prompt, `at ${width}`).toBeFocused()
  }
})
