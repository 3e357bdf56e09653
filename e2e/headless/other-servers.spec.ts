import { once } from 'node:events'
import { createServer } from 'node:http'
import { Shell } from '../browser/pages/shell.ts'
import { expect, test } from '../fixtures.ts'

// A socket that is turned away is told on the console.
test.use({ expectedOnConsole: /WebSocket/, hostStart: 'process' })

test('other servers of the machine get neither the token nor the cookie, and their pages cannot end the host', { tag: '@core' }, async ({
  page,
  host,
}) => {
  const shell = new Shell(page)
  await shell.ready()
  const own = new URL(page.url())
  expect(own.hostname).toMatch(/^tidegate-[0-9a-f]{24}\.localhost$/)
  expect(own.search).toBe('')
  const cookies = await page.context().cookies()
  expect(cookies).toMatchObject([{ domain: own.hostname, httpOnly: true, sameSite: 'Strict' }])
  expect(JSON.stringify(cookies)).not.toContain(host.token)

  const seen: string[] = []
  const other = createServer((request, response) => {
    seen.push(JSON.stringify([request.url, request.headers]))
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>other</title>')
  })
  other.listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const foreign = await page.context().newPage()
  for (const name of ['127.0.0.1', 'localhost', 'another.localhost']) {
    await foreign.goto(`http://${name}:${port}/${name}`)
    for (const path of ['//', '/rpc']) {
      for (const target of ['127.0.0.1', own.hostname]) {
        const outcome = await foreign.evaluate(
          (url) =>
            new Promise<string>((resolve) => {
              const socket = new WebSocket(url)
              socket.onopen = () => resolve('open')
              socket.onerror = () => resolve('refused')
            }),
          `ws://${target}:${own.port}${path}`,
        )
        expect(outcome).toBe('refused')
      }
    }
  }
  expect(seen.filter((request) => request.startsWith('["/127.0.0.1"')).length).toBe(1)
  for (const secret of [host.token, 'tidegate-', cookies[0]?.value ?? 'no cookie']) expect(seen.join('\n')).not.toContain(secret)
  await foreign.close()
  await new Promise((resolve) => other.close(resolve))

  await page.reload()
  await shell.ready()
})
