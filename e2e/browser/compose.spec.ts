import { expect, test } from '../fixtures.ts'
import { ComposePage } from './pages/compose-page.ts'
import { Shell } from './pages/shell.ts'

// As a person finds it who has just installed it: the samples come while the page is there.
test.use({ dataFolder: 'new' })

const LEAVES = '# Leaves\n\nA leaf takes light and makes sugar of it. The green of it is called chlorophyll.\n'
const SUMMARISE = 'Summarise the most important points of these sources.'

test.beforeEach(async ({ page }) => {
  await new Shell(page).ready()
})

test('the whole job is done by keyboard: type, generate, read, look up a quote', { tag: '@core' }, async ({ page }) => {
  const compose = new ComposePage(page)
  await expect(compose.prompt).toBeFocused()
  await compose.samplesAdded()
  await page.keyboard.type(SUMMARISE)
  await page.keyboard.press('Control+Enter')

  await expect(compose.record).toBeVisible()
  await expect(compose.draftText).not.toBeEmpty()
  await expect(compose.draft).toContainText('Extractive engine — no model')
  await expect(compose.egress).toContainText('Nothing left this machine.')
  await expect(compose.record).toContainText('Citation coverage')

  await compose.citations.first().focus()
  await page.keyboard.press('Enter')
  await expect(compose.sourcePanel).toBeVisible()
  const quote = compose.sourcePanel.locator('mark')
  await expect(quote).toBeInViewport()
  await expect(quote).not.toBeEmpty()
  await page.keyboard.press('Escape')
  await expect(compose.sourcePanel).toBeHidden()
  await expect(compose.citations.first()).toBeFocused()
})

test('findings are marked while one types, and raise the label', { tag: '@core' }, async ({ page }) => {
  const compose = new ComposePage(page)
  await compose.useNoSources()
  await expect(compose.label).toHaveText('Public')
  await compose.prompt.pressSequentially('Write to jane.doe@company-mail.com about Friday.')
  await expect(compose.label).toHaveText('Confidential')
  await expect(compose.findings).toContainText('E-mail address')
  await expect(compose.findings).not.toContainText('jane.doe@company-mail.com')
  await compose.prompt.fill('Write about Friday.')
  await expect(compose.label).toHaveText('Public')
})

test('the label says when it comes from the sources, and can be raised by hand', async ({ page }) => {
  const compose = new ComposePage(page)
  await compose.useNoSources()
  await compose.prompt.fill('Write a short note about trees.')
  await compose.treatAs.selectOption('At least internal')
  await expect(compose.label).toHaveText('Internal')
  await expect(page.getByText('Internal because of your choice.')).toBeVisible()
})

test('with local only on, the decision names the local route and why', { tag: '@core' }, async ({ page }) => {
  const compose = new ComposePage(page)
  await compose.samplesAdded()
  await compose.prompt.fill('Write a short note about trees.')
  await compose.localOnly.click()
  await expect(compose.localOnly).toBeChecked()
  await compose.why.click()
  await expect(page.getByRole('list', { name: 'Reasons' })).toContainText('Local only is on.')
  await expect(compose.gate).toContainText('Runs here')
})

test('beside Generate stands what will happen and why, and a listener is told once', async ({ page }) => {
  const compose = new ComposePage(page)
  await compose.useNoSources()
  await expect(compose.gate).toContainText('Type a prompt to see where it runs')
  await compose.prompt.fill('Write to jane.doe@company-mail.com and to john.roe@company-mail.com.')
  // Without a source the engine without a model has nothing to select from.
  await expect(compose.gate).toContainText('Nothing to write from · add a source, or set up a model · 2 private items stay on this machine')
  await expect(compose.preview).toContainText('Nothing to write from')
  await compose.source('launch-plan.md').check()
  await expect(compose.gate).toContainText('Runs here')
  await expect(compose.gate).toContainText('2 private items stay on this machine')
  await expect(compose.preview).toContainText('Runs here')
  await compose.prompt.fill('Pay with card 4111 1111 1111 1111.')
  await compose.route.selectOption('Hosted')
  await expect(compose.gate).toContainText('The policy forbids this route for this label. · Nothing is sent.')
  await expect(compose.preview).toContainText('Blocked')
})

test('in a small window the prompt, what will happen and Generate are in sight, however long the prompt is', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 700 })
  const compose = new ComposePage(page)
  await compose.samplesAdded()
  const short = await compose.prompt.boundingBox()
  await compose.prompt.fill(Array.from({ length: 80 }, (_, index) => `Line ${index + 1} of a long request.`).join('\n'))
  await expect.poll(async () => (await compose.prompt.boundingBox())?.height).toBeGreaterThan((short?.height ?? 0) + 80)
  await compose.why.click()
  await expect(page.getByRole('list', { name: 'Reasons' })).toBeVisible()
  for (const part of [compose.gate, compose.generate]) await expect(part).toBeInViewport({ ratio: 1 })
  await expect(compose.prompt).toBeInViewport({ ratio: 1 })
})

