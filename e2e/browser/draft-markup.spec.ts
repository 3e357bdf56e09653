import { expect } from '../fixtures.ts'
import { ComposePage } from './pages/compose-page.ts'
import { seriousFindings } from './serious-findings.ts'
import { test } from './with-providers.ts'

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday', 'Responsible', 'Telecommunications']
const TABLE = ['| Item | Price |', '|:---|---:|', '| Boats \\| piers | **5** |', '| Crew | 6 |'].join('\n')
const WIDE = [
  `| Harbour | ${DAYS.join(' | ')} |`,
  `|${'---|'.repeat(DAYS.length + 1)}`,
  `| Northfield | ${DAYS.map((day) => `${day}-morning`).join(' | ')} |`,
].join('\n')
const TEXT = `What it costs:\n\n${TABLE}\n\n3. third\n   - nested\n4. fourth\n\n---\n\n![A boat](https://x.example/boat.png)\n\n${WIDE}`

test('a table that a model writes is one from its first line on, and a wide one scrolls in a box of its own', async ({
  page,
  providers,
}) => {
  const compose = new ComposePage(page)
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  providers.local.setReply(TEXT)
  await compose.useNoSources()
  await compose.prompt.fill('Write a table of costs.')
  await compose.route.selectOption('Local')
  await compose.draft.evaluate((pane) => {
    const pipes: string[] = []
    Object.assign(globalThis, { pipes })
    new MutationObserver(() => {
      for (const { textContent } of pane.querySelectorAll('article p')) if (textContent?.includes('|')) pipes.push(textContent)
    }).observe(pane, { subtree: true, childList: true, characterData: true })
  })
  await compose.generate.click()
  await expect(compose.record).toBeVisible({ timeout: 30_000 })

  const costs = compose.draftText.getByRole('region', { name: 'Table: Item, Price' })
  await expect(costs.getByRole('columnheader')).toHaveText(['Item', 'Price'])
  await expect(costs.getByRole('cell')).toHaveText(['Boats | piers', '5', 'Crew', '6'])
  await expect(costs.getByRole('cell', { name: '5' })).toHaveCSS('text-align', 'end')
  await expect(compose.draftText.getByRole('listitem').first()).toHaveJSProperty('value', 3)
  await expect(compose.draftText.getByRole('separator')).toBeVisible()
  await expect(compose.draftText.getByText('A boat')).toBeVisible()
  expect(asked.filter((url) => url.includes('x.example'))).toEqual([])
  expect(await page.evaluate(() => (globalThis as unknown as { pipes: string[] }).pipes)).toEqual([])

  const wide = compose.draftText.getByRole('region', { name: /^Table: Harbour/ })
  await wide.focus()
  await expect(wide).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => wide.evaluate((box) => box.scrollLeft)).toBeGreaterThan(0)
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
  expect(await compose.draftScroll.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0)
  expect(await seriousFindings(page, 'all')).toEqual([])
})

test('a citation in a cell opens its passage', { tag: '@core' }, async ({ page, providers }) => {
  const compose = new ComposePage(page)
  await compose.samplesAdded()
  providers.local.setReply(
    '| What | Says |\n|---|---|\n| Production | The first production run is 1,200 units, and sales open on 17 May |\n',
  )
  await compose.prompt.fill('Summarise the launch plan for the board.')
  await compose.route.selectOption('Local')
  await compose.generate.click()
  await expect(compose.record).toBeVisible({ timeout: 30_000 })
  // The row is cited behind its last pipe, and shows it in its last cell.
  const cell = compose.draftText.getByRole('cell').nth(1)
  await expect(cell).toHaveText('The first production run is 1,200 units, and sales open on 17 May [1]')
  await cell.getByRole('button', { name: 'Citation 1: launch-plan.md' }).click()
  await expect(compose.sourcePanel).toBeVisible()
})
