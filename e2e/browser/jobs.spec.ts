import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { ComposePage } from './pages/compose-page.ts'
import { JobsPage } from './pages/jobs-page.ts'
import { Shell } from './pages/shell.ts'
import { COLOUR_RULES, seriousFindings } from './serious-findings.ts'

/** No serious finding, and none of colour in the dark theme. */
async function expectAccessible(page: Page): Promise<void> {
  expect(await seriousFindings(page, 'all')).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  expect(await seriousFindings(page, COLOUR_RULES)).toEqual([])
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
}

test('a request is a job, with every change of its state, and counts in the figures', { tag: '@core' }, async ({ page }) => {
  const prompt = 'Summarise the most important points of these sources.'
  const shell = new Shell(page)
  const compose = new ComposePage(page)
  const jobs = new JobsPage(page)
  await shell.ready()
  await compose.prompt.fill(prompt)
  await compose.generate.click()
  await expect(compose.record).toBeVisible()

  await shell.goTo('Jobs')
  await expect(jobs.row(prompt)).toContainText('Succeeded')
  await jobs.open(prompt)
  await expect(jobs.transitions.first()).toContainText('Queued')
  await expect(jobs.transitions.filter({ hasText: 'Running' })).toHaveCount(1)
  await expect(jobs.transitions.filter({ hasText: 'Running' })).toContainText(/for .*\d+(\.\d)? m?s/)
  await expect(jobs.transitions.last()).toContainText('Succeeded')
  await expect(jobs.detail).toContainText('Kept through a power cut')
  await expectAccessible(page)
  await page.keyboard.press('Escape')

  await jobs.state('Succeeded').check({ force: true })
  await jobs.kind.selectOption('Generate')
  await expect(jobs.count).toHaveText('1 job fits the filter')
  await jobs.search.fill('MOST IMPORTANT')
  await expect(jobs.row(prompt)).toBeVisible()
  await jobs.search.fill('no such words')
  await expect(jobs.count).toHaveText('0 jobs fit the filter')
  await expect(page.getByText('Nothing fits this filter.')).toBeVisible()
  await page.getByRole('button', { name: 'Show all jobs' }).click()
  await expect(jobs.row(prompt)).toBeVisible()
  await jobs.groups.selectOption('Kind')
  await expect(jobs.table.getByRole('button', { name: /^Generate 1$/ })).toHaveAttribute('aria-expanded', 'true')
  await jobs.table.getByRole('button', { name: /^Generate 1$/ }).click()
  await expect(jobs.row(prompt)).toHaveCount(0)
  await jobs.groups.selectOption('No groups')
  await expect(jobs.row(prompt)).toBeVisible()

  await jobs.tab('Locks').click()
  await expect(page.getByText('Nothing is locked')).toBeVisible()
  await jobs.tab('Figures').click()
  await expect(jobs.figures.getByRole('row', { name: /^Generate 1 100 %/ })).toBeVisible()
  await page.getByRole('combobox', { name: 'Period' }).selectOption('Last 30 days')
  await expect(jobs.figures.getByRole('row', { name: /^Generate 1 100 %/ })).toBeVisible()
  await expectAccessible(page)
  await jobs.tab('List').click()

  await jobs.open(prompt)
  await jobs.detail.getByRole('button', { name: 'Open draft' }).click()
  await expect(compose.draftText).not.toBeEmpty()
})

