/** A protection of Electron's security list, and what taking it out looks like. */
export interface Protection {
  /** Its number in the list at electronjs.org/docs/latest/tutorial/security. */
  readonly point: number
  readonly what: string
  readonly file: string
  /** Text of the protection, exactly once in the file. */
  readonly find: string
  readonly replace: string
  /** Titles of the specs that try to break it where the page can; without them the unit tests must see it. */
  readonly specs?: RegExp
}

export const PROTECTIONS: readonly Protection[] = [
  {
    point: 1,
    what: 'the session lets no other request through',
    file: 'main/electron/harden.ts',
    find: 'cancel: !mayRequest(url)',
    replace: 'cancel: false',
    specs: /^1 /,
  },
  {
    point: 2,
    what: 'no Node in a page',
    file: 'main/electron/window.ts',
    find: 'nodeIntegration: false',
    replace: 'nodeIntegration: true',
  },
  {
    point: 3,
    what: 'context isolation',
    file: 'main/electron/window.ts',
    find: 'contextIsolation: true',
    replace: 'contextIsolation: false',
    specs: /^20 /,
  },
  { point: 3, what: 'no bridge without isolation', file: 'preload/index.ts', find: ' || !process.contextIsolated', replace: '' },
  { point: 4, what: 'every renderer is sandboxed', file: 'main/index.ts', find: 'app.enableSandbox()', replace: '', specs: /^4 / },
  { point: 4, what: 'each window is sandboxed', file: 'main/electron/window.ts', find: 'sandbox: true', replace: 'sandbox: false' },
  { point: 4, what: 'no bridge without the sandbox', file: 'preload/index.ts', find: '!process.sandboxed || ', replace: '' },
  {
    point: 5,
    what: 'a permission that is asked for is denied',
    file: 'main/electron/harden.ts',
    find: '(_contents, _permission, callback) => callback(false)',
    replace: '(_contents, _permission, callback) => callback(true)',
  },
  {
    point: 5,
    what: 'a permission that is checked is denied',
    file: 'main/electron/harden.ts',
    find: 'setPermissionCheckHandler(() => false)',
    replace: 'setPermissionCheckHandler(() => true)',
  },
  {
    point: 5,
    what: 'both permission handlers at once',
    file: 'main/electron/harden.ts',
    find: `session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false))
  session.setPermissionCheckHandler(() => false)`,
    replace: '',
    specs: /^5 /,
  },
  {
    point: 5,
    what: 'no device is given',
    file: 'main/electron/harden.ts',
    find: 'setDevicePermissionHandler(() => false)',
    replace: 'setDevicePermissionHandler(() => true)',
  },
  { point: 6, what: 'web security', file: 'main/electron/window.ts', find: 'webSecurity: true', replace: 'webSecurity: false' },
  {
    point: 7,
    what: 'the content security policy',
    file: 'main/renderer-files.ts',
    find: "'content-security-policy': contentSecurityPolicy(connect),",
    replace: '',
    specs: /^[67] /,
  },
  {
    point: 7,
    what: 'nothing inline',
    file: 'main/renderer-files.ts',
    find: '"script-src \'self\'"',
    replace: "\"script-src 'self' 'unsafe-inline' 'unsafe-eval'\"",
    specs: /^7 /,
  },
  {
    point: 8,
    what: 'no insecure content',
    file: 'main/electron/window.ts',
    find: 'allowRunningInsecureContent: false',
    replace: 'allowRunningInsecureContent: true',
  },
  {
    point: 9,
    what: 'no experimental features',
    file: 'main/electron/window.ts',
    find: 'experimentalFeatures: false',
    replace: 'experimentalFeatures: true',
  },
  {
    point: 10,
    what: 'no Blink features',
    file: 'main/electron/window.ts',
    find: 'spellcheck: false',
    replace: "spellcheck: false, enableBlinkFeatures: 'CSSVariables'",
  },
  { point: 11, what: 'no webview element', file: 'main/electron/window.ts', find: 'webviewTag: false', replace: 'webviewTag: true' },
  {
    point: 12,
    what: 'no webview is attached',
    file: 'main/electron/harden.ts',
    find: "contents.on('will-attach-webview', (event) => event.preventDefault())",
    replace: '',
  },
  {
    point: 13,
    what: 'a page cannot navigate away',
    file: 'main/electron/harden.ts',
    find: `contents.on('will-navigate', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault()
  })
  contents.on('will-frame-navigate', (event) => {
    // Nothing of ours has a frame inside.
    if (!event.isMainFrame || !isOwnAddress(event.url)) event.preventDefault()
  })`,
    replace: '',
    specs: /^13 /,
  },
  {
    point: 14,
    what: 'no new window',
    file: 'main/electron/harden.ts',
    find: "return { action: 'deny' }",
    replace: "return { action: 'allow' }",
    specs: /^14 /,
  },
  {
    point: 15,
    what: 'only plain web addresses are opened outside',
    file: 'main/electron/open-external.ts',
    find: "return url.protocol === 'https:' && ",
    replace: 'return ',
    specs: /^15 /,
  },
  { point: 15, what: 'the person is asked first', file: 'main/electron/open-external.ts', find: 'if (response === 0) ', replace: '' },
  { point: 16, what: 'a current Electron', file: 'package.json', find: '"electron": "45.4.1"', replace: '"electron": "43.5.0"' },
  {
    point: 17,
    what: 'only windows that we opened are heard',
    file: 'main/electron/sender-policy.ts',
    find: ' && knownWindow',
    replace: '',
    specs: /^17 /,
  },
  {
    point: 17,
    what: 'only our origin is heard',
    file: 'main/electron/sender-policy.ts',
    find: ' && frame.origin === APP_ORIGIN',
    replace: '',
  },
  { point: 17, what: 'only the main frame is heard', file: 'main/electron/sender-policy.ts', find: 'frame === mainFrame && ', replace: '' },
  {
    point: 18,
    what: 'nothing outside the folder is served',
    file: 'main/renderer-files.ts',
    find: "inside.startsWith('..') || isAbsolute(inside) || ",
    replace: '',
  },
  {
    point: 18,
    what: 'only known kinds of files are served',
    file: 'main/renderer-files.ts',
    find: 'if (MIME[extname(file).toLowerCase()] === undefined) return null',
    replace: '',
  },
  { point: 18, what: 'no other host of the scheme', file: 'main/electron/app-origin.ts', find: 'renderer(?:[/?#]|$)/i', replace: '/i' },
  {
    point: 19,
    what: 'Electron cannot be run as Node',
    file: 'packaging/fuses.ts',
    find: '[FuseV1Options.RunAsNode]: false',
    replace: '[FuseV1Options.RunAsNode]: true',
  },
  {
    point: 19,
    what: 'no inspector in a release',
    file: 'packaging/fuses.ts',
    find: "variant === 'test'",
    replace: 'true',
  },
  {
    point: 20,
    what: 'no Electron object in the page',
    file: 'preload/index.ts',
    find: "connect: async (): Promise<void> => ipcRenderer.send('tidegate:connect'),",
    replace: "connect: async (): Promise<void> => ipcRenderer.send('tidegate:connect'),\n  ipc: ipcRenderer,",
    specs: /^20 /,
  },
]
