import { ComposePage } from '../browser/pages/compose-page.ts'
import { Shell } from '../browser/pages/shell.ts'
import { test } from '../browser/with-providers.ts'
import { expect } from '../fixtures.ts'

test('without the hosted service work goes on here, and what was pinned there says why it cannot run', async ({ page, providers }) => {
  await providers.hosted.stop()
  const compose = new ComposePage(page)
  await new Shell(page).ready()
  await compose.useNoSources()
  providers.local.setReply('Written on this machine.')

  await compose.prompt.fill('Write a short note about trees.')
  await compose.route.selectOption('Auto')
  await compose.generate.click()
  await expect(compose.record).toBeVisible()
  await expect(compose.draftText).toHaveText('Written on this machine.')

  await compose.prompt.fill('Write a short note about rivers.')
  await compose.route.selectOption('Hosted')
  await compose.generate.click()
  // It waits: for its time where it was tried just now, for the service where that is known to be away. Both say why.
  await expect(compose.draft.getByRole('status').filter({ hasText: /cannot be reached/ })).toContainText(
    /It will be tried again by itself|Waiting for a route that is allowed/,
  )
  await expect(compose.prompt).toHaveValue('Write a short note about rivers.')
})
