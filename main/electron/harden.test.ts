import { beforeEach, describe, expect, it, vi } from 'vitest'

const appListeners = new Map<string, (...args: never[]) => void>()
const openExternal = vi.fn(async () => {})
const showMessageBox = vi.fn(async () => ({ response: 1, checkboxChecked: false }))
vi.mock('electron', () => ({
  app: { on: (name: string, listener: (...args: never[]) => void) => appListeners.set(name, listener), isPackaged: true },
  shell: { openExternal },
  dialog: { showMessageBox },
}))
const { hardenContents, hardenSession } = await import('./harden.ts')

/** Records what a session is given, and lets a test ask it as Electron would. */
function recordedSession() {
  const given: Record<string, (...args: unknown[]) => unknown> = {}
  const keep = (name: string) => (handler: never) => {
    given[name] = handler
  }
  hardenSession({
    setPermissionRequestHandler: keep('request'),
    setPermissionCheckHandler: keep('check'),
    setDevicePermissionHandler: keep('device'),
    setDisplayMediaRequestHandler: keep('display'),
    webRequest: { onBeforeRequest: keep('before') },
  } as never)
  return given
}

describe('a session', () => {
  it.each([
    'notifications',
    'media',
    'geolocation',
    'clipboard-read',
    'clipboard-sanitized-write',
    'openExternal',
    'fileSystem',
    'unknown',
  ])('denies %s when it is asked and when it is checked', (permission) => {
    const given = recordedSession()
    const answer = vi.fn()
    given.request?.({}, permission, answer, {})
    expect(answer.mock.calls).toEqual([[false]])
    expect(given.check?.({}, permission, 'app://renderer', {})).toBe(false)
  })

  it('gives no device and no screen away', () => {
    const given = recordedSession()
    expect(given.device?.({ deviceType: 'usb' })).toBe(false)
    const answer = vi.fn()
    given.display?.({}, answer)
    expect(answer.mock.calls).toEqual([[{}]])
  })

  it.each([
    ['app://renderer/index.html', false],
    ['data:image/png;base64,x', false],
    ['blob:app://renderer/1', false],
    ['https://example.com/', true],
    ['http://127.0.0.1:11434/', true],
    ['ws://127.0.0.1/', true],
    ['file:///etc/passwd', true],
    ['app://renderer.evil/', true],
    ['devtools://devtools/bundled/inspector.html', true],
    ['chrome://gpu', true],
  ])('request for %s: cancelled %s', (url, cancel) => {
    const answer = vi.fn()
    recordedSession().before?.({ url }, answer)
    expect(answer.mock.calls).toEqual([[{ cancel }]])
  })
})

describe('any web contents', () => {
  const listeners = new Map<string, (event: unknown) => void>()
  let openHandler: (details: { url: string }) => { action: string }

  beforeEach(() => {
    listeners.clear()
    hardenContents()
    const contents = {
      on: (name: string, listener: (event: unknown) => void) => listeners.set(name, listener),
      setWindowOpenHandler(handler: typeof openHandler) {
        openHandler = handler
      },
    }
    appListeners.get('web-contents-created')?.({} as never, contents as never)
  })

  const isStopped = (name: string, details: object): boolean => {
    const preventDefault = vi.fn()
    listeners.get(name)?.({ ...details, preventDefault })
    return preventDefault.mock.calls.length > 0
  }

  it.each(['will-navigate', 'will-redirect'])('%s: stays with its own pages', (name) => {
    expect(isStopped(name, { url: 'app://renderer/index.html' })).toBe(false)
    for (const url of ['https://example.com/', 'file:///etc/passwd', 'app://renderer.evil/', 'data:text/html,x']) {
      expect(isStopped(name, { url }), url).toBe(true)
    }
  })

  it('lets no frame inside go anywhere, not even to our own pages', () => {
    expect(isStopped('will-frame-navigate', { url: 'app://renderer/', isMainFrame: true })).toBe(false)
    expect(isStopped('will-frame-navigate', { url: 'app://renderer/', isMainFrame: false })).toBe(true)
    expect(isStopped('will-frame-navigate', { url: 'https://example.com/', isMainFrame: true })).toBe(true)
  })

  it('attaches no webview', () => {
    expect(isStopped('will-attach-webview', {})).toBe(true)
  })

  it('opens no window; the person is asked about a plain web address', () => {
    expect(openHandler({ url: 'file:///etc/passwd' })).toEqual({ action: 'deny' })
    expect(showMessageBox).not.toHaveBeenCalled()
    expect(openHandler({ url: 'https://example.com/' })).toEqual({ action: 'deny' })
    expect(showMessageBox).toHaveBeenCalledOnce()
    expect(openExternal).not.toHaveBeenCalled()
  })
})
