import { expect, test } from '../fixtures.ts'
import { ComposePage } from './pages/compose-page.ts'
import { DraftPage } from './pages/draft-page.ts'
import { seriousFindings } from './serious-findings.ts'

test.beforeEach(async ({ page }) => {
  const compose = new ComposePage(page)
  await compose.samplesAdded()
  await compose.prompt.fill('Summarise the launch plan for the board.')
  await compose.generate.click()
  await expect(compose.record).toBeVisible()
  await new DraftPage(page).edit.click()
  await expect(new DraftPage(page).editor).toBeFocused()
})

test('a draft is formatted by keys and by the toolbar, and undone', async ({ page }) => {
  const compose = new ComposePage(page)
  const draft = new DraftPage(page)
  await page.keyboard.press('Control+End')
  await page.keyboard.type('\n\nHarbour')
  await page.keyboard.press('Control+Alt+h')
  await expect(draft.editor).toContainText('## Harbour')
  await draft.tool('Heading').click()
  await expect(draft.editor).toContainText('### Harbour')
  await page.keyboard.press('Control+z')
  await expect(draft.editor).not.toContainText('### Harbour')
  await page.keyboard.press('Control+End')
  await page.keyboard.type('\n\nIs it ')
  await page.keyboard.press('Control+b')
  await page.keyboard.type('safe')
  await page.keyboard.press('End')
  // A question mark is text here, not the key for help.
  await page.keyboard.type('?')
  await expect(draft.editor).toContainText('Is it **safe**?')
  await expect(page.getByRole('dialog')).toBeHidden()
  await draft.tool('Preview').click()
  await expect(compose.draft.getByRole('heading', { name: 'Harbour' })).toBeVisible()
  await expect(compose.draft.getByRole('strong').filter({ hasText: 'safe' })).toBeVisible()
  expect(await seriousFindings(page, 'all')).toEqual([])
})

test('words are found and replaced, and the editor has no serious accessibility finding', async ({ page }) => {
  const draft = new DraftPage(page)
  await page.keyboard.press('Control+f')
  const find = page.getByRole('textbox', { name: 'Find' })
  await expect(find).toBeFocused()
  await page.keyboard.type('Lanternfish')
  expect(await seriousFindings(page, 'all')).toEqual([])
  await page.getByRole('textbox', { name: 'Replace with' }).fill('Anglerfish')
  await page.getByRole('button', { name: 'Replace all' }).click()
  await page.keyboard.press('Escape')
  await expect(find).toBeHidden()
  await expect(draft.editor).toContainText('Anglerfish')
  await expect(draft.editor).not.toContainText('Lanternfish')
})

test('a draft is exported and printed with what was typed a moment ago', async ({ page }) => {
  const draft = new DraftPage(page)
  await page.evaluate(() => {
    window.print = () => document.body.setAttribute('data-printed', document.querySelector('.draft-scroll')?.textContent ?? 'nothing')
  })
  await page.keyboard.press('Control+End')
  await page.keyboard.type(' Typed first.')
  expect((await draft.save('Markdown')).bytes.toString()).toContain('Typed first.')
  await draft.editor.click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(' Typed second.')
  await page.keyboard.press('Control+p')
  await expect(page.locator('body')).toHaveAttribute('data-printed', /Typed first\. Typed second\./)
})

test('what was edited is kept when one goes elsewhere, and can be discarded for good', { tag: '@core' }, async ({ page }) => {
  const compose = new ComposePage(page)
  const draft = new DraftPage(page)
  await page.keyboard.press('Control+End')
  await page.keyboard.type('\n\nAsk the harbour master.')
  // The window goes: what was typed is a version by then.
  await page.reload()
  await expect(compose.draftText).toContainText('Ask the harbour master.')
  await draft.edit.click()
  await expect(draft.editor).toBeFocused()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(' Twice.')
  await page.getByRole('button', { name: 'Discard changes' }).click()
  await expect(compose.draftText).toContainText('Ask the harbour master.')
  await expect(compose.draftText).not.toContainText('Twice.')
})
