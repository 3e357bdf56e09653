import { StandInApp } from './api/app.ts'
import { createWindowClass } from './api/browser-window.ts'
import {
  createClipboard,
  createCrashReporter,
  createDialog,
  createNativeImage,
  createShell,
  StandInNativeTheme,
  StandInNotification,
  StandInPowerMonitor,
  StandInScreen,
} from './api/desktop.ts'
import { createGlobalShortcut } from './api/global-shortcut.ts'
import { StandInIpcMain } from './api/ipc-main.ts'
import { StandInMenu, StandInMenuItem, StandInTray } from './api/menu.ts'
import { StandInChannel } from './api/message-ports.ts'
import { createSafeStorage } from './api/safe-storage.ts'
import { StandInProtocol, StandInSession } from './api/session.ts'
import { createUtilityProcess } from './api/utility-process.ts'
import type { StandInWebContents } from './api/web-contents.ts'
import type { Arguments } from './arguments.ts'
import { type Chromium, launchChromium } from './chromium/launch-chromium.ts'
import { createPages } from './chromium/pages.ts'
import { refuseMissing } from './refuse-missing.ts'

const FORCED_EXIT_MS = 3_000

/** The `electron` module of this start, and what brings it to life. */
export function createElectron(args: Arguments, argv: readonly string[]) {
  let chromium: Chromium | null = null
  let launching: Promise<Chromium> | null = null
  const protocol = new StandInProtocol()
  const session = new StandInSession(protocol)
  const ipcMain = new StandInIpcMain()
  const screen = new StandInScreen()
  const pages = createPages(() => {
    if (chromium === null) throw new Error('Cannot create BrowserWindow before app is ready')
    return chromium
  })
  const app: StandInApp = new StandInApp(args, {
    argv,
    windows: () => BrowserWindow.getAllWindows(),
    settled: () => void launch().catch(() => {}),
    end(code) {
      process.exitCode = code
      setTimeout(() => process.exit(code), FORCED_EXIT_MS).unref()
      // One that is still starting ends with its pipe.
      Promise.resolve(chromium?.close()).finally(() => process.exit(code))
    },
  })
  /** Starts Chromium on the profile that the app chose. */
  const launch = (): Promise<Chromium> => {
    launching ??= launchChromium({ userData: app.getPath('userData'), devToolsPort: args.devToolsPort })
    return launching
  }
  const shell = () => ({
    browser: pages.browser(),
    ipcMain,
    session,
    sandboxed: () => app._sandboxed,
    createPage: pages.create,
  })
  const BrowserWindow = createWindowClass({
    shell,
    workArea: () => screen.getPrimaryDisplay().workArea,
    closed: () => app._windowClosed(),
    focused: (window) => app.emit(window === null ? 'browser-window-blur' : 'browser-window-focus', {}, window),
    created(window) {
      const { webContents } = window
      pages.register(webContents)
      webContents.on('render-process-gone', (event, details) => app.emit('render-process-gone', event, webContents, details))
      // What the app allows opens as any window does.
      webContents.on('_window', (url: string) => {
        new BrowserWindow({ width: 800, height: 600 }).loadURL(url).catch(() => {})
      })
      app.emit('browser-window-created', {}, window)
      app.emit('web-contents-created', {}, webContents)
    },
  })
  const contentsOf = (): StandInWebContents[] => BrowserWindow.getAllWindows().map(({ webContents }) => webContents)

  const module = refuseMissing('electron', {
    app,
    BrowserWindow,
    clipboard: createClipboard(),
    crashReporter: createCrashReporter(),
    dialog: createDialog(),
    globalShortcut: createGlobalShortcut(),
    ipcMain,
    Menu: StandInMenu,
    MenuItem: StandInMenuItem,
    MessageChannelMain: StandInChannel,
    nativeImage: createNativeImage(),
    nativeTheme: new StandInNativeTheme(),
    net: refuseMissing('net', { isOnline: () => true, online: true }),
    Notification: StandInNotification,
    powerMonitor: new StandInPowerMonitor(),
    protocol,
    safeStorage: createSafeStorage(process.env),
    screen,
    session: refuseMissing('session', { defaultSession: session }),
    shell: createShell(),
    Tray: StandInTray,
    utilityProcess: createUtilityProcess(),
    webContents: refuseMissing('webContents', {
      getAllWebContents: contentsOf,
      fromId: (id: number) => contentsOf().find((contents) => contents.id === id),
      fromDevToolsTargetId: (id: string) => contentsOf().find((contents) => contents._targetId === id),
    }),
  })
  return {
    module,
    /** Starts Chromium unless that is under way, and tells the app when all is ready. */
    async start(): Promise<string> {
      chromium = await launch()
      await pages.watch()
      protocol._becomeReady()
      app._becomeReady()
      return chromium.product
    },
    quit: () => app.quit(),
  }
}

export type StandInElectron = ReturnType<typeof createElectron>['module']
