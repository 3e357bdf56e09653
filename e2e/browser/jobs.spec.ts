import { expect, test } from '../fixtures.ts'
import { ComposePage } from './pages/compose-page.ts'
import { JobsPage } from './pages/jobs-page.ts'
import { Shell } from './pages/shell.ts'

test('a request is a job, with every change of its state', async ({ page }) => {
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
  await expect(jobs.transitions.last()).toContainText('Succeeded')

  await jobs.detail.getByRole('button', { name: 'Open draft' }).click()
  await expect(compose.draftText).not.toBeEmpty()
})
