import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openConfig } from '../../main/config/index.ts'
import { expect } from '../fixtures.ts'
import { startOllamaServer, startOtlpCollector } from '../services/index.ts'
import { ComposePage } from './pages/compose-page.ts'
import { savedFile } from './pages/saved-file.ts'
import { SettingsPage, type SettingsPart } from './pages/settings-page.ts'
import { Shell } from './pages/shell.ts'
import { COLOUR_RULES, seriousFindings } from './serious-findings.ts'
import { test } from './with-restart.ts'

const PARTS: readonly SettingsPart[] = [
  'Providers',
  'Models',
  'Budgets',
  'Privacy defaults',
  'Other programs',
  'Features',
  'Appearance',
  'Shortcuts',
  'Language',
  'Data',
  'Diagnostics',
  'About',
  'Danger zone',
]

test('any setting is found by another word for it, by keys alone, and pointed out', async ({ page }) => {
  await new Shell(page).ready()
  await new Shell(page).goTo('Settings')
  const settings = new SettingsPage(page)
  await settings.search.focus()
  await page.keyboard.type('wipe')
  await expect(settings.results.getByRole('option').first()).toContainText('Delete all data')
  await page.keyboard.press('Enter')
  await expect(settings.setting('Delete all data')).toBeFocused()
  await expect(page.getByRole('heading', { level: 2, name: 'Danger zone' })).toBeVisible()

  await settings.search.fill('co')
  await expect(settings.results.getByRole('option', { selected: true })).toHaveCount(1)
  const first = await settings.results.getByRole('option', { selected: true }).textContent()
  await page.keyboard.press('ArrowDown')
  expect(await settings.results.getByRole('option', { selected: true }).textContent()).not.toBe(first)
  await page.keyboard.press('Escape')
  await expect(settings.search).toHaveValue('')
  await settings.search.fill('xylophone')
  await expect(page.getByText('No setting is called that.')).toBeVisible()
})

/** The list of shortcuts is long, and looked at by itself. */
const GROUPS = [PARTS.slice(0, 6), ['Appearance', 'Language', 'Data'], ['Shortcuts'], PARTS.slice(10)] as const

for (const scheme of ['light', 'dark'] as const) {
  for (const parts of GROUPS) {
    test(`${parts.join(', ')}: no serious accessibility finding (${scheme})`, async ({ page }) => {
      // A row for every command: axe takes its time over them where the machine is shared.
      if (parts.some((part) => part === 'Shortcuts')) test.slow()
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
      await new Shell(page).ready()
      await new Shell(page).goTo('Settings')
      const settings = new SettingsPage(page)
      for (const part of parts) {
        await settings.show(part)
        expect.soft(await seriousFindings(page, scheme === 'light' ? 'all' : COLOUR_RULES), part).toEqual([])
      }
    })
  }
}

test('the form of a provider has no serious accessibility finding, also where something is wrong', async ({ page }) => {
  await new Shell(page).ready()
  await new SettingsPage(page).open('Providers')
  await page.getByRole('button', { name: 'Add…' }).click()
  await page.getByRole('dialog', { name: 'Add a provider' }).getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByText('The name of a model. Test the address to see what there is.')).toBeVisible()
  await expect(page.getByLabel('Model', { exact: true })).toBeFocused()
  expect(await seriousFindings(page, 'all')).toEqual([])
})

test('a provider is tried, added, changed, turned off and on, removed and put back', async ({ page, host }) => {
  const ollama = await startOllamaServer()
  const settings = new SettingsPage(page)
  const shell = new Shell(page)
  await shell.ready()
  await settings.open('Providers')
  await page.getByRole('button', { name: 'Add…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a provider' })
  await dialog.getByLabel('Kind').selectOption('Open WebUI')
  await expect(dialog.getByLabel('Name')).toHaveValue('open-webui')
  await dialog.getByLabel('Address').fill(ollama.url)
  await dialog.getByRole('button', { name: 'Test' }).click()
  await expect(dialog).toContainText('Ollama answers at this address. Choose that kind.')
  await dialog.getByLabel('Kind').selectOption('Ollama')
  await dialog.getByRole('button', { name: 'Test' }).click()
  await expect(dialog).toContainText(/It answers and offers \d+ model/)
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(dialog.getByText('The name of a model. Test the address to see what there is.')).toBeVisible()
  await dialog
    .getByRole('button', { name: /^Use the model / })
    .first()
    .click()
  await dialog.getByLabel('Name').fill('mine')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(settings.provider('mine')).toContainText('On this machine')
  await expect(settings.provider('mine')).toContainText('Healthy')
  await expect(settings.keyOf('mine')).toContainText('Not needed')

  await page.getByRole('button', { name: 'Change mine' }).click()
  const form = page.getByRole('dialog', { name: 'Change mine' })
  await form.getByRole('button', { name: 'Context, prices and limits' }).click()
  await form.getByLabel('Requests at a time').fill('0')
  await form.getByRole('button', { name: 'Context, prices and limits' }).click()
  await expect(form.getByLabel('Requests at a time')).toBeHidden()
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form.getByLabel('Requests at a time')).toBeFocused()
  await expect(form.getByText('A whole number from 1 to 64, or nothing.')).toBeVisible()
  await form.getByLabel('Requests at a time').fill('2')
  await form.getByLabel('Requests a minute').fill('30')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form).toBeHidden()
  await page.getByRole('button', { name: 'Turn mine off' }).click()
  await expect(settings.provider('mine')).toContainText('Off')
  await page.getByRole('button', { name: 'Turn mine on' }).click()
  await expect(settings.provider('mine')).toContainText('Healthy')
  expect(JSON.parse(readFileSync(join(host.dataDir, 'config.json'), 'utf8')).providers).toMatchObject([
    { id: 'mine', enabled: true, parallel: 2, requestsPerMinute: 30 },
  ])

  await ollama.stop()
  await page.getByRole('button', { name: 'Test mine' }).click()
  await expect(settings.provider('mine').getByRole('alert')).toContainText('Nothing answers at this address')

  await page.getByRole('button', { name: 'Remove mine' }).click()
  await expect(settings.provider('mine')).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(settings.provider('mine')).toBeVisible()
})

