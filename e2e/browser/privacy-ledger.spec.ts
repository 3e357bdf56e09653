import type { Locator, Page } from '@playwright/test'
import { expect } from '../fixtures.ts'
import { ComposePage } from './pages/compose-page.ts'
import { coveredBadges } from './pages/covered.ts'
import { PrivacyPage } from './pages/privacy-page.ts'
import { savedFile } from './pages/saved-file.ts'
import { Shell } from './pages/shell.ts'
import { COLOUR_RULES, seriousFindings } from './serious-findings.ts'
import { HOSTED_KEY, test } from './with-providers.ts'

const MAIL = 'jane.doe@company-mail.com'

async function generate(page: Page, prompt: string, route: 'Hosted' | 'Hybrid'): Promise<void> {
  const compose = new ComposePage(page)
  await compose.prompt.fill(prompt)
  await compose.route.selectOption(route)
  await compose.generate.click()
  await expect(compose.record.or(compose.draft.getByRole('alert')).first()).toBeVisible()
  await expect(compose.stop).toBeHidden()
}

/** One request that was sent, and one that the guard refused: it holds the key of the hosted service itself. */
async function oneSentOneRefused(page: Page): Promise<void> {
  await generate(page, 'Write a long text about trees.', 'Hosted')
  await generate(page, `Write about the words ${HOSTED_KEY} in a poem.`, 'Hosted')
  await new Shell(page).goTo('Privacy')
}

test.beforeEach(async ({ page, providers }) => {
  providers.hosted.setReply('Trees give shade.')
  await new Shell(page).ready()
  await new ComposePage(page).useNoSources()
})

test('what was sent and what was refused stands in the ledger, with totals', { tag: '@core' }, async ({ page, providers }) => {
  const privacy = new PrivacyPage(page)
  await oneSentOneRefused(page)
  await expect(privacy.entries).toHaveCount(2)
  await expect(privacy.entry('Sent')).toContainText('Public')
  await expect(privacy.entry('Refused')).toContainText('A key was in the text that was to leave.')
  await expect(privacy.totals.getByRole('list', { name: 'Totals by destination' })).toContainText('1 sent, 1 refused')
  await privacy
    .entry('Refused')
    .getByRole('button', { name: /^Details of entry/ })
    .click()
  await expect(privacy.dialog).toContainText('nothing was sent and nothing is stored')
  expect(JSON.stringify(providers.hosted.requests.map(({ body }) => body))).not.toContain(HOSTED_KEY)
})

test('the ledger is narrowed down by verdict, label and text, and shown whole again', async ({ page }) => {
  const privacy = new PrivacyPage(page)
  await oneSentOneRefused(page)
  const filter = page.getByRole('search', { name: 'Filter of the ledger' })
  await filter.getByRole('combobox', { name: 'Verdict' }).selectOption('Refused')
  await expect(privacy.entries).toHaveCount(1)
  await expect(privacy.entry('Refused')).toBeVisible()
  await filter.getByRole('combobox', { name: 'Verdict' }).selectOption('Any')
  await filter.getByRole('searchbox', { name: 'Text' }).fill('about TREES')
  await expect(privacy.entries).toHaveCount(1)
  await expect(privacy.entry('Sent')).toBeVisible()
  await filter.getByRole('searchbox', { name: 'Text' }).fill('no such words')
  await expect(privacy.ledger).toContainText('Nothing matches')
  await filter.getByRole('button', { name: 'Show all' }).click()
  await expect(privacy.entries).toHaveCount(2)
  const tomorrow = new Date(Date.now() + 36 * 3_600_000).toISOString().slice(0, 10)
  await filter.getByLabel('From').fill(tomorrow)
  await expect(privacy.ledger).toContainText('Nothing matches')
})

test('what left masked is shown beside its original for as long as the vault is here', async ({ page }) => {
  const privacy = new PrivacyPage(page)
  await generate(page, `Write a note to ${MAIL} about trees.`, 'Hybrid')
  await new Shell(page).goTo('Privacy')
  await privacy
    .entry('Sent')
    .getByRole('button', { name: /^View payload/ })
    .click()
  await expect(privacy.dialog).toContainText('about trees')
  await expect(privacy.dialog).not.toContainText(MAIL)
  await privacy.dialog.getByRole('button', { name: 'Compared with the original' }).click()
  const compared = privacy.dialog.getByRole('region', { name: 'Compared with the original' })
  await expect(compared.getByRole('deletion').filter({ hasText: MAIL })).toHaveCount(1)
  await expect(compared.getByRole('insertion').filter({ hasText: '@' })).toHaveCount(1)
  await page.keyboard.press('Escape')
  // Once it is closed the page has it no longer.
  await expect(page.getByText(MAIL)).toHaveCount(0)
})

