import { expect, test } from '../fixtures.ts'
import { clippedParts } from './pages/clipped.ts'
import { ComposePage } from './pages/compose-page.ts'
import { coveredBadges } from './pages/covered.ts'

const VIEWS = ['compose', 'jobs', 'privacy', 'resources', 'routing', 'testing', 'settings'] as const

/** A window of 1024×700 at 200 % has as many pixels of its own. */
const ZOOMED = { width: 512, height: 350 }

for (const [name, viewport, language] of [
  ['at 200 %', ZOOMED, 'en'],
  ['at 200 % in German, whose words are long', ZOOMED, 'de'],
  ['from right to left', { width: 1024, height: 700 }, 'ar'],
  ['from right to left at 200 %', ZOOMED, 'ar'],
] as const) {
  test(`no view has clipped text ${name}`, async ({ page }) => {
    await page.evaluate((id) => localStorage.setItem('tidegate.language', JSON.stringify(id)), language)
    await page.setViewportSize(viewport)
    await page.reload()
    await expect(page.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr')
    const main = page.getByRole('main')
    await main.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' })
    for (const [index, view] of VIEWS.entries()) {
      await page.keyboard.press(`Alt+${index + 1}`)
      await expect(page.locator(`[aria-current="page"][aria-keyshortcuts$="+${index + 1}"]`)).toHaveCount(1)
      await expect(main.locator('.view-skeleton')).toHaveCount(0)
      await expect(main.getByRole('heading', { level: 1 })).toBeAttached()
      expect.soft(await clippedParts(page), view).toEqual([])
    }
  })
}

test('at 200 % the views are reached from below, and the commands hold the rest', { tag: '@core' }, async ({ page }) => {
  await page.setViewportSize(ZOOMED)
  const views = page.getByRole('navigation', { name: 'Views' })
  await expect(views.getByRole('button')).toHaveCount(VIEWS.length)
  for (const button of await views.getByRole('button').all()) await expect(button).toBeInViewport({ ratio: 1 })
  await page.getByRole('button', { name: 'All commands' }).click()
  await expect(page.getByRole('dialog')).toBeInViewport({ ratio: 1 })
})

for (const language of ['en', 'de'] as const) {
  test(`no badge lies over what stands beside it (${language})`, async ({ page }) => {
    const compose = new ComposePage(page)
    await compose.useNoSources()
    await compose.prompt.fill('Pay with card 4111 1111 1111 1111.')
    await compose.generate.click()
    await expect(compose.record).toBeVisible()
    await page.evaluate((id) => localStorage.setItem('tidegate.language', JSON.stringify(id)), language)
    for (const width of [1280, 900]) {
      await page.setViewportSize({ width, height: 700 })
      await page.reload()
      const badges = page.getByRole('main').locator('.badge')
      await expect(badges.first()).toBeVisible()
      expect.soft(await coveredBadges(page), `compose at ${width}`).toEqual([])
      await page.keyboard.press('Alt+5')
      await expect(page.getByRole('main').getByRole('cell').locator('.badge').first()).toBeVisible()
      expect.soft(await coveredBadges(page), `routing at ${width}`).toEqual([])
      await page.keyboard.press('Alt+1')
    }
  })
}

test('a title that runs the other way is cut off at its end, not at its beginning', async ({ page }) => {
  const compose = new ComposePage(page)
  await compose.useNoSources()
  await compose.prompt.fill(`Begin ${'with a long title '.repeat(20)}`)
  await compose.generate.click()
  await expect(compose.record).toBeVisible()
  await page.evaluate(() => localStorage.setItem('tidegate.language', JSON.stringify('ar')))
  await page.reload()
  await expect(page.getByRole('main').locator('.badge').first()).toBeVisible()
  await page.getByRole('navigation').getByRole('button').nth(4).click()
  const title = page.getByRole('cell').getByRole('button', { name: /Begin with a long/ })
  await expect(title).toHaveCSS('direction', 'ltr')
})