test('a budget holds when the field is left, is refused when it is no amount, and can be undone', async ({ page, host }) => {
  const settings = new SettingsPage(page)
  await new Shell(page).ready()
  await settings.open('Budgets')
  const field = settings.setting('Daily limit').getByRole('textbox')
  await expect(field).toHaveValue('1')
  await field.fill('plenty')
  await field.press('Tab')
  await expect(settings.setting('Daily limit').getByRole('alert')).toContainText('An amount such as 2.50.')
  await field.fill('2,5')
  await field.press('Enter')
  const stored = (): unknown => JSON.parse(readFileSync(join(host.dataDir, 'config.json'), 'utf8')).budgetUsdPerDay
  await expect.poll(stored).toBe(2.5)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(stored).toBe(1)
  await expect(field).toHaveValue('1')
})

test('the look is chosen here and remembered; another language loads the window anew and keeps what was typed', async ({ page }) => {
  const settings = new SettingsPage(page)
  const shell = new Shell(page)
  await shell.ready()
  await new ComposePage(page).prompt.fill('Words that must stay.')
  await settings.open('Appearance')
  await settings.setting('Theme').getByRole('radio', { name: 'Dark' }).check()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await settings.setting('Motion').getByRole('radio', { name: 'Reduced' }).check()
  await expect(page.locator('html')).toHaveAttribute('data-motion', 'reduced')
  await settings.show('Language')
  await settings.setting('Language of the window').getByRole('radio', { name: 'العربية' }).click()
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.getByRole('button', { name: 'الكتابة' }).click()
  await expect(page.locator('#prompt')).toHaveValue('Words that must stay.')
})

test('a backup is made, checked and restored at the next start; what was there is kept', async ({ page, host, restart }) => {
  // Two whole starts.
  test.slow()
  const settings = new SettingsPage(page)
  const compose = new ComposePage(page)
  await new Shell(page).ready()
  await settings.open('Data')
  await settings.setting('Back up now').getByRole('button', { name: 'Back up now' }).click()
  await expect(settings.setting('Back up now').getByRole('status')).toContainText('Backed up and verified')
  const backups = page.getByRole('list', { name: 'Backups' }).getByRole('listitem')
  await expect(backups).toHaveCount(1)

  await new Shell(page).goTo('Compose')
  await compose.prompt.fill('Summarise the launch plan for the board.')
  await compose.generate.click()
  await expect(compose.record).toBeVisible()

  await settings.open('Data')
  await backups
    .first()
    .getByRole('button', { name: /^Restore the backup of/ })
    .click()
  const dialog = page.getByRole('dialog', { name: 'Restore a backup' })
  await expect(dialog).toContainText(/The backup is whole.*0 requests and 4 sources/)
  await dialog.getByRole('button', { name: 'Restore at the next start' }).click()
  await expect(page.getByText('At the next start a backup is restored')).toBeVisible()

  const next = await restart()
  await expect(next.getByText(/The backup manual-.* was restored\. What was there before is kept in/)).toBeVisible()
  await new Shell(next).goTo('Settings')
  await new SettingsPage(next).show('Data')
  await expect(next.getByRole('list', { name: 'Backups' }).getByRole('listitem')).toHaveCount(1)
  await expect(next.getByText('At the next start a backup is restored')).toHaveCount(0)
  expect(readdirSync(join(host.dataDir, 'set-aside'))).toHaveLength(1)
})

test('a file that is no backup is refused with what is wrong, and nothing changes', async ({ page, host }) => {
  const settings = new SettingsPage(page)
  await new Shell(page).ready()
  await settings.open('Data')
  await settings.setting('Restore from a file').getByLabel('Backup file').fill(join(host.dataDir, 'config.json'))
  await page.getByRole('button', { name: 'Check and restore…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Restore a backup' })
  await expect(dialog.getByRole('alert')).toContainText('not a database')
  await expect(dialog.getByRole('button', { name: 'Restore at the next start' })).toBeDisabled()
})

