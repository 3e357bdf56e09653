import { expect } from '@playwright/test'
import { RoutingPage } from './pages/routing-page.ts'
import { SettingsPage } from './pages/settings-page.ts'
import { Shell } from './pages/shell.ts'
import { test } from './with-providers.ts'

test('shows nothing spent at first, then what a hosted draft cost, beside the budget', { tag: '@core' }, async ({ page, providers }) => {
  providers.hosted.setReply(() => 'The tide comes in.')
  providers.local.setReply(() => 'The tide comes in.')
  const shell = new Shell(page)
  await shell.ready()
  await shell.goTo('Routing')
  await new RoutingPage(page).open('Costs')
  const costs = page.getByRole('region', { name: 'Costs' })
  await expect(costs).toContainText('Nothing has been spent yet')
  await expect(costs).toContainText('stops at $1.00')
  await shell.goTo('Compose')
  await page.getByRole('textbox', { name: 'Prompt' }).fill('Write about tides.')
  await page.getByRole('button', { name: 'Generate' }).click()
  await shell.goTo('Routing')
  await expect(costs.getByRole('row', { name: /hosted|local/ }).first()).toBeVisible()
})

test('lists pipes and memories when asked to, and uploads what is public and nothing else', async ({ page, providers }) => {
  providers.hosted.addDocument('notes', 'old.md', 'An old note.')
  const shell = new Shell(page)
  await shell.ready()
  await new SettingsPage(page).open('Models')
  const card = page.getByRole('region', { name: 'Langbase: hosted' })
  await expect(card).toContainText('The service is asked when you want to see them')
  expect(providers.hosted.requests.filter(({ path }) => path.startsWith('/v1/memory'))).toHaveLength(0)
  await card.getByRole('button', { name: 'Show pipes and memories' }).click()
  await expect(card).toContainText('test-pipe')
  await card.getByRole('button', { name: 'Make the private pipe “writer”' }).click()
  await card.getByRole('button', { name: 'Use the pipe writer' }).click()
  await expect(card.getByRole('listitem').filter({ hasText: 'writer' })).toContainText('In use')
  await card.getByRole('button', { name: 'Upload a source to notes' }).click()
  const dialog = page.getByRole('dialog', { name: 'Upload to notes' })
  await expect(dialog.getByRole('button', { name: 'Upload deploy-config.env' })).toBeDisabled()
  await expect(dialog).toContainText('This text is restricted, and only public texts may go into a hosted memory.')
  await dialog.getByRole('button', { name: 'Upload launch-plan.md' }).click()
  await expect(dialog).toBeHidden()
  expect(providers.hosted.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1)
})
