import { BrowserWindow, type BrowserWindowConstructorOptions, type Rectangle } from 'electron'
import { APP_ORIGIN } from './app-origin.ts'

/** Where and how a window opens; without bounds the system chooses the place. */
export interface WindowPlace {
  readonly bounds?: Partial<Rectangle>
  readonly maximized?: boolean
  readonly fullScreen?: boolean
  /** A small window that stays over all others, without a place in the task bar. */
  readonly small?: boolean
}

/** What every window is made with. Nothing here is ever loosened, and there is no other way to make a window. */
export function windowOptions(
  preloadFile: string | null,
  { bounds = {}, small = false }: WindowPlace = {},
): BrowserWindowConstructorOptions {
  return {
    width: 1280,
    height: 860,
    ...bounds,
    ...(small ? { alwaysOnTop: true, skipTaskbar: true, maximizable: false, fullscreenable: false } : { minWidth: 900, minHeight: 600 }),
    show: false,
    title: 'Tidegate',
    backgroundColor: '#f6f7f8',
    webPreferences: {
      ...(preloadFile === null ? {} : { preload: preloadFile }),
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
    },
  }
}

/** The one place that makes a window. It is shown when it has something to show. */
export function openWindow(preloadFile: string | null, path = '/', place: WindowPlace = {}): BrowserWindow {
  const window = new BrowserWindow(windowOptions(preloadFile, place))
  window.once('ready-to-show', () => {
    if (place.maximized === true) window.maximize()
    if (place.fullScreen === true) window.setFullScreen(true)
    window.show()
  })
  // What goes wrong is told by did-fail-load; this promise says the same.
  window.loadURL(`${APP_ORIGIN}${path}`).catch(() => {})
  return window
}
