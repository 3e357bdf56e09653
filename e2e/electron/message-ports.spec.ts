import type { ElectronApplication, Page } from '@playwright/test'
import { Shell } from '../browser/pages/shell.ts'
import { expect, test } from '../fixtures.ts'

// What our transport relies on in Electron's ports, on one that is no transport: whatever stands in for Electron has to keep it.
test.use({ appStart: 'shared' })

interface Shared {
  port: MessagePort
  heard: unknown[]
}

/** What a structured clone carries and JSON does not, and texts that a script or a frame could stumble over. */
const values = `[
  ['it\\'s', '"two"\\r\\nlines', '\\\\', '\\u2028', '\\0', '🌊', '\\ud83c'],
  'plain', '', [], ['list', 1], { t: 'map', v: [] }, { nothing: undefined, day: new Date(0), big: 2n ** 70n },
  new Map([['key', new Set([-0, NaN])]]), new Uint8Array([0, 255]), null, undefined, 12,
]`

/** One channel: its first end stays in the main process, where what it hears and its end are kept; the page gets the other, not started. */
async function openChannel(app: ElectronApplication, page: Page, early: readonly string[] = []): Promise<void> {
  await new Shell(page).ready()
  await page.evaluate(() =>
    window.addEventListener('message', ({ ports: [port] }) => Object.assign(globalThis, { port, heard: [] }), { once: true }),
  )
  await app.evaluate(({ BrowserWindow, MessageChannelMain }, messages) => {
    const { port1, port2 } = new MessageChannelMain()
    Object.assign(globalThis, { port: port1, heard: [] })
    const shared = globalThis as unknown as Shared
    port1.on('message', ({ data }) => shared.heard.push(data))
    port1.on('close', () => shared.heard.push('closed'))
    port1.start()
    for (const message of messages) port1.postMessage(message)
    BrowserWindow.getAllWindows()[0]?.webContents.postMessage('tidegate:port', null, [port2])
  }, early)
  await page.waitForFunction(() => 'port' in globalThis)
}

function postFromMain(app: ElectronApplication, messages: readonly unknown[]): Promise<void> {
  return app.evaluate((_electron, all) => {
    for (const message of all) (globalThis as unknown as Shared).port.postMessage(message)
  }, messages)
}

function startInPage(page: Page): Promise<void> {
  return page.evaluate(() => {
    const { port, heard } = globalThis as unknown as Shared
    port.addEventListener('message', ({ data }) => heard.push(data))
    port.addEventListener('close', () => heard.push('closed'))
    port.start()
  })
}

const heardInPage = (page: Page): Promise<unknown[]> => page.evaluate(() => (globalThis as unknown as Shared).heard)
const heardInMain = (app: ElectronApplication): Promise<unknown[]> => app.evaluate(() => (globalThis as unknown as Shared).heard)

test('what is posted before the page starts its port waits, and comes first', async ({ page, electronApp }) => {
  await openChannel(electronApp, page, ['1', '2'])
  await postFromMain(electronApp, ['3', ['4', '5']])
  expect(await heardInPage(page)).toEqual([])
  await startInPage(page)
  await postFromMain(electronApp, ['6', '7'])
  await expect.poll(() => heardInPage(page)).toEqual(['1', '2', '3', ['4', '5'], '6', '7'])
})

test('values of every kind come as they were, both ways', async ({ page, electronApp }) => {
  await openChannel(electronApp, page)
  await startInPage(page)
  // The page sends them, the main process sends back what it got, and the page compares by a clone of its own.
  await electronApp.evaluate(() => {
    const { port } = globalThis as unknown as { port: Electron.MessagePortMain }
    port.on('message', ({ data }) => port.postMessage(data))
  })
  const describe = `(items) => items.map((item) => {
    const seen = (value) => Object.is(value, -0) ? '-0' : typeof value === 'bigint' ? value + 'n' : value === undefined ? 'undefined'
      : value instanceof Map ? ['map', [...value].map(([key, of]) => [key, seen(of)])] : value instanceof Set ? ['set', [...value].map(seen)]
      : value instanceof Date ? ['date', value.getTime()] : value instanceof Uint8Array ? ['bytes', ...value]
      : Array.isArray(value) ? value.map(seen) : value !== null && typeof value === 'object'
        ? Object.entries(value).map(([key, of]) => [key, seen(of)]) : String(value)
    return JSON.stringify(seen(item))
  })`
  const sent = await page.evaluate(`(() => {
    const values = ${values}
    for (const value of values) port.postMessage(value)
    return (${describe})(values)
  })()`)
  await expect.poll(() => page.evaluate(`(${describe})(heard)`)).toEqual(sent)
})

test('a port that the page closes is closed in the main process, and nothing comes after', async ({ page, electronApp }) => {
  await openChannel(electronApp, page)
  await startInPage(page)
  await postFromMain(electronApp, ['before'])
  await expect.poll(() => heardInPage(page)).toEqual(['before'])
  await page.evaluate(() => {
    const { port } = globalThis as unknown as Shared
    port.postMessage('last')
    port.close()
    port.postMessage('late')
  })
  await expect.poll(() => heardInMain(electronApp)).toEqual(['last', 'closed'])
  await postFromMain(electronApp, ['after'])
  expect(await heardInPage(page)).toEqual(['before'])
})

test('a port that the main process closes brings the page what was posted before', async ({ page, electronApp }) => {
  await openChannel(electronApp, page)
  await startInPage(page)
  await electronApp.evaluate(() => {
    const { port } = globalThis as unknown as Shared
    port.postMessage('last')
    port.close()
  })
  await expect.poll(() => heardInPage(page)).toEqual(['last', 'closed'])
})

test('each message is a turn of its own: what the page promised itself is kept before the next', async ({ page, electronApp }) => {
  await openChannel(electronApp, page)
  await page.evaluate(() => {
    const { port, heard } = globalThis as unknown as Shared
    port.onmessage = async ({ data }) => {
      heard.push(`${data} begins`)
      for (let hop = 0; hop < 20; hop += 1) await null
      heard.push(`${data} ends`)
    }
  })
  await postFromMain(electronApp, ['a', 'b', 'c'])
  await expect.poll(() => heardInPage(page)).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
})

test('what the page posts while it is being left arrives, and then the port ends', async ({ page, electronApp }) => {
  await openChannel(electronApp, page)
  await startInPage(page)
  await page.evaluate(() => {
    const { port } = globalThis as unknown as Shared
    window.addEventListener('beforeunload', () => port.postMessage('left'))
    port.postMessage('leaving')
    location.reload()
  })
  await expect.poll(() => heardInMain(electronApp)).toEqual(['leaving', 'left', 'closed'])
})
