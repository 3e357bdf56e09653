import { app, type Session, type WebContents } from 'electron'
import { isOwnAddress } from './app-origin.ts'
import { openExternally } from './open-external.ts'

/** Denies by default: every permission and device, and every request that is not for the app's own files. */
export function hardenSession(session: Session): void {
  // Electron grants what nobody answers.
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, callback) => callback({}))
  session.webRequest.onBeforeRequest(({ url }, callback) => callback({ cancel: !mayRequest(url) }))
}

/** Own files, and what a page makes of its own data. DevTools load themselves, in development only. */
function mayRequest(url: string): boolean {
  return isOwnAddress(url) || /^(?:data|blob):/.test(url) || (!app.isPackaged && url.startsWith('devtools://'))
}

/** For every web contents there will ever be, whoever makes it. */
export function hardenContents(): void {
  app.on('web-contents-created', (_event, contents) => confine(contents))
}

function confine(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault()
  })
  contents.on('will-frame-navigate', (event) => {
    // Nothing of ours has a frame inside.
    if (!event.isMainFrame || !isOwnAddress(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    void openExternally(url)
    return { action: 'deny' }
  })
}
