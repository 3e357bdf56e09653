import { ComposePage } from '../browser/pages/compose-page.ts'
import { Shell } from '../browser/pages/shell.ts'
import { expect, test } from '../fixtures.ts'

// The cut line is told on the console.
test.use({ expectedOnConsole: /WebSocket/, hostStart: 'process' })

test('a lost connection is told calmly and comes back, with nothing typed lost', { tag: '@core' }, async ({ page }) => {
  const shell = new Shell(page)
  const compose = new ComposePage(page)
  // Sits between the page and the host, so that the line can be cut.
  const lines: Array<{ close(): Promise<void> }> = []
  await page.routeWebSocket('**/rpc', (socket) => {
    socket.connectToServer()
    lines.push(socket)
  })
  await page.reload()
  await shell.ready()
  await compose.prompt.fill('Keep this')
  await lines.at(-1)?.close()
  await expect(page.getByRole('status').filter({ hasText: 'Connection lost, reconnecting…' })).toBeVisible()
  await shell.ready()
  await expect(page.getByText('Connection lost, reconnecting…')).toBeHidden()
  await expect(compose.prompt).toHaveValue('Keep this')
  expect(lines.length).toBeGreaterThan(1)
})
