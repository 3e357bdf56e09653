import { expect } from '../fixtures.ts'
import { ComposePage } from './pages/compose-page.ts'
import { Shell } from './pages/shell.ts'
import { test } from './with-restart.ts'

const MAIL = 'jane.doe@company-mail.com'
const CARD = '4539 5787 6362 1486'

test.beforeEach(async ({ page }) => {
  await new Shell(page).ready()
  await new ComposePage(page).useNoSources()
})

test('findings are marked in the prompt and can be walked by keyboard, each with its type, reason and effect', { tag: '@core' }, async ({
  page,
}) => {
  const compose = new ComposePage(page)
  await compose.prompt.fill(`Write to ${MAIL} and pay with ${CARD}.`)
  await expect(compose.findings.getByRole('option')).toHaveCount(2)
  expect(await compose.paintedKinds()).toEqual(['contact', 'identity'])

  await compose.findings.focus()
  await expect(compose.chosenFinding).toContainText('E-mail address')
  await expect(compose.chosenFinding).toContainText('It has the form of an e-mail address.')
  await expect(compose.chosenFinding).toContainText('Confidential')
  await page.keyboard.press('ArrowDown')
  await expect(compose.chosenFinding).toContainText('Credit card')
  await expect(compose.chosenFinding).toContainText('the check digit are right')
  await expect(compose.chosenFinding).toContainText('Restricted')
  expect(await compose.paintedKinds()).toContain('active')

  await page.keyboard.press('Enter')
  await expect(compose.actions).toContainText('It makes the text restricted: it stays on this machine.')
  await page.keyboard.press('Escape')
  await expect(compose.actions).toBeHidden()
  await expect(compose.findings).toBeFocused()
})

test('a list of many findings shows as many as there is room for, and all of them when asked to', async ({ page }) => {
  const compose = new ComposePage(page)
  /** Options that are in view whole. */
  const inView = () =>
    compose.findings.evaluate((list) => {
      const { top, bottom } = list.getBoundingClientRect()
      const places = [...list.querySelectorAll('[role=option]')].map((option) => option.getBoundingClientRect())
      return places.filter((place) => place.top >= top - 0.5 && place.bottom <= bottom + 0.5).length
    })
  await compose.prompt.fill(Array.from({ length: 12 }, (_, n) => `Ask person${n}@company-mail.com.`).join('\n'))
  const all = page.getByRole('button', { name: 'Show all 12 findings' })
  for (const [height, rows] of [
    [700, 5],
    [800, 7],
    [1000, 9],
  ] as const) {
    await page.setViewportSize({ width: 1024, height })
    await expect(all).toHaveAttribute('aria-expanded', 'false')
    await expect.poll(inView).toBe(rows)
  }
  await all.press('Enter')
  await expect.poll(inView).toBe(12)
  const fewer = page.getByRole('button', { name: 'Show fewer findings' })
  await expect(fewer).toBeFocused()
  await fewer.press('Enter')
  await expect.poll(inView).toBe(9)
  await compose.prompt.fill('Ask person1@company-mail.com.')
  await expect(compose.findings.getByRole('option')).toHaveCount(1)
  await expect(page.getByRole('button', { name: /Show (all|fewer)/ })).toHaveCount(0)
})

test('the pointer over a marked place is told what it is, and a click opens what can be done', async ({ page }) => {
  const compose = new ComposePage(page)
  await compose.prompt.fill(`${MAIL} is to be asked.`)
  await expect(compose.findings.getByRole('option')).toHaveCount(1)
  await compose.prompt.hover({ position: { x: 60, y: 28 } })
  await expect(page.getByText('It has the form of an e-mail address.').last()).toBeVisible()
  await compose.prompt.click({ position: { x: 60, y: 28 } })
  await expect(compose.actions).toContainText('E-mail address')
  // The click was one into the text: the next key is typed there, and whoever types is done with the actions.
  await page.keyboard.type('x')
  await expect(compose.actions).toBeHidden()
  await expect(compose.prompt).toHaveValue(/x/)
})

test('what is marked as not private stays so after a restart, and can be taken back', async ({ page, restart }) => {
  const compose = new ComposePage(page)
  await compose.prompt.fill(`Write to ${MAIL} today.`)
  await expect(compose.label).toHaveText('Confidential')
  await expect(compose.preview).toContainText('1 private item stays on this machine')
  await compose.findings.focus()
  await page.keyboard.press('Enter')
  await compose.actions.getByRole('button', { name: 'Not private' }).click()
  await expect(compose.label).toHaveText('Public')
  // Also a listener is not told any more what was so before.
  await expect(compose.preview).not.toContainText('private item')
  await page.getByRole('status', { name: 'Notice' }).getByRole('button', { name: 'Undo' }).click()
  await expect(compose.label).toHaveText('Confidential')

  await compose.findings.focus()
  await page.keyboard.press('Enter')
  await compose.actions.getByRole('button', { name: 'Not private' }).click()
  await expect(compose.label).toHaveText('Public')

  const again = new ComposePage(await restart())
  await again.prompt.fill(`Write to ${MAIL} tomorrow, not to other.person@company-mail.com.`)
  await expect(again.findings.getByRole('option')).toHaveCount(1)
  await expect(again.label).toHaveText('Confidential')
})

test('what is restricted cannot be marked as not private, and the reason is told', { tag: '@core' }, async ({ page }) => {
  const compose = new ComposePage(page)
  await compose.prompt.fill('The key is AKIAQ7ZP4MNX2RT6WBYE.')
  await expect(compose.label).toHaveText('Restricted')
  await compose.findings.focus()
  await page.keyboard.press('Enter')
  const refused = compose.actions.getByRole('button', { name: 'Not private' })
  await expect(refused).toBeDisabled()
  await expect(refused).toHaveAccessibleDescription(/stays restricted whatever is said of it/)
})

test('a selection is kept private with the label that is chosen', async ({ page }) => {
  const compose = new ComposePage(page)
  await compose.prompt.fill('Tell nobody of Nightjar before May.')
  await expect(compose.label).toHaveText('Public')
  await compose.prompt.evaluate((field: HTMLTextAreaElement) => {
    const at = field.value.indexOf('Nightjar')
    field.setSelectionRange(at, at + 'Nightjar'.length)
  })
  await page.keyboard.press('Alt+Enter')
  await compose.actions.getByRole('radio', { name: /^Restricted/ }).check()
  await compose.actions.getByRole('button', { name: 'Keep private' }).click()
  await expect(compose.label).toHaveText('Restricted')
  await expect(compose.findings).toContainText('Private in this workspace')

  await compose.findings.focus()
  await page.keyboard.press('Enter')
  await compose.actions.getByRole('button', { name: 'Remove the rule' }).click()
  await expect(compose.label).toHaveText('Public')
})
