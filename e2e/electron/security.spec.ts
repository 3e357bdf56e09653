import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ElectronApplication, Page } from '@playwright/test'
import { ComposePage } from '../browser/pages/compose-page.ts'
import { Shell } from '../browser/pages/shell.ts'
import { test as base, expect } from '../fixtures.ts'

interface Outside {
  readonly url: string
  readonly hits: string[]
}

/** A site on loopback that stands for the rest of the world: whatever reaches it has escaped. */
const test = base.extend<{ outside: Outside }>({
  // biome-ignore lint/correctness/noEmptyPattern: the test runner reads the dependencies off this pattern.
  outside: async ({}, use) => {
    const hits: string[] = []
    const server: Server = createServer((request, response) => {
      hits.push(request.url ?? '')
      response.setHeader('access-control-allow-origin', '*')
      response.end('<h1>Outside</h1>')
    })
    server.listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    await use({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, hits })
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  },
})

// They look at the app and leave nothing in it. What is refused is told on the console.
test.use({ appStart: 'shared', expectedOnConsole: /Content Security Policy|Not allowed to load|status of 404|blocked b(?:y|ecause)/ })

test.beforeEach(async ({ page }) => new Shell(page).ready())

/** What the app asks the system to open, and what it asks the person, from now on. The person agrees to everything. */
async function watchOpening(app: ElectronApplication): Promise<() => Promise<{ opened: string[]; asked: string[] }>> {
  await app.evaluate(({ shell, dialog }) => {
    const seen = { opened: [] as string[], asked: [] as string[] }
    Object.assign(globalThis, { seenOpening: seen })
    shell.openExternal = async (url) => {
      seen.opened.push(url)
    }
    dialog.showMessageBox = (async (options: { message: string }) => {
      seen.asked.push(options.message)
      return { response: 0, checkboxChecked: false }
    }) as unknown as typeof dialog.showMessageBox
  })
  return () => app.evaluate(() => (globalThis as unknown as { seenOpening: { opened: string[]; asked: string[] } }).seenOpening)
}

/** To the main process and back: what the page asked for before has been heard there. */
async function roundTrip(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        window.addEventListener('message', ({ data }) => data === 'tidegate:port' && resolve())
        void (window as unknown as { tidegate: { connect(): Promise<void> } }).tidegate.connect()
      }),
  )
}

test("1 only the app's own files load: no window reaches any other address", async ({ electronApp, outside }) => {
  const outcome = await electronApp.evaluate(async ({ BrowserWindow }, url) => {
    const window = new BrowserWindow({ show: false })
    const loaded = await window.loadURL(url).then(
      () => 'loaded',
      () => 'refused',
    )
    window.destroy()
    return loaded
  }, outside.url)
  expect(outcome).toBe('refused')
  expect(outside.hits).toEqual([])
})

test('2, 3 the page has no Node and no Electron', async ({ page }) => {
  const found = await page.evaluate(() =>
    ['require', 'process', 'module', 'global', 'Buffer', '__dirname', 'electron', 'ipcRenderer'].filter((name) => name in globalThis),
  )
  expect(found).toEqual([])
})

test('4 every renderer is sandboxed, whatever its window asks for', async ({ electronApp }) => {
  const bridge = await electronApp.evaluate(async ({ BrowserWindow }) => {
    const [first] = BrowserWindow.getAllWindows()
    // Internal, and the same in every Electron: where the window's preload lies.
    const preload = `${process.argv.find((arg, index) => index > 0 && !arg.startsWith('-'))}/out/preload/index.cjs`
    const window = new BrowserWindow({ show: false, webPreferences: { sandbox: false, preload } })
    await window.loadURL('app://renderer/')
    const kind = await window.webContents.executeJavaScript('typeof window.tidegate')
    window.destroy()
    return { kind, first: first?.isDestroyed() }
  })
  // The bridge refuses to exist outside the sandbox, so it is there only if the sandbox was forced.
  expect(bridge).toEqual({ kind: 'object', first: false })
})

test('5 every permission is denied', async ({ page }) => {
  const states = await page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read', 'idle-detection'] as PermissionName[]
    const answers = await Promise.all(names.map((name) => navigator.permissions.query({ name }).then(({ state }) => state)))
    return Object.fromEntries(names.map((name, index) => [name, answers[index]]))
  })
  expect(new Set(Object.values(states))).toEqual(new Set(['denied']))
  expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied')
  const code = await page.evaluate(
    () =>
      new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('given'),
          (error) => resolve(error.code),
        ),
      ),
  )
  expect(code).toBe(1)
})

