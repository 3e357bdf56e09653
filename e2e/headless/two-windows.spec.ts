import { ComposePage } from '../browser/pages/compose-page.ts'
import { Shell } from '../browser/pages/shell.ts'
import { expect, test } from '../fixtures.ts'

test.use({ hostStart: 'process' })

test('two windows share the unsent draft; what one replaces of the other is kept and can be swapped in', { tag: '@core' }, async ({
  page,
  host,
}) => {
  const one = new ComposePage(page)
  await new Shell(page).ready()
  const other = await page.context().newPage()
  // Sits between the second window and the host, so that it can be cut off for a while.
  const lines: Array<{ close(): Promise<void> }> = []
  let cut = false
  await other.routeWebSocket('**/rpc', async (socket) => {
    if (cut) return socket.close()
    socket.connectToServer()
    lines.push(socket)
  })
  await other.goto(host.url)
  const two = new ComposePage(other)
  await new Shell(other).ready()

  await one.prompt.fill('A note on the harbour')
  await expect(two.prompt).toHaveValue('A note on the harbour')

  cut = true
  await lines.at(-1)?.close()
  await expect(other.getByText('Connection lost, reconnecting…')).toBeVisible()
  await one.prompt.fill('Written in the first window')
  await two.prompt.fill('Written in the second window')
  cut = false
  await expect(one.prompt).toHaveValue('Written in the second window')
  await expect(two.prompt).toHaveValue('Written in the second window')

  const kept = page.getByRole('status').filter({ hasText: 'A text from another window was kept' })
  await expect(kept).toContainText('Written in the first window')
  await kept.getByRole('button', { name: 'Swap it with the prompt' }).click()
  await expect(two.prompt).toHaveValue('Written in the first window')
  await expect(kept).toContainText('Written in the second window')
  await kept.getByRole('button', { name: 'Discard' }).click()
  await expect(kept).toBeHidden()
})
