import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ComposePage } from '../browser/pages/compose-page.ts'
import { Shell } from '../browser/pages/shell.ts'
import { expect, test } from '../fixtures.ts'

// As a person finds it who has just installed it: the samples come while the page is there.
test.use({ dataFolder: 'new' })

test('starts into one window with the app in it, keeps its data for its owner only, and quits with the window', { tag: '@core' }, async ({
  page,
  electronApp,
  run,
}) => {
  await new Shell(page).ready()
  await expect(page).toHaveTitle(/Tidegate/)
  await expect(page.getByRole('contentinfo')).toContainText('Desktop app')
  await expect
    .poll(() =>
      electronApp.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map((window) => ({ visible: window.isVisible(), title: window.getTitle() })),
      ),
    )
    .toEqual([{ visible: true, title: expect.stringContaining('Tidegate') }])
  // Everything is in the profile by now.
  const open = readdirSync(run.dataDir).filter((name) => (statSync(join(run.dataDir, name)).mode & 0o077) !== 0)
  expect(readdirSync(run.dataDir)).toContain('tidegate.db')
  expect(open.filter((name) => /\.db|key/.test(name))).toEqual([])
  const exited = new Promise((resolve) => run.app.process().once('exit', resolve))
  await electronApp.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  expect(await exited).toBe(0)
})

test('a second start finds the work of the first', async ({ launcher }) => {
  const first = await launcher.start()
  const compose = new ComposePage(await first.window())
  await new Shell(await first.window()).ready()
  await compose.prompt.fill('Summarise the most important points of these sources.')
  await compose.generate.click()
  await expect(compose.record).toBeVisible()
  await first.close()

  const page = await (await launcher.start()).window()
  const again = new ComposePage(page)
  await new Shell(page).ready()
  await again.historyButton.click()
  await expect(again.history.getByRole('listitem')).toHaveCount(1)
})

test('a draft is copied although the page itself may not touch the clipboard', async ({ page, electronApp }) => {
  await new Shell(page).ready()
  const compose = new ComposePage(page)
  await compose.samplesAdded()
  await compose.prompt.fill('Summarise the most important points of these sources.')
  await compose.generate.click()
  await expect(compose.record).toBeVisible()
  await page.getByRole('button', { name: 'Copy draft' }).click()
  await expect(new Shell(page).notice).toContainText('Draft copied.')
  const copied = await electronApp.evaluate(({ clipboard }) => clipboard.readText())
  const firstWords = ((await compose.draftText.textContent()) ?? '').trim().split(/\s+/).slice(0, 3)
  for (const word of firstWords) expect(copied).toContain(word)
})
