import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import Database from 'better-sqlite3'
import { ComposePage } from '../browser/pages/compose-page.ts'
import { Shell } from '../browser/pages/shell.ts'
import { test } from '../browser/with-providers.ts'
import { expect } from '../fixtures.ts'
import { promptSaved } from './saved-prompt.ts'

const WORDS = Array.from({ length: 80 }, (_, index) => `word${index + 1}`).join(' ')

/** Looks into the page from the main process: after a crash Playwright's own page is dead, on any Electron. */
function inPage(app: ElectronApplication, code: string): Promise<unknown> {
  return app.evaluate(
    ({ BrowserWindow }, text) =>
      BrowserWindow.getAllWindows()[0]
        ?.webContents.executeJavaScript(text)
        .catch(() => null),
    code,
  )
}

/** The window with such a title, as soon as it is there; the app's own first window may go while it is asked. */
async function windowTitled(app: ElectronApplication, title: RegExp): Promise<Page> {
  const found = async (): Promise<Page | undefined> => {
    for (const window of app.windows()) if (title.test(await window.title().catch(() => ''))) return window
    return undefined
  }
  await expect.poll(async () => (await found()) !== undefined, { timeout: 20_000 }).toBe(true)
  const window = await found()
  if (window === undefined) throw new Error('The window has gone again.')
  return window
}

function crash(app: ElectronApplication): Promise<void> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer())
}

test('a page that crashes in the middle of a draft comes back with all of it', { tag: '@core' }, async ({
  page,
  electronApp,
  providers,
  run,
}) => {
  providers.local.setReply(WORDS)
  const compose = new ComposePage(page)
  await new Shell(page).ready()
  await compose.useNoSources()
  await compose.prompt.fill('Write a text about trees.')
  await compose.route.selectOption('Local')
  await compose.generate.click()
  await expect(compose.draftText).toContainText('word5')
  await crash(electronApp)
  await expect.poll(() => inPage(electronApp, `document.querySelector('[aria-label="Draft text"]')?.textContent ?? ''`)).toContain('word80')
  expect(await inPage(electronApp, `document.querySelector('textarea')?.value`)).toBe('Write a text about trees.')
  expect(run.stderr()).toContain('page.crashed')
})

