/**
 * Holds the stand-in to Electron's own typings, at compile time: it has no member that Electron has not, each method can be called the way
 * Electron's can, and gives back the same plain values. Objects of Electron's own classes are not compared: ours are only parts of them.
 */
import type { EventEmitter } from 'node:events'
import type * as electron from 'electron'
import type { StandInApp, StandInCommandLine } from './api/app.ts'
import type { StandInWindow } from './api/browser-window.ts'
import type { StandInNativeTheme, StandInNotification, StandInPowerMonitor, StandInScreen } from './api/desktop.ts'
import type { StandInIpcMain } from './api/ipc-main.ts'
import type { StandInMenu, StandInMenuItem, StandInTray } from './api/menu.ts'
import type { StandInChannel, StandInPort } from './api/message-ports.ts'
import type { StandInProtocol, StandInSession, StandInWebRequest } from './api/session.ts'
import type { StandInUtilityProcess } from './api/utility-process.ts'
import type { StandInWebContents } from './api/web-contents.ts'
import type { StandInFrame } from './api/web-frame.ts'
import type { StandInElectron } from './electron-api.ts'

// biome-ignore lint/suspicious/noConfusingVoidType: results are compared, and most of Electron's methods give none.
type Primitive = string | number | boolean | bigint | symbol | null | undefined | void
// biome-ignore lint/suspicious/noExplicitAny: what is not compared fits everything.
type Whatever = any
type LooseValue<T> = T extends Primitive ? T : Whatever
type LooseArguments<P extends readonly unknown[]> = { [K in keyof P]: LooseValue<P[K]> }
type LooseResult<T> = [T] extends [Primitive] ? T : T extends Promise<infer V> ? Promise<[V] extends [Primitive] ? V : Whatever> : Whatever

/** What an app may use of ours: names with an underscore are for the stand-in's own parts, events are Node's. */
type Offered<Ours> = Exclude<keyof Ours, `_${string}` | keyof EventEmitter>
type Foreign<Ours, Theirs> = Exclude<Offered<Ours>, keyof Theirs>
type Mismatched<Ours, Theirs> = {
  [K in Offered<Ours> & keyof Theirs]: Theirs[K] extends (...args: infer P) => infer R
    ? Ours[K] extends (...args: LooseArguments<P>) => LooseResult<R>
      ? never
      : K
    : never
}[Offered<Ours> & keyof Theirs]

/** Names of the members that do not fit. */
type Problems<Ours, Theirs> = Foreign<Ours, Theirs> | Mismatched<Ours, Theirs>
/** Does not compile while there is a problem; the error names the class. */
type None<P extends never> = P

export interface Surface {
  module: None<Problems<StandInElectron, typeof electron>>
  app: None<Problems<StandInApp, electron.App>>
  browserWindow: None<Problems<StandInWindow, electron.BrowserWindow>>
  clipboard: None<Problems<StandInElectron['clipboard'], electron.Clipboard>>
  commandLine: None<Problems<StandInCommandLine, electron.CommandLine>>
  crashReporter: None<Problems<StandInElectron['crashReporter'], electron.CrashReporter>>
  dialog: None<Problems<StandInElectron['dialog'], electron.Dialog>>
  frame: None<Problems<StandInFrame, electron.WebFrameMain>>
  globalShortcut: None<Problems<StandInElectron['globalShortcut'], electron.GlobalShortcut>>
  ipcMain: None<Problems<StandInIpcMain, electron.IpcMain>>
  menu: None<Problems<StandInMenu, electron.Menu>>
  menuItem: None<Problems<StandInMenuItem, electron.MenuItem>>
  messageChannel: None<Problems<StandInChannel, electron.MessageChannelMain>>
  messagePort: None<Problems<StandInPort, electron.MessagePortMain>>
  nativeTheme: None<Problems<StandInNativeTheme, electron.NativeTheme>>
  net: None<Problems<StandInElectron['net'], electron.Net>>
  notification: None<Problems<StandInNotification, electron.Notification>>
  powerMonitor: None<Problems<StandInPowerMonitor, electron.PowerMonitor>>
  protocol: None<Problems<StandInProtocol, electron.Protocol>>
  safeStorage: None<Problems<StandInElectron['safeStorage'], electron.SafeStorage>>
  screen: None<Problems<StandInScreen, electron.Screen>>
  session: None<Problems<StandInSession, electron.Session>>
  shell: None<Problems<StandInElectron['shell'], electron.Shell>>
  tray: None<Problems<StandInTray, electron.Tray>>
  utilityProcess: None<Problems<StandInUtilityProcess, electron.UtilityProcess>>
  webContents: None<Problems<StandInWebContents, electron.WebContents>>
  webRequest: None<Problems<StandInWebRequest, electron.WebRequest>>
}
