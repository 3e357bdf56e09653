import { expect, test } from '../fixtures.ts'
import { ComposePage } from './pages/compose-page.ts'
import { PrivacyPage } from './pages/privacy-page.ts'
import { Shell, type ViewName } from './pages/shell.ts'
import { COLOUR_RULES, seriousFindings } from './serious-findings.ts'

const VIEWS: readonly ViewName[] = ['Compose', 'Jobs', 'Privacy', 'Resources', 'Routing', 'Testing', 'Settings']

for (const scheme of ['light', 'dark'] as const) {
  test(`no view has a serious accessibility finding (${scheme})`, { tag: scheme === 'light' ? '@core' : [] }, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    const shell = new Shell(page)
    const compose = new ComposePage(page)
    await shell.ready()
    await expect(page.locator('html')).toHaveAttribute('data-theme', scheme)
    await compose.prompt.fill('Summarise this for jane.doe@company-mail.com and mention card 4111 1111 1111 1111.')
    await expect(compose.label).toHaveText('Restricted')
    await compose.generate.click()
    await expect(compose.record).toBeVisible()
    for (const view of VIEWS) {
      await shell.goTo(view)
      await expect(page.getByText('Loading…')).toHaveCount(0)
      // The other views are looked at as well, whatever this one has.
      expect.soft(await seriousFindings(page, scheme === 'light' ? 'all' : COLOUR_RULES), view).toEqual([])
    }
  })

  test(`no part of what is said and asked about privacy has a serious accessibility finding (${scheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    const shell = new Shell(page)
    const compose = new ComposePage(page)
    const privacy = new PrivacyPage(page)
    const look = async (what: string): Promise<void> =>
      expect.soft(await seriousFindings(page, scheme === 'light' ? 'all' : COLOUR_RULES), what).toEqual([])
    await shell.ready()
    await compose.prompt.fill(`Write to jane.doe@company-mail.com, born 12 May 1981, and use AKIAQ7ZP4MNX2RT6WBYE.\n`.repeat(8))
    await expect(compose.label).toHaveText('Restricted')
    await compose.findings.focus()
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await expect(compose.actions).toBeVisible()
    await look('actions on a finding')
    await page.keyboard.press('Escape')

    await shell.goTo('Privacy')
    await privacy.open('Policy')
    await privacy.choice('Internal', 'stays on this machine').check()
    await expect(privacy.simulation).toContainText('no requests yet')
    await privacy.testText.fill('Write to jane.doe@company-mail.com, born 12 May 1981.\n'.repeat(12))
    await expect(privacy.testResult).toContainText('Confidential')
    await look('a policy that is edited, and the test box')
    await privacy.open('Findings')
    await expect(privacy.findings).toContainText('requests looked at')
    await look('findings')
    await privacy.open('Your rules')
    await privacy.ruleForm.getByRole('textbox', { name: 'Word or phrase' }).fill('--')
    await expect(privacy.ruleForm.getByRole('alert')).toBeVisible()
    await look('a rule that is refused')
  })
}

test('the theme can be chosen by hand and is remembered', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await new Shell(page).ready()
  await page.getByRole('button', { name: /^Theme: System/ }).click()
  await page.getByRole('button', { name: /^Theme: Light/ }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test('a link that shows when focused skips to the content', { tag: '@core' }, async ({ page }) => {
  const shell = new Shell(page)
  await shell.ready()
  const skip = page.getByRole('link', { name: 'Skip to content' })
  await skip.focus()
  await expect(skip).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
})
