import { expect, type Page } from '@playwright/test'
import { test as plain } from '../fixtures.ts'
import { ComposePage } from './pages/compose-page.ts'
import { RoutingPage } from './pages/routing-page.ts'
import { Shell } from './pages/shell.ts'
import { COLOUR_RULES, seriousFindings } from './serious-findings.ts'
import { test } from './with-providers.ts'

const EASY = 'List three rhymes for tide.'
/** Of the kind that a small model is not up to. */
const HARD =
  'Design a distributed rate limiter with exact semantics under partitions; compare token bucket, sliding window and GCRA, prove the bounds of each and give the code in Rust.'
const STAYING = 'What staying on this machine is worth'

/** Writes a draft from the prompt alone. */
async function write(page: Page, prompt: string): Promise<ComposePage> {
  const compose = new ComposePage(page)
  await new Shell(page).goTo('Compose')
  // biome-ignore lint/correctness/useHookAtTopLevel: a page object's method, no hook
  await compose.useNoSources()
  await compose.prompt.fill(prompt)
  await compose.generate.click()
  await expect(compose.record).toBeVisible()
  return compose
}

async function openRouting(page: Page): Promise<RoutingPage> {
  await new Shell(page).goTo('Routing')
  return new RoutingPage(page)
}

plain('before the first request each part says what belongs there and what to do', async ({ page }) => {
  await new Shell(page).ready()
  const routing = await openRouting(page)
  await expect(page.getByText('No decisions yet')).toBeVisible()
  await routing.open('Try other rules')
  await routing.simulate.click()
  await expect(routing.result).toContainText('There are no decisions yet')
  await routing.open('What was learnt')
  await expect(page.getByText('Nothing measured yet')).toBeVisible()
  await expect(routing.learning).toContainText('No draft has a verdict yet.')
  await expect(routing.corrections).toContainText('As shipped')
  await routing.open('Experiments')
  await expect(page.getByText('No experiments yet')).toBeVisible()
  await expect(routing.experimentForm).toContainText('There is only one set of weights')
  await routing.open('Changes')
  await expect(page.getByText('Nothing was changed')).toBeVisible()
  await routing.open('Decisions')
  await page.getByRole('button', { name: 'Write a draft' }).click()
  await expect(new Shell(page).heading('Compose')).toBeAttached()
})

test('a decision appears after a draft, and its explanation opens and closes by keyboard', async ({ page }) => {
  const shell = new Shell(page)
  await shell.ready()
  await write(page, EASY)
  await page.keyboard.press('Control+5')
  await expect(shell.heading('Routing')).toBeFocused()
  const routing = new RoutingPage(page)
  await expect(routing.row(EASY)).toContainText('Local')
  await expect(routing.row(EASY)).toContainText('Public')
  await expect(routing.count).toHaveText('1 decision')

  await routing.why(EASY).focus()
  await page.keyboard.press('Enter')
  await expect(routing.detail).toContainText('Runs on this machine')
  await expect(routing.detail.getByRole('table', { name: 'Estimates' }).getByRole('columnheader')).toHaveText([/Local/, 'Hybrid', 'Hosted'])
  await expect(routing.detail.getByRole('list', { name: 'What would have changed it' })).toContainText('It would run')
  await expect(routing.detail).toContainText('was expected')
  await expect(routing.detail).toContainText('built in')
  await routing.again.press('Enter')
  await expect(routing.madeAgain).toContainText('The same as before.')
  await page.keyboard.press('Escape')
  await expect(routing.detail).toBeHidden()
  await expect(routing.why(EASY)).toBeFocused()

  await routing.filter.getByRole('combobox', { name: 'Label' }).selectOption('Restricted')
  await expect(page.getByText('Nothing matches')).toBeVisible()
  await routing.filter.getByRole('button', { name: 'Show all' }).click()
  await routing.why(EASY).click()
  await routing.detail.getByRole('button', { name: 'Open draft' }).click()
  await expect(new ComposePage(page).draftText).toBeVisible()
})

test('other weights are simulated, applied, on record, and taken back', async ({ page }) => {
  await new Shell(page).ready()
  await write(page, HARD)
  const routing = await openRouting(page)
  await expect(routing.row('Design a distributed')).toContainText('Hosted')

  await routing.open('Try other rules')
  await expect(routing.weights).toContainText('In use: built in')
  await routing.slider(STAYING).focus()
  await page.keyboard.press('End')
  await expect(routing.weight(STAYING)).toHaveValue('1')
  await routing.weight(STAYING).fill('5')
  await routing.simulate.click()
  await expect(routing.result).toHaveText('The only decision would run elsewhere.')
  await expect(routing.wouldChange).toContainText('1 request')
  await expect(routing.wouldChange).toContainText(/Hosted.*Local/)
  await expect(routing.totals.getByRole('row', { name: /^Local/ })).toHaveText('Local01')
  await expect(routing.weights).toContainText('In use: built in')

  await routing.weights.getByRole('button', { name: 'Apply' }).click()
  await expect(routing.confirm).toContainText(`${STAYING}: 0.12 → 5`)
  await routing.confirm.getByRole('button', { name: 'Apply weights' }).click()
  await expect(routing.weights).toContainText('In use: own, version 2')
  await write(page, `${HARD} Begin with the proofs.`)
  await openRouting(page)
  await routing.open('Decisions')
  await expect(routing.decisions.getByRole('row').nth(1)).toContainText('Local')

  await routing.open('Changes')
  const change = routing.changes.filter({ hasText: 'own, version 2' })
  await expect(change).toContainText(`${STAYING}: 0.12 → 5`)
  await change.getByRole('button', { name: 'Take back' }).click()
  await routing.confirm.getByRole('button', { name: 'Take back' }).click()
  await expect(routing.changes.first()).toContainText('Took back change')
  await routing.open('Try other rules')
  await expect(routing.weights).toContainText('In use: built in')
})

