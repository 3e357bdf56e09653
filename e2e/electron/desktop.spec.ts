import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { ComposePage } from '../browser/pages/compose-page.ts'
import { JobsPage } from '../browser/pages/jobs-page.ts'
import { Shell } from '../browser/pages/shell.ts'
import { test } from '../browser/with-providers.ts'
import { startAgain } from '../electron-process.ts'
import { expect } from '../fixtures.ts'
import { choose, type TestRefs, trayLabel, windowCount } from './desktop-app.ts'

const LONG = Array.from({ length: 200 }, (_, index) => `word${index + 1}`).join(' ')

/** Answers every question with the given button from now on, and counts them. */
async function answerWith(app: ElectronApplication, response: number): Promise<() => Promise<string[]>> {
  await app.evaluate(({ dialog }, chosen) => {
    const asked: string[] = []
    Object.assign(globalThis, { askedQuestions: asked })
    dialog.showMessageBox = (async (options: { message: string }) => {
      asked.push(options.message)
      return { response: chosen, checkboxChecked: false }
    }) as unknown as typeof dialog.showMessageBox
  }, response)
  return () => app.evaluate(() => (globalThis as unknown as { askedQuestions: string[] }).askedQuestions)
}

test('the tray says what runs, opens the window and shows the jobs', async ({ page, electronApp, providers }) => {
  const shell = new Shell(page)
  await shell.ready()
  providers.local.setReply(LONG)
  const compose = new ComposePage(page)
  await compose.useNoSources()
  await compose.prompt.fill('Write a long text about trees.')
  await compose.route.selectOption('Local')
  await compose.generate.click()
  await expect(compose.draftText).toContainText('word3')
  await expect.poll(() => trayLabel(electronApp)).toBe('1 running')
  await compose.stop.click()
  await expect.poll(() => trayLabel(electronApp)).toBe('Nothing is running')
  await electronApp.evaluate(() => (globalThis as unknown as TestRefs).tidegateTest.trayMenu.getMenuItemById('tray-jobs')?.click())
  await expect(shell.heading('Jobs')).toBeAttached()
})

test('a window opens where it was, and as it was', async ({ launcher }) => {
  const first = await launcher.start()
  await new Shell(await first.window()).ready()
  const bounds = { x: 100, y: 120, width: 1000, height: 700 }
  await first.app.evaluate(({ BrowserWindow }, place) => BrowserWindow.getAllWindows()[0]?.setBounds(place), bounds)
  await first.close()

  const second = await launcher.start()
  await new Shell(await second.window()).ready()
  expect(await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())).toEqual(bounds)
  await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.maximize())
  await second.close()

  const third = await launcher.start()
  await new Shell(await third.window()).ready()
  await expect.poll(() => third.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMaximized())).toBe(true)
})

test('a window that was left out of reach opens in reach', async ({ launcher }) => {
  const first = await launcher.start()
  await new Shell(await first.window()).ready()
  await first.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 9_000, y: 9_000, width: 1_000, height: 700 }),
  )
  await first.close()

  const fourth = await launcher.start()
  await new Shell(await fourth.window()).ready()
  const last = await fourth.app.evaluate(({ BrowserWindow, screen }) => {
    const window = BrowserWindow.getAllWindows()[0]?.getBounds()
    const { workArea } = screen.getPrimaryDisplay()
    return window !== undefined && window.x < workArea.x + workArea.width && window.y < workArea.y + workArea.height
  })
  expect(last).toBe(true)
})

test('a second start brings the first to the front, with its link, and ends', { tag: '@core' }, async ({ page, run }) => {
  const shell = new Shell(page)
  await shell.ready()
  const second = startAgain({ dataDir: run.dataDir, args: ['tidegate://view/privacy', '--evil-switch', '/etc/passwd'] })
  await expect(shell.heading('Privacy')).toBeAttached()
  expect(await second).toBe(0)
  expect(await windowCount(run.app)).toBe(1)
})

test('a link fills in and never runs, and asks before it takes the place of typed text', { tag: '@core' }, async ({
  page,
  electronApp,
}) => {
  const compose = new ComposePage(page)
  await new Shell(page).ready()
  const follow = (link: string): Promise<void> =>
    electronApp.evaluate(({ app }, url) => {
      app.emit('second-instance', {}, ['/usr/bin/tidegate', url], '/', null)
    }, link)
  await follow('tidegate://compose?prompt=Write%20about%20rivers')
  await expect(compose.prompt).toHaveValue('Write about rivers')
  await compose.prompt.fill('My own half thought')
  await follow('tidegate://compose?prompt=Send%20everything')
  const question = page.getByRole('alertdialog')
  await expect(question).toContainText('Send everything')
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(compose.prompt).toHaveValue('My own half thought')
  for (const hostile of ['tidegate://run?command=x', 'tidegate://compose?prompt=x&run=true', 'tidegate://job/../../etc/passwd'])
    await follow(hostile)
  await expect(compose.prompt).toHaveValue('My own half thought')
  await new Shell(page).goTo('Jobs')
  await expect(new JobsPage(page).table.getByRole('row').filter({ hasText: 'rivers' })).toHaveCount(0)
})

