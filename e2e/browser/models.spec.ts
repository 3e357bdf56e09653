import { mkdtempSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from '../fixtures.ts'
import { writeTinyModel } from '../tiny-model/tiny-model.ts'
import { ComposePage } from './pages/compose-page.ts'
import { ModelsPage } from './pages/models-page.ts'
import { SettingsPage } from './pages/settings-page.ts'
import { Shell } from './pages/shell.ts'
import { seriousFindings } from './serious-findings.ts'

/** Like `test`, with a folder in which there is a model that works and one whose download broke off. */
const test = base.extend<{ folder: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: the test runner reads the dependencies off this pattern.
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'tidegate-models-'))
    writeTinyModel(join(folder, 'talker.gguf'), { name: 'Talker', contextTokens: 4_096 })
    writeTinyModel(join(folder, 'broken.gguf'), { name: 'Broken' })
    truncateSync(join(folder, 'broken.gguf'), 900_000)
    await use(folder)
    rmSync(folder, { recursive: true })
  },
  config: async ({ folder }, use) => use({ models: { folders: [folder] }, machine: { cpuSaturatedPct: 101 } }),
})

test('finds a model, says whether it fits, loads it, drafts with it and lets it go', async ({ page }) => {
  const shell = new Shell(page)
  const models = new ModelsPage(page)
  await shell.ready()
  await new SettingsPage(page).open('Models')
  await expect(models.row('talker')).toContainText('Yes, up to 4k')
  await expect(models.row('talker')).toContainText('Not loaded')
  await expect(models.row('broken')).toContainText('Cannot be used')
  await expect(models.row('broken')).toContainText('ends too early')
  expect(await seriousFindings(page, 'all')).toEqual([])

  await models.press('Use talker as the local model')
  await expect(models.row('Talker')).toContainText('Provider “talker”')
  await models.press('Load Talker')
  await expect(models.row('Talker')).toContainText('Loaded')

  await shell.goTo('Compose')
  const compose = new ComposePage(page)
  await compose.useNoSources()
  await compose.prompt.fill('Write about the gate and the tide.')
  await compose.generate.click()
  await expect(compose.record).toBeVisible()
  await expect(page.getByText('Talker (local model)').first()).toBeVisible()

  await new SettingsPage(page).open('Models')
  await models.press('Unload Talker')
  await expect(models.row('Talker')).toContainText('Not loaded')
})

test('adds a model by its path, and says what is wrong with one that it cannot use', async ({ page, folder }) => {
  const shell = new Shell(page)
  const models = new ModelsPage(page)
  await shell.ready()
  await new SettingsPage(page).open('Models')
  await models.press('Add a model…')
  await models.path.fill(join(folder, 'broken.gguf'))
  await models.addAndUse.click()
  await expect(models.dialog.getByRole('alert')).toContainText('ends too early')
  expect(await seriousFindings(page, 'all')).toEqual([])
  await models.path.fill(join(folder, 'talker.gguf'))
  await models.addAndUse.click()
  await expect(models.dialog).toBeHidden()
  await expect(models.row('Talker')).toContainText('Provider “talker”')
})
