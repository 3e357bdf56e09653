import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { ComposePage } from '../browser/pages/compose-page.ts'
import { SettingsPage } from '../browser/pages/settings-page.ts'
import { Shell } from '../browser/pages/shell.ts'
import { test } from '../browser/with-providers.ts'
import type { ElectronRun } from '../electron-process.ts'
import { expect } from '../fixtures.ts'
import { type FakeKeychain, setKeychain } from './fake-keychain.ts'

const KEY = 'canary-key-7c1e90'
/** Longer than a keychain that failed is left alone. */
const SOON = { timeout: 20_000 }

test.use({ keys: {} })

async function openProviders(run: ElectronRun, keychain: FakeKeychain): Promise<{ page: Page; settings: SettingsPage }> {
  await setKeychain(run.app, keychain)
  const page = await run.window()
  const shell = new Shell(page)
  await shell.ready()
  const settings = new SettingsPage(page)
  await settings.open('Providers')
  return { page, settings }
}

/** Files of the profile that hold a text as it is, also in the database and its log. */
function filesWith(dataDir: string, text: string): string[] {
  return readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const file = join(dataDir, name)
    return statSync(file, { throwIfNoEntry: false })?.isFile() === true && readFileSync(file).includes(text)
  })
}

/**
 * The person comes back after more than the ten seconds for which a keychain that failed is left alone: the main process's clock has gone
 * on, as after a sleep, and the view asks again as it opens.
 */
async function comeBackLater(run: ElectronRun, page: Page): Promise<void> {
  await run.app.evaluate(() => {
    const clock = performance.now.bind(performance)
    performance.now = () => clock() + 11_000
  })
  await comeBack(page)
}

async function comeBack(page: Page): Promise<void> {
  const shell = new Shell(page)
  await shell.goTo('Jobs')
  await shell.goTo('Settings')
}

test('a key goes into the keychain, is there at the next start, and is nowhere in clear', { tag: '@core' }, async ({ launcher }) => {
  const first = await launcher.start()
  const { page, settings } = await openProviders(first, { secret: 'one' })
  await expect(settings.keyOf('hosted')).toContainText('Missing')
  await settings.setKey('hosted', KEY, 'Store in the keychain')
  await expect(new Shell(page).notice).toContainText('The key is in the keychain.')
  await expect(settings.keyOf('hosted')).toContainText('In the keychain')
  expect(await page.content()).not.toContain(KEY)
  await first.close()
  expect(statSync(join(first.dataDir, 'keychain.json')).mode & 0o077).toBe(0)
  expect(filesWith(first.dataDir, KEY)).toEqual([])
  expect(first.stderr()).not.toContain(KEY)

  const second = await launcher.start()
  const again = await openProviders(second, { secret: 'one' })
  await expect(again.settings.keyOf('hosted')).toContainText('In the keychain', SOON)
})

test('a keychain that was locked or changed says so, and gives the key back later', async ({ launcher }) => {
  const first = await launcher.start()
  const { page, settings } = await openProviders(first, { secret: 'one' })
  await settings.setKey('hosted', KEY, 'Store in the keychain')
  await expect(settings.keyOf('hosted')).toContainText('In the keychain')
  const kept = readFileSync(join(first.dataDir, 'keychain.json'), 'utf8')

  await setKeychain(first.app, { secret: 'one', state: 'locked' })
  // The view that stays open sees it by itself.
  await expect(settings.keyOf('hosted')).toContainText('Keychain locked', SOON)
  await expect(settings.keyOf('hosted')).toContainText('Unlock the keychain')
  await setKeychain(first.app, { secret: 'one' })
  await comeBackLater(first, page)
  await expect(settings.keyOf('hosted')).toContainText('In the keychain')

  await setKeychain(first.app, { secret: 'two', name: 'kwallet6' })
  await comeBack(page)
  await expect(settings.keyOf('hosted')).toContainText('Other keychain')
  await setKeychain(first.app, { secret: 'one', state: 'none' })
  await comeBackLater(first, page)
  await expect(settings.keyOf('hosted')).toContainText('No keychain')
  expect(readFileSync(join(first.dataDir, 'keychain.json'), 'utf8')).toBe(kept)
  await setKeychain(first.app, { secret: 'one' })
  await comeBackLater(first, page)
  await expect(settings.keyOf('hosted')).toContainText('In the keychain')
})

test('without a keychain a key lives until the app quits, or in the file if the person says so', async ({ launcher }) => {
  const first = await launcher.start()
  const { settings } = await openProviders(first, { secret: 'one', name: 'basic_text' })
  await settings.setKey('hosted', KEY, 'Store in the keychain')
  await expect(settings.keyDialog.getByRole('alert')).toContainText('Kept until Tidegate quits')
  await settings.keyDialog.getByRole('button', { name: 'For this session only' }).click()
  await expect(settings.keyOf('hosted')).toContainText('This session only')
  expect(filesWith(first.dataDir, KEY)).toEqual([])
  await first.close()

  const second = await launcher.start()
  const again = await openProviders(second, { secret: 'one', name: 'basic_text' })
  await expect(again.settings.keyOf('hosted')).toContainText('Missing')
  await again.settings.setKey('hosted', KEY, 'Store in the keychain')
  await again.settings.keyDialog.getByRole('button', { name: 'Keep it in keys.json, unencrypted' }).click()
  await expect(again.settings.keyOf('hosted')).toContainText('In keys.json')
  expect(filesWith(second.dataDir, KEY)).toEqual(['keys.json'])
  expect(statSync(join(second.dataDir, 'keys.json')).mode & 0o077).toBe(0)

  await again.settings.moveKeys.click()
  await expect(new Shell(again.page).notice).toContainText('no keychain to take 1 key')
  expect(filesWith(second.dataDir, KEY)).toEqual(['keys.json'])
  await setKeychain(second.app, { secret: 'one' })
  await again.settings.moveKeys.click()
  await expect(again.settings.keyOf('hosted')).toContainText('In the keychain')
  expect(filesWith(second.dataDir, KEY)).toEqual([])
})

test('a keychain that never answers holds up nothing that runs on this machine', async ({ launcher }) => {
  const run = await launcher.start()
  const { page, settings } = await openProviders(run, { secret: 'one' })
  await settings.setKey('hosted', KEY, 'Store in the keychain')
  await expect(settings.keyOf('hosted')).toContainText('In the keychain')
  await setKeychain(run.app, { secret: 'one', state: 'silent' })
  await new Shell(page).goTo('Compose')
  const compose = new ComposePage(page)
  await compose.useNoSources()
  await compose.prompt.fill('Write a short note on tides.')
  await compose.route.selectOption('Local')
  await compose.generate.click()
  await expect(compose.record).toBeVisible()
  await new Shell(page).goTo('Settings')
  await expect(settings.keyOf('hosted')).toContainText('Keychain locked', SOON)
})