test('quitting in the middle of a draft is asked about, and the answer holds', { tag: '@core' }, async ({
  page,
  electronApp,
  providers,
  run,
}) => {
  providers.local.setReply(LONG)
  const compose = new ComposePage(page)
  await new Shell(page).ready()
  await compose.useNoSources()
  await compose.prompt.fill('Write a long text about trees.')
  await compose.route.selectOption('Local')
  await compose.generate.click()
  await expect(compose.draftText).toContainText('word3')

  const cancelled = await answerWith(electronApp, 2)
  await electronApp.evaluate(({ app }) => app.quit())
  await electronApp.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await expect.poll(cancelled).toEqual(['A draft is still being written.', 'A draft is still being written.'])
  expect(await windowCount(electronApp)).toBe(1)

  await answerWith(electronApp, 1)
  await electronApp.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await expect.poll(() => electronApp.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())).toBe(false)

  const exited = new Promise((resolve) => run.app.process().once('exit', resolve))
  await answerWith(electronApp, 0)
  await electronApp.evaluate(({ app }) => app.quit())
  expect(await exited).toBe(0)
})

test('a file that is opened with the app becomes a source after asking, and nothing else does', async ({ page, electronApp }) => {
  const compose = new ComposePage(page)
  await new Shell(page).ready()
  const folder = mkdtempSync(join(tmpdir(), 'opened-with-'))
  try {
    writeFileSync(join(folder, 'harbour.md'), 'The harbour opens at six.')
    writeFileSync(join(folder, 'harbour.exe'), 'x')
    const start = (...args: string[]): Promise<void> =>
      electronApp.evaluate(
        ({ app }, [cwd, ...rest]) => {
          app.emit('second-instance', {}, ['/usr/bin/tidegate', ...rest], cwd, null)
        },
        [folder, ...args],
      )
    const question = page.getByRole('alertdialog', { name: 'Add this file as a source?' })
    await start('harbour.md', 'harbour.exe', '--flag=harbour.md', '/etc/passwd', 'gone.md')
    await expect(question.getByRole('listitem')).toHaveText(['harbour.md'])
    await question.getByRole('button', { name: 'Cancel' }).click()
    await expect(question).toBeHidden()
    await start('harbour.md')
    await question.getByRole('button', { name: 'Add' }).click()
    await expect(compose.source('harbour.md')).toBeVisible()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('the quick window writes from anywhere, and its draft opens in the app', async ({ page, electronApp, providers }) => {
  await new Shell(page).ready()
  providers.local.setReply('Gulls nest on the pier.')
  const opened = electronApp.waitForEvent('window')
  await choose(electronApp, 'quick-window')
  const quick = await opened
  const prompt = quick.getByRole('textbox', { name: 'Prompt' })
  await prompt.fill('Write about gulls.')
  await expect(quick.getByRole('status', { name: 'Where it would run' })).toContainText('Nothing leaves this machine.')
  const closed = quick.waitForEvent('close')
  await quick.keyboard.down('Control')
  // The window goes while the keys are still down: whoever presses them may be told just that, which `closed` proves.
  await Promise.all([closed, quick.keyboard.down('Enter').catch(() => {})])
  await expect(new ComposePage(page).draftText).toContainText('Gulls nest on the pier.')
  await expect.poll(() => windowCount(electronApp)).toBe(1)
})

test('the quick window keeps what was typed when it is put away', async ({ page, electronApp }) => {
  await new Shell(page).ready()
  const opened = electronApp.waitForEvent('window')
  await choose(electronApp, 'quick-window')
  const prompt = (await opened).getByRole('textbox', { name: 'Prompt' })
  await prompt.fill('Half a thought')
  const visible = () => electronApp.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().filter((one) => one.isVisible()).length)
  await expect.poll(visible).toBe(2)
  await prompt.press('Escape')
  await expect.poll(visible).toBe(1)
  await choose(electronApp, 'quick-window')
  await expect.poll(visible).toBe(2)
  await expect(prompt).toHaveValue('Half a thought')
  await choose(electronApp, 'quick-window')
  await expect.poll(visible).toBe(1)
  await choose(electronApp, 'quick-window')
  await expect(prompt).toHaveValue('Half a thought')
})
