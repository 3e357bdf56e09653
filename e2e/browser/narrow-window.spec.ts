import type { Locator, Page } from '@playwright/test'
import { expect, test as withoutModel } from '../fixtures.ts'
import { ComposePage } from './pages/compose-page.ts'
import { SettingsPage } from './pages/settings-page.ts'
import { test } from './with-providers.ts'

async function speak(page: Page, language: 'en' | 'de'): Promise<void> {
  await page.evaluate((id) => localStorage.setItem('tidegate.language', JSON.stringify(id)), language)
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('lang', language)
  await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor({ state: 'attached' })
}

/** How far a part can be scrolled sideways, px. */
const beyond = (part: Locator): Promise<number> => part.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)
const topsOf = (fields: Locator): Promise<number[]> =>
  fields.evaluateAll((all) => all.map((field) => Math.round(field.getBoundingClientRect().top)))

/** Opens a view, and a tab of it by its place. */
async function open(page: Page, view: number, tab: number): Promise<void> {
  await page.keyboard.press(`Alt+${view}`)
  await page.getByRole('tab').nth(tab).click()
}

test('every column of a table is in sight in windows of usual widths, in German too', async ({ page, providers }) => {
  providers.hosted.setReply(() => 'The tide comes in.')
  await new ComposePage(page).useNoSources()
  await page.getByRole('combobox', { name: 'Route' }).selectOption('hosted')
  await page.getByRole('textbox', { name: 'Prompt' }).fill('Write two sentences about the tides.')
  await page.getByRole('button', { name: 'Generate', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Edit draft' })).toBeVisible()
  for (const language of ['en', 'de'] as const) {
    for (const width of [900, 1280]) {
      await page.setViewportSize({ width, height: 700 })
      await speak(page, language)
      for (const [view, tab, table] of [
        [5, 0, '.decisions-table'],
        [5, 0, '.decisions-table .vtable-body'],
        [5, 4, '.learning-columns .table-scroll'],
        [2, 2, '.table-scroll'],
        [3, 0, '.ledger-table .vtable-head'],
        [3, 0, '.ledger-table .vtable-body'],
      ] as const) {
        await open(page, view, tab)
        const part = page.getByRole('main').locator(table)
        await expect(part.getByRole(table.endsWith('head') ? 'columnheader' : 'cell').first()).toBeVisible()
        expect.soft(await beyond(part), `${table} at ${width}, ${language}`).toBe(0)
      }
      await page.keyboard.press('Alt+1')
    }
  }
})

withoutModel('what can be done with a draft stands above its text, and not over it', async ({ page }) => {
  await new ComposePage(page).samplesAdded()
  await page.getByRole('textbox', { name: 'Prompt' }).fill('Summarise the launch plan for the board.')
  await page.getByRole('button', { name: 'Generate', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Edit draft' })).toBeVisible()
  for (const width of [860, 900, 940]) {
    await page.setViewportSize({ width, height: 700 })
    const ends = page
      .locator('.draft-pane > .card-head, .draft-actions')
      .evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().bottom))
    const [head = 0, buttons = 0] = await ends
    expect.soft(buttons, `at ${width}`).toBeLessThan(head)
  }
})

test('why a route was not compared is said in the language of the window', async ({ page }) => {
  await speak(page, 'de')
  await page.getByRole('textbox', { name: 'Anfragetext' }).fill('Summarise the launch plan for the board.')
  await page.getByRole('button', { name: 'Routen vergleichen' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Beide schreiben' }).click()
  await expect(dialog).toContainText(
    'Nicht gestartet: Die Richtlinie erlaubt die Route „hybrid“ nicht für einen Text, der streng vertraulich ist.',
  )
})

for (const language of ['en', 'de'] as const) {
  test(`prices and limits of a provider stand in rows (${language})`, async ({ page }) => {
    await new SettingsPage(page).open('Providers')
    await page.setViewportSize({ width: 900, height: 700 })
    await speak(page, language)
    await page.locator('.provider-actions').first().getByRole('button').nth(2).click()
    const form = page.getByRole('dialog')
    await form.locator('.disclosure').getByRole('button').click()
    const tops = await topsOf(form.locator('.provider-form-more').getByRole('textbox'))
    expect(tops).toHaveLength(5)
    expect(new Set(tops.slice(0, 2)).size, String(tops)).toBe(1)
    expect(new Set(tops.slice(2)).size, String(tops)).toBe(1)
  })
}

test('where the draft is written below the request, it comes into sight when it is asked for', async ({ page, providers }) => {
  void providers
  await page.setViewportSize({ width: 640, height: 450 })
  const compose = new ComposePage(page)
  await compose.useNoSources()
  await compose.prompt.fill('Write two sentences about the tides.')
  await expect(compose.draft).not.toBeInViewport()
  await compose.prompt.press('Control+Enter')
  await expect(page.getByRole('heading', { name: 'Draft', exact: true })).toBeInViewport()
  await expect(page.getByRole('button', { name: 'Edit draft' })).toBeInViewport()
})
