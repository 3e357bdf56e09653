import { app, type Session, shell } from 'electron'
import { APP_ORIGIN } from './app-protocol.ts'

/** Denies by default: permissions, navigation, new windows, webviews, and every request that is not the app's own. */
export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest((details, callback) => {
    callback({ cancel: !isOwn(details.url) })
  })
}

/** For every web contents there will ever be. */
export function hardenContents(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      if (!isOwn(event.url)) event.preventDefault()
    })
    contents.on('will-redirect', (event) => {
      if (!isOwn(event.url)) event.preventDefault()
    })
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      openExternally(url)
      return { action: 'deny' }
    })
  })
}

function isOwn(url: string): boolean {
  return url === APP_ORIGIN || url.startsWith(`${APP_ORIGIN}/`) || url.startsWith('devtools://')
}

/** The only way out to the system's browser: https without credentials. */
export function openExternally(raw: string): void {
  const url = URL.parse(raw)
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.password !== '') return
  void shell.openExternal(url.href)
}
