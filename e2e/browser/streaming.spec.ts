import { expect } from '../fixtures.ts'
import { ComposePage } from './pages/compose-page.ts'
import { PrivacyPage } from './pages/privacy-page.ts'
import { Shell } from './pages/shell.ts'
import { test } from './with-providers.ts'

/** Long enough to be looked at while it is written. */
const WORDS = Array.from({ length: 150 }, (_, index) => `word${index + 1}`).join(' ')

test.beforeEach(async ({ page, providers }) => {
  providers.local.setReply(WORDS)
  await new Shell(page).ready()
  const compose = new ComposePage(page)
  await compose.useNoSources()
  await compose.prompt.fill('Write a long text about trees.')
})

test('a reload in the middle of a draft loses none of it', async ({ page }) => {
  const compose = new ComposePage(page)
  await compose.route.selectOption('Local')
  await compose.generate.click()
  await expect(compose.draftText).toContainText('word10 ')
  await page.reload()
  // Still being written: the part before the reload is there, and the rest follows.
  await expect(compose.stop).toBeVisible()
  await expect(compose.draftText).toContainText('word10 ')
  await expect(compose.record).toBeVisible({ timeout: 30_000 })
  await expect(compose.draftText).toHaveText(WORDS)
})

test('a reload in the middle of a draft comes back to where one was reading', async ({ page, providers }) => {
  const compose = new ComposePage(page)
  providers.local.setReply(Array.from({ length: 300 }, (_, index) => `paragraph${index + 1}`).join('\n\n'))
  await compose.route.selectOption('Local')
  await compose.generate.click()
  await expect(compose.draftText).toContainText('paragraph60')
  await compose.draftScroll.evaluate((box) => {
    box.scrollTop = 200
  })
  await expect(compose.draftText).toContainText('paragraph75')
  await page.reload()
  await expect(compose.stop).toBeVisible()
  await expect.poll(() => compose.draftScroll.evaluate((box) => box.scrollTop)).toBe(200)
  await expect(compose.draftText).toContainText('paragraph90')
  expect(await compose.draftScroll.evaluate((box) => box.scrollTop)).toBe(200)
})

test('a finished draft is where it was left after a reload', async ({ page, providers }) => {
  const compose = new ComposePage(page)
  providers.local.setReply(Array.from({ length: 60 }, (_, index) => `paragraph${index + 1}`).join('\n\n'))
  await compose.route.selectOption('Local')
  await compose.generate.click()
  await expect(compose.record).toBeVisible({ timeout: 30_000 })
  await compose.draftScroll.evaluate((box) => {
    box.scrollTop = 300
  })
  await page.reload()
  await expect(compose.draftText).toContainText('paragraph60')
  await expect.poll(() => compose.draftScroll.evaluate((box) => box.scrollTop)).toBe(300)
})

test('a listener is told of a draft by sentences and counts, never word by word', async ({ page, providers }) => {
  const compose = new ComposePage(page)
  providers.local.setReply('A short sentence stands here. '.repeat(40))
  await compose.draft.evaluate((pane) => {
    const told: string[] = []
    Object.assign(globalThis, { told })
    new MutationObserver(() => {
      const status = pane.querySelector(':scope > [role=status]')
      if (status?.textContent) told.push(status.textContent)
    }).observe(pane, { subtree: true, childList: true, characterData: true })
  })
  await compose.route.selectOption('Local')
  await compose.generate.click()
  await expect(compose.record).toBeVisible({ timeout: 30_000 })
  const told = await page.evaluate(() => [...new Set((globalThis as unknown as { told: string[] }).told)])
  expect(told[0]).toBe('Writing…')
  expect(told.at(-1)).toBe('The draft is finished.')
  expect(told.some((text) => /words so far|A short sentence/.test(text))).toBe(true)
  // Some 200 words, one every 30 ms or slower.
  expect(told.length).toBeLessThan(9)
})

test('Escape stops the draft, and what was written is kept', async ({ page }) => {
  const compose = new ComposePage(page)
  await compose.route.selectOption('Local')
  await compose.generate.click()
  await expect(compose.draftText).toContainText('word10 ')
  await page.keyboard.press('Escape')
  await expect(compose.draft.getByRole('status').filter({ hasText: 'Stopped' })).toContainText('What was written so far is kept')
  await expect(compose.draftText).toContainText('word10')
  await expect(compose.draftText).not.toContainText('word150')
  await expect(compose.generate).toBeEnabled()
  // Who wrote it is named as for a finished draft, and nobody counted its tokens.
  await expect(compose.draft).toContainText(/Written by \S+ \(local model\)/)
  await expect(compose.record).not.toContainText('0 tokens')
})

test('what left is shown with its bytes, can be deleted, and the chain still holds', async ({ page, providers }) => {
  const shell = new Shell(page)
  const compose = new ComposePage(page)
  const privacy = new PrivacyPage(page)
  providers.hosted.setReply('Trees give shade.')
  await compose.route.selectOption('Hosted')
  await compose.generate.click()
  await expect(compose.record).toBeVisible()
  await expect(compose.draftText).toHaveText('Trees give shade.')
  await expect(compose.egress).toContainText('sent')
  await compose.egress.getByRole('button', { name: /^View payload/ }).click()
  await expect(page.getByRole('dialog')).toContainText('Write a long text about trees.')
  await page.keyboard.press('Escape')

  await shell.goTo('Privacy')
  await privacy.ledger.getByRole('button', { name: /^Delete payload of entry/ }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete payload' }).click()
  await expect(privacy.ledger.getByRole('row').filter({ hasText: 'Payload deleted' })).toHaveCount(1)
  await privacy.verify.click()
  await expect(privacy.verification).toContainText('Chain intact')
})

test('on the hybrid route only masked text leaves, and the answer has the originals', { tag: '@core' }, async ({ page, providers }) => {
  const compose = new ComposePage(page)
  await compose.prompt.fill('Write a note to jane.doe@company-mail.com about trees.')
  await compose.route.selectOption('Hybrid')
  await compose.generate.click()
  await expect(compose.record).toBeVisible()
  await expect(compose.draftText).toContainText('jane.doe@company-mail.com')
  await compose.egress.getByRole('button', { name: 'Compare with the original' }).click()
  await expect(compose.egress.getByRole('deletion').filter({ hasText: 'jane.doe@company-mail.com' })).toBeVisible()
  await compose.egress.getByRole('button', { name: /^View payload/ }).click()
  await expect(page.getByRole('dialog')).toContainText('about trees')
  await expect(page.getByRole('dialog')).not.toContainText('jane.doe@company-mail.com')
  expect(JSON.stringify(providers.hosted.requests)).not.toContain('jane.doe@company-mail.com')
})
