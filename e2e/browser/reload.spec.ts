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

test('a reload right after Generate loses nothing: the draft goes on and is whole', async ({ page }) => {
  const compose = new ComposePage(page)
  await new Shell(page).ready()
  await expect(compose.sources.getByRole('checkbox')).not.toHaveCount(0)
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
