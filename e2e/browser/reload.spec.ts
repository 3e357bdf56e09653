import { expect, test } from '../fixtures.ts'
import { ComposePage } from './pages/compose-page.ts'
import { Shell } from './pages/shell.ts'

test('what was typed survives a reload', async ({ page }) => {
  const compose = new ComposePage(page)
  await new Shell(page).ready()
  await compose.prompt.fill('Half a thought about the harbour')
  await page.reload()
  await expect(compose.prompt).toHaveValue('Half a thought about the harbour')
})

test('what was typed key by key, and every choice, survives a reload', async ({ page }) => {
  const compose = new ComposePage(page)
  await new Shell(page).ready()
  await compose.source('launch-plan.md').uncheck()
  await compose.template.selectOption('E-mail')
  await compose.route.selectOption('Local')
  await compose.treatAs.selectOption('At least internal')
  await compose.localOnly.click()
  await compose.prompt.pressSequentially('The barrier closed at noon, and', { delay: 20 })
  await page.reload()
  await expect(compose.prompt).toHaveValue('The barrier closed at noon, and')
  await expect(compose.template).toHaveValue('email')
  await expect(compose.route).toHaveValue('local')
  await expect(compose.treatAs).toHaveValue('internal')
  await expect(compose.localOnly).toBeChecked()
  await expect(compose.source('launch-plan.md')).not.toBeChecked()
  await expect(compose.source('board-notes.md')).toBeChecked()
  await compose.prompt.press('End')
  await compose.prompt.pressSequentially(' opened again at six.')
  await page.reload()
  await expect(compose.prompt).toHaveValue('The barrier closed at noon, and opened again at six.')
})

test('the last words survive a window that loads anew in the same moment', async ({ page }) => {
  const compose = new ComposePage(page)
  await new Shell(page).ready()
  await compose.prompt.fill('The tide')
  await page.evaluate(() => {
    const field = document.querySelector<HTMLTextAreaElement>('#prompt')
    const setValue = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set
    for (const text of ['The tide turns', 'The tide turns at', 'The tide turns at noon']) {
      setValue?.call(field, text)
      field?.dispatchEvent(new Event('input', { bubbles: true }))
    }
    location.reload()
  })
  await page.waitForEvent('load')
  await expect(compose.prompt).toHaveValue('The tide turns at noon')
})

test('the page itself keeps nothing of what was typed', async ({ page }) => {
  const compose = new ComposePage(page)
  await new Shell(page).ready()
  await compose.prompt.fill('Half a thought about the harbour')
  await page.reload()
  await expect(compose.prompt).toHaveValue('Half a thought about the harbour')
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))
  expect(kept).not.toContain('harbour')
})

test('a text that an earlier version kept in the page is moved over and removed', async ({ page }) => {
  const compose = new ComposePage(page)
  await new Shell(page).ready()
  await page.evaluate(() => localStorage.setItem('tidegate.prompt', JSON.stringify('Kept by the earlier version')))
  await page.reload()
  await expect(compose.prompt).toHaveValue('Kept by the earlier version')
  await expect.poll(() => page.evaluate(() => localStorage.getItem('tidegate.prompt'))).toBeNull()
  await page.reload()
  await expect(compose.prompt).toHaveValue('Kept by the earlier version')
})

test('a reload right after Generate loses nothing: the draft goes on and is whole', { tag: '@core' }, async ({ page }) => {
  const compose = new ComposePage(page)
  await new Shell(page).ready()
  await compose.samplesAdded()
  await compose.prompt.fill('Summarise the most important points of these sources.')
  await compose.generate.click()
  await expect(compose.draftText.or(compose.stop).first()).toBeVisible()
  await page.reload()
  await expect(compose.record).toBeVisible()
  await expect(compose.draftText).not.toBeEmpty()
  await expect(compose.citations.first()).toBeVisible()
  await compose.historyButton.click()
  await expect(compose.history.getByRole('listitem')).toHaveCount(1)
})