test('thumbs are recorded, stay after a reload, and count for what is learnt', async ({ page }) => {
  const shell = new Shell(page)
  await shell.ready()
  const compose = await write(page, EASY)
  const good = compose.draft.getByRole('button', { name: 'Good enough', exact: true })
  const bad = compose.draft.getByRole('button', { name: 'Not good enough' })
  await good.press('Enter')
  await expect(good).toHaveAttribute('aria-pressed', 'true')
  await bad.click()
  await expect(bad).toHaveAttribute('aria-pressed', 'true')
  await expect(good).toHaveAttribute('aria-pressed', 'false')
  await page.reload()
  await shell.ready()
  await expect(bad).toHaveAttribute('aria-pressed', 'true')

  const routing = await openRouting(page)
  await routing.open('What was learnt')
  await expect(routing.models).toContainText('up to 1,000 tokens')
  await expect(routing.learning).toContainText('1 draft has a verdict: 0 good enough, 1 not.')
  await routing.learning.getByRole('button', { name: 'Learn from the verdicts' }).click()
  await expect(page.getByRole('status', { name: 'Result of learning' })).toContainText('1 rated drafts are too few')
})

test('what matters most can be said for one request, and for all', async ({ page }) => {
  await new Shell(page).ready()
  const routing = await openRouting(page)
  await routing.open('Try other rules')
  await routing.preference.selectOption('Low cost')
  await expect(new Shell(page).notice).toContainText('What matters most: low cost.')
  await new Shell(page).goTo('Compose')
  const prefer = page.getByRole('combobox', { name: 'What matters most' })
  await expect(prefer).toContainText('As set: low cost')
  await prefer.selectOption('Quality')
  await write(page, EASY)
  await openRouting(page)
  await routing.open('Decisions')
  await routing.why(EASY).click()
  await expect(routing.detail.getByRole('definition').filter({ hasText: 'Quality' })).toBeVisible()
})

test('an experiment is started from weights that are only tried, and stopped', async ({ page }) => {
  await new Shell(page).ready()
  const routing = await openRouting(page)
  await routing.open('Try other rules')
  await routing.weight(STAYING).fill('0.5')
  await routing.open('Experiments')
  await routing.experimentForm.getByRole('textbox', { name: 'Name' }).fill('Stay here more?')
  await expect(routing.experimentForm).toContainText('It is kept as “stay-here-more”.')
  await routing.experimentForm.getByRole('button', { name: 'Start' }).click()
  const experiment = routing.experiment('stay-here-more')
  await expect(experiment).toContainText('Running')
  await expect(experiment).toContainText('Too early to tell')
  await write(page, EASY)
  await openRouting(page)
  await routing.open('Decisions')
  await expect(routing.row(EASY)).toContainText(/in-use|tried/)
  await routing.open('Experiments')
  await experiment.getByRole('button', { name: 'Stop stay-here-more' }).click()
  await routing.confirm.getByRole('button', { name: 'Stop the experiment' }).click()
  await expect(experiment).toContainText('Stopped')
})

for (const scheme of ['light', 'dark'] as const) {
  test(`no part of Routing has a serious accessibility finding (${scheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    const look = async (what: string): Promise<void> =>
      expect.soft(await seriousFindings(page, scheme === 'light' ? 'all' : COLOUR_RULES), what).toEqual([])
    await new Shell(page).ready()
    const compose = await write(page, EASY)
    await compose.draft.getByRole('button', { name: 'Good enough', exact: true }).click()
    await compose.draft.getByRole('button', { name: 'Why this route' }).click()
    await expect(compose.draft.getByRole('button', { name: 'Show in Routing' })).toBeVisible()
    await look('a rated draft')
    const routing = await openRouting(page)
    await expect(routing.row(EASY)).toBeVisible()
    await look('decisions')
    await routing.why(EASY).click()
    await routing.again.click()
    await expect(routing.madeAgain).toContainText('The same as before.')
    await look('a decision')
    await page.keyboard.press('Escape')
    await routing.open('Try other rules')
    await routing.weight(STAYING).fill('0')
    await routing.weight('What ten seconds of waiting cost').fill('9')
    await routing.simulate.click()
    await expect(routing.result).toContainText('decision')
    await look('a simulation')
    await routing.weights.getByRole('button', { name: 'Apply' }).click()
    await expect(routing.confirm).toBeVisible()
    await look('weights to confirm')
    await routing.confirm.getByRole('button', { name: 'Apply weights' }).click()
    await expect(routing.weights).toContainText('In use: own, version 2')
    await routing.open('Experiments')
    await routing.experimentForm.getByRole('textbox', { name: 'Name' }).fill('quick')
    await routing.experimentForm.getByRole('button', { name: 'Start' }).click()
    await expect(routing.experiment('quick')).toBeVisible()
    await look('experiments')
    await routing.open('What was learnt')
    await expect(routing.models).toBeVisible()
    await look('what was learnt')
    await routing.open('Changes')
    await expect(routing.changes.first()).toBeVisible()
    await look('changes')
  })
}