test('a page that crashes again and again is not loaded for ever: a page without script says so, and can open the window again', async ({
  page,
  electronApp,
}) => {
  await new Shell(page).ready()
  const connected = `document.querySelector('footer')?.textContent.includes('Connected') ?? false`
  for (let time = 0; time < 2; time += 1) {
    await crash(electronApp)
    await expect.poll(() => inPage(electronApp, connected)).toBe(true)
  }
  const told = electronApp.waitForEvent('window')
  await crash(electronApp)
  const recovery = await told
  await expect(recovery.getByRole('heading', { name: 'The window keeps crashing' })).toBeVisible()
  expect(await recovery.evaluate(() => [document.scripts.length, typeof (window as { tidegate?: unknown }).tidegate])).toEqual([
    0,
    'undefined',
  ])
  await expect.poll(() => electronApp.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  const again = electronApp.waitForEvent('window')
  await recovery.getByRole('link', { name: 'Try again' }).click()
  await new Shell(await again).ready()
  await expect.poll(() => electronApp.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('after a crash of the graphics process the next start draws without it, and says so', async ({ launcher }) => {
  const first = await launcher.start()
  await new Shell(await first.window()).ready()
  await first.app.evaluate(({ app }) => app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 1 }))
  await first.close()
  const second = await launcher.start()
  const page = await second.window()
  await new Shell(page).ready()
  await expect(page.getByRole('status').filter({ hasText: 'About this start' })).toContainText('draws without it')
  expect(await second.app.evaluate(({ app }) => app.isHardwareAccelerationEnabled())).toBe(false)
})

test('an error that nobody caught ends the app with a report that quotes nothing, and the next start has everything', {
  tag: '@core',
}, async ({ launcher, host }) => {
  const first = await launcher.start()
  const compose = new ComposePage(await first.window())
  await new Shell(await first.window()).ready()
  await compose.prompt.fill('Half a thought')
  await expect(compose.label).toHaveText('Restricted')
  await promptSaved(host.dataDir, 'Half a thought')
  const exited = new Promise((resolve) => first.app.process().once('exit', resolve))
  await first.app
    .evaluate(() => {
      setTimeout(() => {
        throw new Error('Margaret Ellison, 4111 1111 1111 1111')
      }, 0)
    })
    .catch(() => {})
  expect(await exited).toBe(70)
  const [report] = readdirSync(join(host.dataDir, 'crash-reports'))
  const text = readFileSync(join(host.dataDir, 'crash-reports', report ?? ''), 'utf8')
  expect(JSON.parse(text)).toMatchObject({ error: 'Error', code: null })
  expect(text + first.stderr()).not.toMatch(/Margaret|4111/)

  const second = await launcher.start()
  await new Shell(await second.window()).ready()
  await expect(new ComposePage(await second.window()).prompt).toHaveValue('Half a thought')
})

test('after three starts that failed the person is asked before a fourth', async ({ launcher, host }) => {
  writeFileSync(join(host.dataDir, 'boot.json'), '{"unfinished":3}')
  const run = await launcher.start()
  const recovery = await run.window()
  await expect(recovery.getByRole('heading', { name: 'Tidegate did not start the last times' })).toBeVisible()
  const opened = run.app.waitForEvent('window')
  await recovery.getByRole('link', { name: 'Try again' }).click()
  await new Shell(await opened).ready()
  await expect.poll(() => readFileSync(join(host.dataDir, 'boot.json'), 'utf8')).toContain('"unfinished":0')
})

test('a database of a newer version is not touched, and the person is told what to do', async ({ launcher, host }) => {
  const file = join(host.dataDir, 'tidegate.db')
  const first = await launcher.start()
  await new Shell(await first.window()).ready()
  await first.close()
  const db = new Database(file)
  db.pragma('user_version = 900')
  db.close()
  const before = readFileSync(file)
  const run = await launcher.start()
  const page = await windowTitled(run.app, /newer/)
  await expect(page.getByRole('heading', { name: 'This data comes from a newer Tidegate' })).toBeVisible()
  await expect(page.getByText('Nothing was deleted or changed.')).toBeVisible()
  expect(readFileSync(file).equals(before)).toBe(true)
})

test('a damaged database is set aside, never deleted, and the person is told', async ({ launcher, host }) => {
  writeFileSync(join(host.dataDir, 'tidegate.db'), 'this is no database, but somebody may still need it '.repeat(200))
  const page = await (await launcher.start()).window()
  await new Shell(page).ready()
  await expect(page.getByRole('status').filter({ hasText: 'About this start' })).toContainText('The database was damaged')
  const aside = readdirSync(join(host.dataDir, 'set-aside'), { recursive: true, encoding: 'utf8' })
  expect(aside.some((name) => name.endsWith('tidegate.db'))).toBe(true)
  await page.getByRole('button', { name: 'Got it' }).click()
  await expect(page.getByText('The database was damaged')).toBeHidden()
})

/** A small file system of its own in memory; root is needed for it, which a reader's machine may not give. */
function mount(folder: string, options: string): boolean {
  mkdirSync(folder, { recursive: true })
  return spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status === 0
}

test('a folder that cannot be written is told, with what to do', async ({ launcher, host }) => {
  const folder = join(host.dataDir, 'read-only')
  test.skip(!mount(folder, 'ro,size=1m'), 'mounting a file system needs root')
  try {
    const run = await launcher.start({ dataDir: folder })
    const page = await windowTitled(run.app, /cannot be written/)
    await expect(page.getByRole('heading', { name: 'The data folder cannot be written' })).toBeVisible()
    await run.close()
  } finally {
    spawnSync('umount', ['-l', folder])
  }
})

test('a full disk is told, and nothing is lost', { tag: '@core' }, async ({ launcher, host }) => {
  const folder = join(host.dataDir, 'full')
  test.skip(!mount(folder, 'size=256k'), 'mounting a file system needs root')
  try {
    const run = await launcher.start({ dataDir: folder })
    const page = await windowTitled(run.app, /disk is full/)
    await expect(page.getByRole('heading', { name: 'The disk is full' })).toBeVisible()
    await expect(page.getByText('Nothing was deleted or changed.')).toBeVisible()
    await run.close()
    expect(existsSync(folder)).toBe(true)
  } finally {
    spawnSync('umount', ['-l', folder])
  }
})