test('a pinned route that the policy forbids is blocked, explained, and nothing leaves', { tag: '@core' }, async ({ page }) => {
  const compose = new ComposePage(page)
  await compose.useNoSources()
  await compose.prompt.fill('Pay the invoice with card 4111 1111 1111 1111 today.')
  await expect(compose.label).toHaveText('Restricted')
  await compose.route.selectOption('Hosted')
  await expect(compose.gate).toContainText('Blocked')
  await compose.generate.click()
  await expect(compose.draft.getByRole('alert')).toContainText('Blocked by the privacy policy')
  await expect(compose.egress).toContainText('Nothing left this machine.')
  await compose.draft.getByRole('button', { name: 'Choose the route Auto' }).click()
  await expect(compose.prompt).toBeFocused()
  await expect(compose.gate).toContainText('Nothing to write from')
  await expect(compose.draft.getByRole('button', { name: 'Choose the route Auto' })).toHaveCount(0)
})

test('where nothing can be written from nothing, what is missing is one click away', async ({ page }) => {
  const compose = new ComposePage(page)
  await compose.useNoSources()
  await compose.prompt.fill('Explain photosynthesis to a pupil')
  await compose.generate.click()
  const outcome = compose.draft.getByRole('alert')
  await expect(outcome).toContainText('Nothing could be written')
  const picker = page.waitForEvent('filechooser')
  await outcome.getByRole('button', { name: 'Add files' }).click()
  await (await picker).setFiles([{ name: 'leaves.md', mimeType: 'text/markdown', buffer: Buffer.from(LEAVES) }])
  await expect(compose.source('leaves.md')).toBeChecked()
  await expect(compose.gate).toContainText('Runs here')
  await outcome.getByRole('button', { name: 'Set up a model' }).click()
  await expect(page.getByRole('heading', { name: 'Models', exact: true })).toBeVisible()
})

test('a template that takes a model says so, and does not ask for more files', async ({ page }) => {
  const compose = new ComposePage(page)
  await compose.template.selectOption('Rewrite')
  await compose.prompt.fill('Say it in fewer words.')
  await expect(compose.gate).toContainText('No model to write it')
  await compose.generate.click()
  const outcome = compose.draft.getByRole('alert')
  await expect(outcome).toContainText('This template needs a model')
  await expect(outcome).toContainText('or choose another template')
  await expect(outcome.getByRole('button', { name: 'Set up a model' })).toBeVisible()
  await expect(outcome.getByRole('button', { name: 'Add files' })).toHaveCount(0)
})

test('a draft that the engine chose by itself, as no source speaks of what was asked, says so', async ({ page }) => {
  const compose = new ComposePage(page)
  await compose.samplesAdded()
  await compose.prompt.fill('Explain photosynthesis to a pupil')
  await compose.generate.click()
  await expect(compose.draft).toContainText('Hardly any word of the request stands in the sources')
  await compose.prompt.fill('Why does the moon raise the tide?')
  await compose.generate.click()
  await expect(compose.record).toContainText('Citation coverage')
  await expect(compose.draft).not.toContainText('Hardly any word')
})

test('a file is added by the picker, and one that cannot be read says why', async ({ page }) => {
  const compose = new ComposePage(page)
  const picker = page.getByLabel('Choose source files')
  await picker.setInputFiles([
    { name: 'orchard-notes.md', mimeType: 'text/markdown', buffer: Buffer.from('# Orchard\n\nThe orchard has forty apple trees.\n') },
    { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: Buffer.from([0xff, 0xd8, 0xff]) },
  ])
  await expect(compose.source('orchard-notes.md')).toBeChecked()
  const uploads = page.getByRole('list', { name: 'Files being added' })
  await expect(uploads).toContainText('photo.jpg was not added.')
  await expect(uploads).toContainText('Use PDF, DOCX, HTML, Markdown, CSV, e-mail (.eml) or text.')
})

test('an earlier draft is opened again from the history, with all of its record', async ({ page }) => {
  const compose = new ComposePage(page)
  await compose.samplesAdded()
  await compose.prompt.fill(SUMMARISE)
  await compose.generate.click()
  await expect(compose.record).toBeVisible()
  const first = (await compose.draftText.textContent()) ?? ''

  await compose.useNoSources()
  await compose.prompt.fill('Pay with card 4111 1111 1111 1111.')
  await compose.route.selectOption('Hosted')
  await compose.generate.click()
  await expect(compose.draft.getByRole('alert')).toBeVisible()

  await compose.historyButton.click()
  await compose.history.getByRole('button', { name: SUMMARISE }).click()
  await expect(compose.draftText).toHaveText(first)
  await expect(compose.record).toContainText('Citation coverage')
})

test('keys move between views, and the question mark lists them', async ({ page }) => {
  const shell = new Shell(page)
  for (const [key, view] of [
    ['2', 'Jobs'],
    ['3', 'Privacy'],
    ['4', 'Resources'],
    ['5', 'Routing'],
    ['6', 'Testing'],
    ['7', 'Settings'],
  ] as const) {
    await page.keyboard.press(`Control+${key}`)
    await expect(shell.heading(view)).toBeFocused()
    await expect(page).toHaveTitle(`${view} — Tidegate`)
  }
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+1')
  await expect(new ComposePage(page).prompt).toBeFocused()
})

test('a file dropped anywhere on the window becomes a source', async ({ page }) => {
  const compose = new ComposePage(page)
  const transfer = await page.evaluateHandle(() => {
    const data = new DataTransfer()
    data.items.add(new File(['The lighthouse was built in 1911.'], 'lighthouse.txt', { type: 'text/plain' }))
    return data
  })
  await compose.draft.dispatchEvent('dragover', { dataTransfer: transfer })
  await compose.draft.dispatchEvent('drop', { dataTransfer: transfer })
  await expect(compose.source('lighthouse.txt')).toBeChecked()
})
