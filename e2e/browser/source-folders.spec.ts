import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { expect, test } from '../fixtures.ts'
import { ComposePage } from './pages/compose-page.ts'
import { Shell } from './pages/shell.ts'
import { seriousFindings } from './serious-findings.ts'

// Folders are read also while other programs keep the processor busy.
test.use({ config: { machine: { cpuSaturatedPct: 101 } } })

let folder: string

test.beforeEach(async ({ page }) => {
  folder = mkdtempSync(join(tmpdir(), 'orchard-'))
  mkdirSync(join(folder, 'notes'))
  writeFileSync(join(folder, 'notes', 'trees.md'), '# Trees\n\nThe orchard has forty apple trees and six pear trees.\n')
  writeFileSync(join(folder, 'harvest.csv'), 'tree,kilos\napple,900\npear,80\n')
  writeFileSync(join(folder, 'photo.jpg'), Buffer.from([0xff, 0xd8, 0xff, 0, 1, 2]))
  await new Shell(page).ready()
})
test.afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a folder is added by its path, read, watched, drawn from, and removed', { tag: '@core' }, async ({ page }) => {
  const compose = new ComposePage(page)
  await compose.useNoSources()
  await page.getByRole('button', { name: 'Add folder' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a folder' })
  await dialog.getByLabel('Path of the folder').fill('orchard')
  await dialog.getByRole('button', { name: 'Add folder' }).click()
  await expect(dialog.getByRole('alert')).toContainText('whole path')
  await dialog.getByLabel('Path of the folder').fill(folder)
  await expect(dialog.getByRole('alert')).toBeHidden()
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()

  const row = page.getByRole('list', { name: 'Folders' }).getByRole('listitem')
  await expect(row).toContainText('2 files')
  await expect(row).toContainText('Public')
  await expect(row.getByRole('checkbox', { name: basename(folder) })).toBeChecked()

  await page.getByRole('button', { name: `Files of ${basename(folder)}` }).click()
  const files = page.getByRole('dialog', { name: basename(folder) })
  await expect(files.getByRole('row', { name: /trees\.md Indexed/ })).toBeVisible()
  await expect(files.getByRole('row', { name: /photo\.jpg Left out Not text/ })).toBeVisible()
  expect(await seriousFindings(page, 'all')).toEqual([])
  await files.getByLabel('Show').selectOption('Left out (1)')
  await expect(files.getByRole('row')).toHaveCount(2)
  await page.keyboard.press('Escape')

  writeFileSync(join(folder, 'later.txt'), 'The cherry trees were planted in March.')
  await expect(row).toContainText('3 files')

  await compose.prompt.fill('How many pear trees are in the orchard?')
  await compose.generate.click()
  await expect(compose.record).toBeVisible()
  await expect(compose.draftText).toContainText('six pear trees')
  await compose.citations.first().click()
  await expect(compose.sourcePanel).toContainText('notes/trees.md')
  await expect(compose.sourcePanel).toContainText(/Line \d/)
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: `Remove ${basename(folder)}` }).click()
  await expect(page.getByRole('list', { name: 'Folders' })).toBeHidden()
})
