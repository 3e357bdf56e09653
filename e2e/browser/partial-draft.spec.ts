import { expect } from '../fixtures.ts'
import { twoProviders } from '../integration/test-app.ts'
import { ComposePage } from './pages/compose-page.ts'
import { DraftPage } from './pages/draft-page.ts'
import { Shell } from './pages/shell.ts'
import { seriousFindings } from './serious-findings.ts'
import { test as base } from './with-providers.ts'

/** A model here that is a last resort, so that requests go to the service first. */
const test = base.extend({
  config: async ({ providers: { hosted, local } }, use) =>
    use({ ...twoProviders({ hosted, local: { url: local.url, quality: 0.1 } }), routing: { prefer: 'quality' } }),
})

test('what a service had written before it broke off is among the versions, says who it was, and can be looked at and saved', {
  tag: '@core',
}, async ({ page, providers }) => {
  const compose = new ComposePage(page)
  const draft = new DraftPage(page)
  await new Shell(page).ready()
  providers.local.setReply('Written on this machine.')
  providers.hosted.setFault({ type: 'reset', afterFrames: 4 })
  await compose.useNoSources()
  await compose.prompt.fill(`Write an invitation to the public book club. ${'It meets on Saturday. '.repeat(10)}`)
  await compose.generate.click()
  await expect(compose.record).toBeVisible()
  await expect(compose.draftText).toContainText('Written on this machine.')

  await draft.versionsButton.click()
  await expect(draft.versions.getByRole('listitem')).toHaveCount(2)
  const partial = draft.versions.getByRole('listitem').filter({ hasText: 'Unfinished: hosted broke off (Hosted)' })
  await expect(partial).toHaveCount(1)
  await partial.getByRole('button', { name: /Unfinished/ }).click()
  await expect(compose.draftText).toContainText('You wrote')
  await expect(compose.draftText).not.toContainText('Written on this machine.')
  expect(await seriousFindings(page, 'all')).toEqual([])
  const text = (await draft.save('Markdown')).bytes.toString()
  expect(text).toContain('which broke off before its end')
  expect(text).toContain('You wrote')
})
