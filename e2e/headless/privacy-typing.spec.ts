import { ComposePage } from '../browser/pages/compose-page.ts'
import { Shell } from '../browser/pages/shell.ts'
import { expect, test } from '../fixtures.ts'

test('typing in a prompt of 100,000 characters full of findings stays smooth', async ({ page }) => {
  await new Shell(page).ready()
  const compose = new ComposePage(page)
  await compose.prompt.fill('Short.')
  const short = fastest(await compose.keyToPaint(25))
  const line = 'Please write to jane.doe@company-mail.com or call +44 20 7946 0123 about the harbour plan.'
  await compose.prompt.fill(`${line}\n`.repeat(1_200).slice(0, 100_000))
  await expect.poll(() => compose.paintedKinds()).toContain('contact')
  const long = fastest(await compose.keyToPaint(25))
  // Laying out all of the text again with each key took seven times as long.
  expect(long / short).toBeLessThan(5)
})

/** What the work itself costs: whatever else the machine does only ever adds to it. */
function fastest(times: readonly number[]): number {
  return Math.min(...times)
}
