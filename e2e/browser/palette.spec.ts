import { expect, test } from '../fixtures.ts'
import { ComposePage } from './pages/compose-page.ts'
import { PalettePage } from './pages/palette-page.ts'
import { Shell } from './pages/shell.ts'
import { seriousFindings } from './serious-findings.ts'

test('everything is found and done by keyboard, what was done lately comes first, and the focus goes where one goes', {
  tag: '@core',
}, async ({ page }) => {
  const shell = new Shell(page)
  const palette = new PalettePage(page)
  await shell.ready()
  await palette.open()
  await palette.field.fill('go to priv')
  await expect(palette.selected).toHaveText(/Go to Privacy/)
  expect(await seriousFindings(page, 'all')).toEqual([])
  await page.keyboard.press('Enter')
  await expect(shell.heading('Privacy')).toBeFocused()

  await palette.open()
  await expect(palette.options.first()).toHaveText(/Go to Privacy/)
  await page.keyboard.press('ArrowUp')
  await expect(palette.options.last()).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('ArrowDown')
  await expect(palette.options.first()).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Escape')
  await expect(palette.field).toBeHidden()
  await expect(shell.heading('Privacy')).toBeFocused()
})

test('sources, templates and older drafts are found by name', async ({ page }) => {
  const shell = new Shell(page)
  const compose = new ComposePage(page)
  const palette = new PalettePage(page)
  await shell.ready()
  await compose.prompt.fill('Summarise what the herring fleet needs.')
  await compose.generate.click()
  await expect(compose.record).toBeVisible()
  await palette.open()
  await palette.field.fill('launch plan')
  await expect(palette.selected).toHaveText(/launch-plan\.md.*Source/)
  await palette.field.fill('herring')
  await expect(palette.options.filter({ hasText: 'Draft' }).first()).toContainText('herring')
  await palette.field.fill('nothing is called that at all')
  await expect(palette.status).toContainText('Nothing is called that.')
})

test('a new draft can be taken back, by its button and by key', async ({ page }) => {
  const shell = new Shell(page)
  const compose = new ComposePage(page)
  await shell.ready()
  await compose.prompt.fill('Half a thought about tides.')
  await page.keyboard.press('Alt+n')
  await expect(compose.prompt).toHaveValue('')
  await expect(shell.notice).toContainText('can be brought back')
  await shell.notice.getByRole('button', { name: 'Undo' }).click()
  await expect(compose.prompt).toHaveValue('Half a thought about tides.')
})

test('keys can be changed, are refused with the reason, and are taken from another command only after asking', async ({ page }) => {
  const shell = new Shell(page)
  const palette = new PalettePage(page)
  await shell.ready()
  await palette.open()
  await palette.field.fill('settings keyboard shortcuts')
  await page.keyboard.press('Enter')
  const list = page.getByRole('list', { name: 'Go to' })
  await list.getByRole('button', { name: 'Change the keys of “Go to Jobs”' }).click()
  const recorder = page.getByRole('textbox', { name: 'New keys' })
  await recorder.press('j')
  await expect(page.getByRole('alert')).toContainText('A key alone is for typing.')
  await recorder.press('Control+c')
  await expect(page.getByRole('alert')).toContainText('This edits text')
  await recorder.press('Alt+3')
  await expect(page.getByRole('alert')).toContainText('does “Go to Privacy” already.')
  await page.getByRole('button', { name: 'Take it from there' }).click()
  await page.keyboard.press('Alt+3')
  await expect(shell.heading('Jobs')).toBeAttached()

  await page.reload()
  await shell.ready()
  await page.keyboard.press('Alt+3')
  await expect(shell.heading('Jobs')).toBeAttached()
  await page.keyboard.press('F1')
  await expect(page.getByRole('dialog').getByText('Go to Jobs')).toBeVisible()
})
