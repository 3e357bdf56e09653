import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { ModelsPage } from '../browser/pages/models-page.ts'
import { SettingsPage } from '../browser/pages/settings-page.ts'
import { Shell } from '../browser/pages/shell.ts'
import { expect, test } from '../fixtures.ts'

interface Asked {
  readonly window: string
  readonly properties: readonly string[]
}

test.use({ appStart: 'shared' })

let folder: string
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-chosen-'))
  writeFileSync(join(folder, 'tides.md'), 'The tide comes in twice a day.\n')
})
test.afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** The system's dialog answers with these paths, one after the other; nothing is chosen where there are no more. */
async function choosing(app: ElectronApplication, paths: readonly string[]): Promise<() => Promise<Asked[]>> {
  await app.evaluate(({ dialog, BrowserWindow }, chosen) => {
    const asked: Asked[] = []
    Object.assign(globalThis, { askedPaths: asked })
    dialog.showOpenDialog = (async (window: Electron.BrowserWindow, options: { properties: string[] }) => {
      const number = BrowserWindow.getAllWindows().findIndex(({ id }) => id === window.id)
      asked.push({ window: `${number}`, properties: options.properties })
      const path = chosen[asked.length - 1]
      return path === undefined ? { canceled: true, filePaths: [] } : { canceled: false, filePaths: [path] }
    }) as unknown as typeof dialog.showOpenDialog
  }, paths)
  return () => app.evaluate(() => (globalThis as unknown as { askedPaths: Asked[] }).askedPaths)
}

async function openAddFolder(page: Page): Promise<ReturnType<Page['getByRole']>> {
  await page.getByRole('button', { name: 'Add folder' }).click()
  return page.getByRole('dialog', { name: 'Add a folder' })
}

test('a folder is chosen in the system’s dialog; choosing none changes nothing', async ({ page, electronApp }) => {
  await new Shell(page).ready()
  const asked = await choosing(electronApp, [folder])
  const dialog = await openAddFolder(page)
  const path = dialog.getByLabel('Path of the folder')
  await dialog.getByRole('button', { name: 'Choose…' }).click()
  await expect(path).toHaveValue(folder)
  await dialog.getByRole('button', { name: 'Choose…' }).click()
  await expect.poll(async () => (await asked()).map(({ properties }) => properties)).toEqual([['openDirectory'], ['openDirectory']])
  await expect(path).toHaveValue(folder)
  await dialog.getByRole('button', { name: 'Add folder' }).click()
  await expect(page.getByRole('list', { name: 'Folders' }).getByRole('listitem')).toContainText(basename(folder))
  await page.getByRole('button', { name: `Remove ${basename(folder)}` }).click()
  await expect(page.getByRole('list', { name: 'Folders' })).toBeHidden()
})

test('only the window that asks is told, over which the dialog stands', async ({ page, electronApp }) => {
  await new Shell(page).ready()
  const opened = electronApp.waitForEvent('window')
  await electronApp.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('new-window')?.click())
  const second = await opened
  await new Shell(second).ready()
  const asked = await choosing(electronApp, [folder])
  const here = await openAddFolder(page)
  const there = await openAddFolder(second)
  await there.getByRole('button', { name: 'Choose…' }).click()
  await expect(there.getByLabel('Path of the folder')).toHaveValue(folder)
  await expect(here.getByLabel('Path of the folder')).toHaveValue('')
  await here.getByRole('button', { name: 'Choose…' }).click()
  await expect.poll(async () => new Set((await asked()).map(({ window }) => window)).size).toBe(2)
  await expect(here.getByLabel('Path of the folder')).toHaveValue('')
})

test('a model file is chosen in the system’s dialog', async ({ page, electronApp }) => {
  const shell = new Shell(page)
  const models = new ModelsPage(page)
  await shell.ready()
  const file = join(folder, 'talker.gguf')
  const asked = await choosing(electronApp, [file])
  await new SettingsPage(page).open('Models')
  await models.press('Add a model…')
  await models.dialog.getByRole('button', { name: 'Choose…' }).click()
  await expect(models.path).toHaveValue(file)
  expect(await asked()).toMatchObject([{ properties: ['openFile'] }])
})
