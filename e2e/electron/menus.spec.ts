import { Shell } from '../browser/pages/shell.ts'
import { expect, test } from '../fixtures.ts'
import { choose, trayLabel, windowCount } from './desktop-app.ts'

test.use({ appStart: 'shared' })

test('the menu bar reaches every view, help, and a second window', async ({ page, electronApp }) => {
  const shell = new Shell(page)
  await shell.ready()
  for (const view of ['Jobs', 'Privacy', 'Resources', 'Settings', 'Compose'] as const) {
    await choose(electronApp, `show-${view.toLowerCase()}`)
    await expect(shell.heading(view)).toBeAttached()
  }
  await choose(electronApp, 'show-help')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')

  const second = electronApp.waitForEvent('window')
  await choose(electronApp, 'new-window')
  await new Shell(await second).ready()
  expect(await windowCount(electronApp)).toBe(2)
})

test('menus speak the language of the window', async ({ page, electronApp }) => {
  await new Shell(page).ready()
  await page.evaluate(() => localStorage.setItem('tidegate.language', '"de"'))
  await page.reload()
  const label = (): Promise<string | undefined> =>
    electronApp.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('show-settings')?.label)
  await expect.poll(label).toBe('Einstellungen …')
  await expect.poll(() => trayLabel(electronApp)).toBe('Nichts läuft')
  await page.evaluate(() => localStorage.removeItem('tidegate.language'))
  await page.reload()
  await expect.poll(label).toBe('Settings…')
})

test('a change of power is looked at at once', async ({ page, electronApp, run }) => {
  await new Shell(page).ready()
  const before = run.stderr().length
  await electronApp.evaluate(({ powerMonitor }) => powerMonitor.emit('on-battery'))
  await new Shell(page).goTo('Resources')
  await expect(page.getByRole('main')).toContainText('Memory')
  expect(run.stderr().slice(before)).not.toContain('"level":"error"')
})