test('what is in a diagnostics bundle is seen before it is saved, and is exactly what is saved', async ({ page }) => {
  const settings = new SettingsPage(page)
  const compose = new ComposePage(page)
  await new Shell(page).ready()
  await compose.prompt.fill('Write about the Quillfeather merger.')
  await compose.generate.click()
  await expect(compose.record).toBeVisible()
  await settings.open('Diagnostics')
  await page.getByRole('button', { name: 'Show what would be in it' }).click()
  await expect(page.getByRole('region', { name: 'Versions' })).toContainText('"tidegate"')
  const bundle = await savedFile(page, () => page.getByRole('button', { name: 'Save the bundle' }).click())
  const text = bundle.bytes.toString('utf8')
  for (const part of ['versions', 'checks', 'settings', 'tables', 'jobs', 'log']) expect(text).toContain(`== ${part} ==`)
  expect(text).toContain('"generations": 1')
  expect(text).not.toContain('Quillfeather')
})

test('the history is cleared after a word of warning, and settings are reset with an undo', async ({ page, host }) => {
  const settings = new SettingsPage(page)
  const compose = new ComposePage(page)
  const shell = new Shell(page)
  await shell.ready()
  await compose.prompt.fill('Write about the Quillfeather merger.')
  await compose.generate.click()
  await expect(compose.record).toBeVisible()
  await settings.open('Danger zone')
  await page.getByRole('button', { name: 'Clear history…' }).click()
  const ask = page.getByRole('alertdialog', { name: 'Clear the history?' })
  await expect(ask).toContainText('Backups still have the history')
  await ask.getByRole('button', { name: 'Clear history' }).click()
  await expect(shell.notice).toContainText('1 request was deleted.')
  await page.reload()
  await shell.ready()
  await expect(page.getByText('Quillfeather')).toHaveCount(0)

  const config = (): Record<string, unknown> => JSON.parse(readFileSync(join(host.dataDir, 'config.json'), 'utf8'))
  await settings.open('Budgets')
  const field = settings.setting('Daily limit').getByRole('textbox')
  await field.fill('7')
  await field.press('Enter')
  await expect.poll(() => config().budgetUsdPerDay).toBe(7)
  await settings.show('Danger zone')
  await page.getByRole('button', { name: 'Reset settings' }).click()
  await expect.poll(() => config().budgetUsdPerDay).toBeUndefined()
  // The change before it has an undo of its own, which stands until this one is told of.
  await expect(shell.notice).toContainText('at their defaults')
  await shell.notice.getByRole('button', { name: 'Undo' }).last().click()
  await expect.poll(() => config().budgetUsdPerDay).toBe(7)
})

test('all data is deleted at the next start once the word was typed, and not before', async ({ page, host, restart }) => {
  test.slow()
  const settings = new SettingsPage(page)
  await new Shell(page).ready()
  await settings.open('Danger zone')
  await page.getByRole('button', { name: 'Delete all data…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete all data?' })
  const confirm = dialog.getByRole('button', { name: 'Delete at the next start' })
  await expect(confirm).toBeDisabled()
  await dialog.getByRole('textbox').fill('DELETE')
  await confirm.click()
  await expect(page.getByText('At the next start all data is deleted')).toBeVisible()
  await page.getByRole('button', { name: 'Keep everything as it is' }).click()
  await expect(page.getByText('At the next start all data is deleted')).toHaveCount(0)

  await page.getByRole('button', { name: 'Delete all data…' }).click()
  await dialog.getByRole('textbox').fill('DELETE')
  await confirm.click()
  await expect(page.getByText('At the next start all data is deleted')).toBeVisible()
  expect(existsSync(join(host.dataDir, 'keys.json'))).toBe(true)
  const next = await restart()
  await expect(next.getByText('All data was deleted, as you asked.')).toBeVisible()
  expect(existsSync(join(host.dataDir, 'keys.json'))).toBe(false)
  // It is a new start in every way.
  await expect(next.getByRole('heading', { name: 'A gate for everything you write' })).toBeVisible()
})

test('it is said whether and where log lines and metrics are shipped, and they are', async ({ page, host }) => {
  const settings = new SettingsPage(page)
  const collector = await startOtlpCollector()
  try {
    await new Shell(page).ready()
    await settings.open('Diagnostics')
    const shipping = settings.setting('Log lines and metrics')
    await expect(shipping).toContainText('Nothing is shipped.')
    const config = openConfig(host.dataDir)
    config.set('telemetry.otlp.endpoint', collector.url)
    await expect(shipping).toContainText(`Log lines and metrics go to ${collector.url}.`)
    await expect.poll(() => collector.metrics.map(({ name }) => name)).toContain('tidegate_build_info')
    expect(collector.problems).toEqual([])
    config.set('telemetry.otlp.metrics', false)
    await expect(shipping).toContainText(`Log lines go to ${collector.url}.`)
    config.set('privacyMode', 'local-only')
    await expect(shipping).toContainText('Local only is on: nothing goes there unless')
  } finally {
    await collector.stop()
  }
})