test('6 files and other origins cannot be read', async ({ page, outside }) => {
  const outcome = await page.evaluate(
    (urls) =>
      Promise.all(
        urls.map((url) =>
          fetch(url, { mode: 'no-cors' }).then(
            () => 'read',
            () => 'refused',
          ),
        ),
      ),
    ['file:///etc/passwd', `${outside.url}/fetch`, 'app://other/', 'data:text/plain,x'],
  )
  expect(outcome).toEqual(['refused', 'refused', 'refused', 'refused'])
  const image = await page.evaluate(
    (url) =>
      new Promise((resolve) => {
        const element = new Image()
        element.onload = () => resolve('shown')
        element.onerror = () => resolve('refused')
        element.src = url
      }),
    `${outside.url}/pixel.png`,
  )
  expect(image).toBe('refused')
  expect(outside.hits).toEqual([])
})

test('7 nothing inline runs: no script element, no handler, no eval, no style', async ({ page }) => {
  const ran = await page.evaluate(async () => {
    const violations: string[] = []
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective))
    const script = document.createElement('script')
    script.textContent = 'window.inlineRan = true'
    document.body.append(script)
    const host = document.createElement('div')
    host.innerHTML = '<img src="x:" onerror="window.handlerRan = true"><p style="color: rgb(1, 2, 3)">x</p>'
    document.body.append(host)
    // In a task of its own: what a debugger calls may evaluate, whatever the policy says.
    const evaluated = await new Promise((resolve) => {
      setTimeout(() => {
        try {
          // biome-ignore lint/security/noGlobalEval: that it cannot run is what is tested.
          resolve(eval('true'))
        } catch {
          resolve(false)
        }
      }, 0)
    })
    const styled = getComputedStyle(host.querySelector('p') as Element).color === 'rgb(1, 2, 3)'
    const flags = window as unknown as { inlineRan?: boolean; handlerRan?: boolean }
    const result = {
      inline: flags.inlineRan === true,
      handler: flags.handlerRan === true,
      evaluated,
      styled,
      directives: [...new Set(violations)].sort(),
    }
    script.remove()
    host.remove()
    return result
  })
  expect(ran).toMatchObject({ inline: false, handler: false, evaluated: false, styled: false })
  expect(ran.directives).toEqual(expect.arrayContaining(['script-src-elem', 'style-src-attr']))
})

test('7 the policy names everything and allows nothing inline', async ({ page }) => {
  const policy = await page.evaluate(async () => (await fetch('./')).headers.get('content-security-policy'))
  expect(policy).toContain("default-src 'none'")
  for (const name of [
    'script-src',
    'style-src',
    'img-src',
    'font-src',
    'connect-src',
    'base-uri',
    'form-action',
    'frame-ancestors',
    'object-src',
  ]) {
    expect(policy).toContain(`${name} `)
  }
  expect(policy).not.toMatch(/unsafe|\*|https?:/)
})

test('7 a normal flow violates no policy', async ({ page }) => {
  await page.evaluate(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const seen = window as unknown as { violations?: string[] }
      seen.violations = [...(seen.violations ?? []), `${event.effectiveDirective}: ${event.blockedURI}`]
    })
  })
  const compose = new ComposePage(page)
  const shell = new Shell(page)
  await compose.prompt.fill('Summarise the most important points of these sources.')
  await compose.generate.click()
  await expect(compose.record).toBeVisible()
  for (const view of ['Jobs', 'Privacy', 'Resources', 'Compose'] as const) await shell.goTo(view)
  expect(await page.evaluate(() => (window as unknown as { violations?: string[] }).violations ?? [])).toEqual([])
})