test.describe('on a machine that has no memory for background work', () => {
  test.use({ config: { machine: { memoryReserveMb: 100_000_000 } } })
  let folders: string[]
  test.beforeEach(() => {
    const root = mkdtempSync(join(tmpdir(), 'held-'))
    folders = ['orchard', 'meadow'].map((name) => join(root, name))
    for (const folder of folders) {
      mkdirSync(folder)
      writeFileSync(join(folder, 'notes.md'), '# Notes\n\nForty apple trees.\n')
    }
  })
  test.afterEach(() => rmSync(join(folders[0] ?? '', '..'), { recursive: true, force: true }))

  test('work that waits says why, is moved up, and is stopped and tried again together', async ({ page }) => {
    const shell = new Shell(page)
    const jobs = new JobsPage(page)
    await shell.ready()
    // How much memory there is has been seen.
    await shell.goTo('Resources')
    await expect(page.getByText(/MiB free|GiB free/).first()).toBeVisible()
    await shell.goTo('Compose')
    for (const folder of folders) {
      await page.getByRole('button', { name: 'Add folder' }).click()
      const dialog = page.getByRole('dialog', { name: 'Add a folder' })
      await dialog.getByLabel('Path of the folder').fill(folder)
      await page.keyboard.press('Enter')
      await expect(dialog).toBeHidden()
    }
    const [first = '', second = ''] = folders.map((folder) => basename(folder))

    await shell.goTo('Jobs')
    await expect(jobs.heldBack.filter({ hasText: 'Reading folders waits for memory' })).toContainText('for less than a minute')
    await expect(jobs.heldBackNews).toContainText('Reading folders')
    await expect(jobs.row(first)).toContainText('Waits for memory')
    await jobs.open(first)
    await expect(jobs.detail).toContainText('Waits for memory')
    const priority = jobs.detail.getByRole('status', { name: 'Priority' })
    await expect(priority).toHaveText('-10')
    await jobs.detail.getByRole('button', { name: 'Raise priority' }).click()
    await expect(priority).toHaveText('0')
    await page.keyboard.press('Escape')

    // Put in order by the keyboard, and by dragging.
    await jobs.state('Waiting').check({ force: true })
    await expect.poll(() => jobs.titles()).toHaveLength(2)
    const [top = '', bottom = ''] = await jobs.titles()
    await jobs.handle(bottom).press('ArrowUp')
    await expect.poll(() => jobs.titles()).toEqual([bottom, top])
    await expect(page.getByRole('status', { name: 'Order of the jobs' })).toHaveText(`${bottom} was moved.`)
    await jobs.handle(bottom).hover()
    await page.mouse.down()
    const under = await jobs.row(top).boundingBox()
    await page.mouse.move(under?.x ?? 0, (under?.y ?? 0) + (under?.height ?? 0), { steps: 4 })
    await page.mouse.up()
    await expect.poll(() => jobs.titles()).toEqual([top, bottom])
    await jobs.state('All').check({ force: true })
    await jobs.kind.selectOption('Read folder')
    await expect(jobs.count).toHaveText('2 jobs fit the filter')

    await jobs.choice(first).check()
    await jobs.choice(second).check()
    await expect(jobs.chosen).toContainText('2 jobs chosen')
    await expectAccessible(page)
    await jobs.chosen.getByRole('button', { name: 'Cancel 2' }).click()
    for (const title of [first, second]) await expect(jobs.row(title)).toContainText('Cancelled')
    await expect(jobs.heldBack.filter({ hasText: 'Reading folders' })).toHaveCount(0)

    await jobs.choice(first).check()
    await jobs.chosen.getByRole('button', { name: 'Retry 1' }).click()
    await expect(jobs.row(first)).toContainText('Queued')

    // All that fit, whether or not they were ever loaded; what was stopped only where the filter asks for it.
    await page.getByRole('checkbox', { name: 'Choose all that fit the filter' }).check()
    await expect(jobs.chosen).toContainText('All 2 jobs that fit are chosen')
    await expect(jobs.chosen.getByRole('button', { name: 'Retry 0' })).toBeDisabled()
    await jobs.state('Cancelled').check({ force: true })
    await page.getByRole('checkbox', { name: 'Choose all that fit the filter' }).check()
    await jobs.chosen.getByRole('button', { name: 'Retry 1' }).click()
    await jobs.state('All').check({ force: true })
    await expect(jobs.row(second)).toContainText('Queued')
    await expect(jobs.heldBack.filter({ hasText: 'Reading folders' })).toBeVisible()
  })
})
