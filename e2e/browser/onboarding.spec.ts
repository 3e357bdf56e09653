import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { test as base, expect } from '../fixtures.ts'
import { makeDataDir, removeDataDir, startHost } from '../host-process.ts'
import { SettingsPage } from './pages/settings-page.ts'
import { Shell } from './pages/shell.ts'
import { COLOUR_RULES, seriousFindings } from './serious-findings.ts'

/** Like `test`, in a data folder whose owner has not been through the first steps. */
const test = base.extend({
  host: async ({ config, keys, hostKind }, use) => {
    const dataDir = makeDataDir(config, keys, 'pending')
    if (hostKind === 'electron') await use({ url: 'app://renderer/', token: '', dataDir })
    else {
      const host = await startHost(dataDir)
      await use(host)
      await host.stop()
    }
    removeDataDir(dataDir)
  },
})

const state = (dataDir: string): unknown => JSON.parse(readFileSync(join(dataDir, 'onboarding.json'), 'utf8')).state

async function stepIs(page: Page, title: string): Promise<void> {
  await expect(page.getByRole('heading', { name: title })).toBeFocused()
}

test('three steps by keys alone end with a cited draft that is open in Compose, and are not shown again', async ({ page, host }) => {
  await stepIs(page, 'A gate for everything you write')
  expect(await seriousFindings(page, 'all')).toEqual([])
  await page.getByRole('radio', { name: 'Local only' }).press('Space')
  await page.keyboard.press('Enter')

  await stepIs(page, 'What can write on this machine')
  await expect(page.getByRole('radio', { name: 'Extractive engine' })).toBeVisible()
  expect(await seriousFindings(page, 'all')).toEqual([])
  await page.getByRole('radio', { name: 'Extractive engine' }).press('Enter')

  await stepIs(page, 'Your first draft')
  await expect(page.getByText(/The draft is ready; its \d+ citations were checked/)).toBeVisible()
  await expect(page.getByRole('region', { name: 'Draft', exact: true }).last().locator('sup').first()).toBeVisible()
  expect(await seriousFindings(page, 'all')).toEqual([])
  await page.getByRole('button', { name: 'Open it in Compose' }).press('Enter')

  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByText(/nothing left this machine/i).first()).toBeVisible()
  expect(JSON.parse(readFileSync(join(host.dataDir, 'config.json'), 'utf8')).privacyMode).toBe('local-only')
  await expect.poll(() => state(host.dataDir)).toBe('done')
  await page.reload()
  await new Shell(page).ready()
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('they can be skipped with Escape, which changes nothing, and shown again from Settings', { tag: '@core' }, async ({ page, host }) => {
  await stepIs(page, 'A gate for everything you write')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(new Shell(page).notice).toContainText('Skipped.')
  await expect.poll(() => state(host.dataDir)).toBe('skipped')
  expect(JSON.parse(readFileSync(join(host.dataDir, 'config.json'), 'utf8'))).toEqual({})
  await new SettingsPage(page).open('About')
  await page.getByRole('button', { name: 'Show the first steps' }).click()
  await stepIs(page, 'A gate for everything you write')
})

test('a step that goes back keeps the choice; dark has no serious finding of colour', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await stepIs(page, 'A gate for everything you write')
  expect(await seriousFindings(page, COLOUR_RULES)).toEqual([])
  await page.getByRole('radio', { name: 'Local only' }).check()
  await page.getByRole('button', { name: 'Continue' }).click()
  await stepIs(page, 'What can write on this machine')
  expect(await seriousFindings(page, COLOUR_RULES)).toEqual([])
  await page.getByRole('button', { name: 'Back' }).click()
  await expect(page.getByRole('radio', { name: 'Local only' })).toBeChecked()
})

test('a window that opens later asks no more once another has answered', async ({ page, host }) => {
  await stepIs(page, 'A gate for everything you write')
  writeFileSync(join(host.dataDir, 'onboarding.json'), '{"state":"done"}')
  await page.reload()
  await new Shell(page).ready()
  await expect(page.getByRole('dialog')).toHaveCount(0)
})
