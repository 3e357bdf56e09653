import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ BrowserWindow: class {} }))
const { windowOptions } = await import('./window.ts')
const root = join(import.meta.dirname, '../..')

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => join(root, folder, name))
}

const CODE = ['main', 'preload', 'renderer', 'contracts', 'workers'].flatMap(sources).map((path) => ({
  file: relative(root, path),
  text: readFileSync(path, 'utf8'),
}))

function filesWith(pattern: RegExp): string[] {
  return CODE.filter(({ text }) => pattern.test(text)).map(({ file }) => file)
}

describe('every window', () => {
  it.each([null, '/app/out/preload/index.cjs'])('is made with nothing loosened (preload %s)', (preload) => {
    expect(windowOptions(preload).webPreferences).toEqual({
      ...(preload === null ? {} : { preload }),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    })
  })

  it('keeps its rules whatever place it is given', () => {
    const options = windowOptions('/p.cjs', {
      bounds: { x: 1, y: 2, width: 1000, height: 700, webPreferences: { sandbox: false } } as never,
    })
    expect(options.webPreferences?.sandbox).toBe(true)
    expect(options).toMatchObject({ x: 1, y: 2, width: 1000, height: 700, show: false })
  })
})

describe('the code of the product', () => {
  it('makes windows in one place', () => {
    expect(filesWith(/new (?:BrowserWindow|BrowserView|WebContentsView|BaseWindow)\b/)).toEqual(['main/electron/window.ts'])
  })

  it('opens addresses outside in one place', () => {
    expect(filesWith(/\.openExternal\(/)).toEqual(['main/electron/open-external.ts'])
  })

  it.each([
    ['raw messages of the main process', /\bipcMain\b/, ['main/electron/rpc-port.ts']],
    ['raw messages of the page', /\bipcRenderer\b/, ['preload/index.ts']],
    ['the bridge', /\bexposeInMainWorld\b/, ['preload/index.ts']],
  ])('%s appear in one file', (_what, pattern, files) => {
    expect(filesWith(pattern)).toEqual(files)
  })

  it.each([
    /enableBlinkFeatures|disableBlinkFeatures/,
    /\bwebSecurity: false|\bsandbox: false|\bcontextIsolation: false|\bnodeIntegration: true|\bwebviewTag: true|experimentalFeatures: true/,
    /allowRunningInsecureContent: true/,
    /setCertificateVerifyProc|certificate-error|ignore-certificate-errors/,
    /appendSwitch\(\s*['"](?:no-sandbox|disable-web-security)/,
    /dangerouslySetInnerHTML|\.innerHTML\s*=/,
    /<webview/,
  ])('nowhere has %s', (pattern) => {
    expect(filesWith(pattern)).toEqual([])
  })
})