test('11, 12 a webview element is nothing but an unknown element', async ({ page, electronApp, outside }) => {
  const before = await electronApp.evaluate(({ webContents }) => webContents.getAllWebContents().length)
  const methods = await page.evaluate((url) => {
    const element = document.createElement('webview')
    element.setAttribute('src', url)
    document.body.append(element)
    const has = ['loadURL', 'getWebContentsId', 'executeJavaScript'].filter((name) => name in element)
    element.remove()
    return has
  }, outside.url)
  expect(methods).toEqual([])
  expect(await electronApp.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(before)
  expect(outside.hits).toEqual([])
})

test('13 the page cannot leave its own address, and a frame goes nowhere', async ({ page, outside }) => {
  const compose = new ComposePage(page)
  await compose.prompt.fill('Still here')
  await page.evaluate((url) => {
    location.href = `${url}/assigned`
  }, outside.url)
  await page.evaluate((url) => {
    const link = Object.assign(document.createElement('a'), { href: `${url}/clicked`, textContent: 'leave' })
    document.body.append(link)
    link.click()
    link.remove()
    const frame = Object.assign(document.createElement('iframe'), { src: `${url}/framed` })
    document.body.append(frame)
  }, outside.url)
  await expect(compose.prompt).toHaveValue('Still here')
  // A round trip to the core: whatever the page had begun has been refused by now.
  await expect(compose.label).toBeVisible()
  expect(page.url()).toMatch(/renderer/)
  expect(outside.hits).toEqual([])
})

test('14 no window opens, however it is asked for', async ({ page, electronApp, outside }) => {
  const opening = await watchOpening(electronApp)
  const returned = await page.evaluate((url) => {
    const link = Object.assign(document.createElement('a'), { href: `${url}/blank`, target: '_blank', textContent: 'leave' })
    document.body.append(link)
    link.click()
    link.remove()
    return window.open(`${url}/opened`) === null
  }, outside.url)
  expect(returned).toBe(true)
  await roundTrip(page)
  expect(await electronApp.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  expect(outside.hits).toEqual([])
  expect(await opening()).toEqual({ opened: [], asked: [] })
})

test('15 a link opens outside only when it is a plain web address and the person agrees', async ({ page, electronApp }) => {
  const opening = await watchOpening(electronApp)
  await page.evaluate(() => {
    for (const url of [
      'file:///etc/passwd',
      'smb://server/x',
      'https://user:pass@example.com/',
      'tidegate://view/jobs',
      'https://127.0.0.1/',
      'http://example.org/',
    ])
      window.open(url)
    window.open('https://example.com/page')
  })
  await expect.poll(async () => (await opening()).opened).toEqual(['https://example.com/page'])
  expect((await opening()).asked).toEqual(['Open example.com outside Tidegate?'])
})

test('17 a window that the app did not open itself is not answered', async ({ electronApp, run }) => {
  const before = run.stderr().length
  const answered = await electronApp.evaluate(async ({ BrowserWindow }) => {
    const preload = `${process.argv.find((arg, index) => index > 0 && !arg.startsWith('-'))}/out/preload/index.cjs`
    const window = new BrowserWindow({ show: false, webPreferences: { preload } })
    await window.loadURL('app://renderer/index.html')
    const port = await window.webContents.executeJavaScript(`new Promise((resolve) => {
      addEventListener('message', ({ data, ports }) => { if (data === 'tidegate:port' && ports.length > 0) resolve('answered') })
      window.tidegate.connect().then(() => setTimeout(() => resolve('silence'), 300))
    })`)
    window.destroy()
    return port
  })
  expect(answered).toBe('silence')
  expect(run.stderr().slice(before)).toContain('FORBIDDEN_SENDER')
})

test('18 the scheme serves its own files only', async ({ page }) => {
  const paths = [
    './..%2f..%2fpackage.json',
    './..%5c..%5cpackage.json',
    './%2e%2e/%2e%2e/package.json',
    './assets/',
    './assets',
    './nothing.js',
    './index.html%00.js',
    `./${'x'.repeat(4_000)}.js`,
    './/etc/passwd',
    './README.md',
  ]
  const statuses = await page.evaluate((all) => Promise.all(all.map((path) => fetch(path).then(({ status }) => status))), paths)
  expect(statuses).toEqual(paths.map(() => 404))
  const own = await page.evaluate(async () => {
    const response = await fetch('./index.html')
    return [response.status, response.headers.get('content-type'), response.headers.get('x-content-type-options')]
  })
  expect(own).toEqual([200, 'text/html; charset=utf-8', 'nosniff'])
})

test('20 the bridge is one function that gives nothing of Electron away', async ({ page }) => {
  const bridge = await page.evaluate(async () => {
    const api = (window as unknown as { tidegate: Record<string, () => unknown> }).tidegate
    const returned = await api.connect?.()
    const replaced = Reflect.set(api, 'connect', () => 'mine')
    return {
      keys: Object.keys(api),
      kinds: Object.values(api).map((value) => typeof value),
      returned,
      replaced,
      frozen: Object.isFrozen(api),
    }
  })
  expect(bridge).toEqual({ keys: ['connect'], kinds: ['function'], returned: undefined, replaced: false, frozen: true })
})