test('neither the ledger nor an entry of it has a serious accessibility finding, in either theme', async ({ page }) => {
  const privacy = new PrivacyPage(page)
  await generate(page, `Write a note to ${MAIL} about trees.`, 'Hybrid')
  await oneSentOneRefused(page)
  await privacy.verify.click()
  await expect(privacy.verification).toContainText('Chain intact')
  expect.soft(await seriousFindings(page, 'all')).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  expect.soft(await seriousFindings(page, COLOUR_RULES)).toEqual([])
  await privacy
    .entry('Confidential')
    .getByRole('button', { name: /^View payload/ })
    .click()
  await privacy.dialog.getByRole('button', { name: 'Compared with the original' }).click()
  await expect(privacy.dialog.getByRole('deletion').first()).toBeVisible()
  expect.soft(await seriousFindings(page, COLOUR_RULES)).toEqual([])
  await page.emulateMedia({ colorScheme: 'light' })
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  expect.soft(await seriousFindings(page, 'all')).toEqual([])
})

test('a text that left as it was written says so instead of a comparison', async ({ page }) => {
  const privacy = new PrivacyPage(page)
  await generate(page, 'Write a long text about trees.', 'Hosted')
  await new Shell(page).goTo('Privacy')
  await privacy
    .entry('Sent')
    .getByRole('button', { name: /^View payload/ })
    .click()
  await privacy.dialog.getByRole('button', { name: 'Compared with the original' }).click()
  await expect(privacy.dialog).toContainText('Nothing was masked')
})

test('the chain is verified in words, and still holds after a payload was deleted', { tag: '@core' }, async ({ page }) => {
  const privacy = new PrivacyPage(page)
  await oneSentOneRefused(page)
  await privacy.verify.click()
  await expect(privacy.verification).toContainText('Chain intact: 3 entries verified.')
  await privacy
    .entry('Sent')
    .getByRole('button', { name: /^Delete payload of entry/ })
    .click()
  const confirm = page.getByRole('alertdialog')
  await expect(confirm).toContainText('a tombstone records the deletion')
  await confirm.getByRole('button', { name: 'Delete payload' }).click()
  await expect(privacy.entry('Sent')).toContainText('Payload deleted')
  await privacy.verify.click()
  await expect(privacy.verification).toContainText('Chain intact: 4 entries verified.')
  await privacy
    .entry('Sent')
    .getByRole('button', { name: /^Details of entry/ })
    .click()
  await expect(privacy.dialog).toContainText('it was deleted')
})

test('the whole ledger is exported, with payloads and hashes', async ({ page }) => {
  const privacy = new PrivacyPage(page)
  await oneSentOneRefused(page)
  const jsonl = await exported(page, 'JSONL')
  expect(jsonl.name).toMatch(/^tidegate-ledger-\d{4}-\d{2}-\d{2}\.jsonl$/)
  const lines = jsonl.text.trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { seq: 1, kind: 'request', verdict: 'allowed', payload: expect.stringContaining('about trees') },
    { seq: 2, kind: 'outcome', requestSeq: 1, status: 200 },
    { seq: 3, kind: 'request', verdict: 'refused', reason: 'CREDENTIAL_IN_PAYLOAD', payload: null },
  ])
  await expect(privacy.notice).toContainText('3 entries exported')
  const csv = (await exported(page, 'CSV')).text.trimEnd().split('\r\n')
  expect(csv[0]).toMatch(/^seq,at,kind/)
  expect(csv).toHaveLength(4)
})

async function exported(page: Page, format: 'JSONL' | 'CSV'): Promise<{ name: string; text: string }> {
  const { name, bytes } = await savedFile(page, () => page.getByRole('button', { name: `Export as ${format}` }).click())
  return { name, text: bytes.toString('utf8') }
}

for (const [width, height] of [
  [1366, 768],
  [1280, 800],
  [720, 450],
] as const) {
  test(`every control of an entry lies within the card in a window of ${width}×${height}`, async ({ page }) => {
    const privacy = new PrivacyPage(page)
    await generate(page, 'Write a long text about trees.', 'Hosted')
    await page.setViewportSize({ width, height })
    await new Shell(page).goTo('Privacy')
    const card = await boxOf(privacy.ledger)
    for (const control of await privacy.ledger.locator('button, select, input').all()) {
      const { x, width: wide } = await boxOf(control)
      expect.soft(x, await control.ariaSnapshot()).toBeGreaterThanOrEqual(card.x)
      expect.soft(x + wide, await control.ariaSnapshot()).toBeLessThanOrEqual(card.x + card.width)
    }
  })
}

for (const language of ['en', 'de'] as const) {
  test(`how an entry ended lies over nothing beside it (${language})`, async ({ page, providers }) => {
    providers.hosted.setFault({ type: 'empty-401' })
    await generate(page, 'Write a long text about trees.', 'Hosted')
    await page.evaluate((id) => localStorage.setItem('tidegate.language', JSON.stringify(id)), language)
    await page.setViewportSize({ width: 1280, height: 860 })
    await page.reload()
    await page
      .getByRole('navigation')
      .getByRole('button', { name: language === 'de' ? 'Datenschutz' : 'Privacy' })
      .click()
    await expect(page.getByRole('cell').getByText('401')).toBeVisible()
    for (const width of [1280, 1000, 900, 760]) {
      await page.setViewportSize({ width, height: 860 })
      expect.soft(await coveredBadges(page), String(width)).toEqual([])
    }
  })
}

async function boxOf(element: Locator): Promise<{ x: number; width: number }> {
  const box = await element.boundingBox()
  if (box === null) throw new Error('It is not drawn.')
  return box
}
