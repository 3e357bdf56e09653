import { EventEmitter } from 'node:events'
import { refuseMissing } from '../refuse-missing.ts'

const SCREEN = { x: 0, y: 0, width: 1920, height: 1080 }
const PANEL_PX = 40

/** One screen of 1920×1080 with a panel at its top. */
export class StandInScreen extends EventEmitter {
  #displays: Electron.Display[] = [displayOf(1, SCREEN)]

  getAllDisplays(): Electron.Display[] {
    return [...this.#displays]
  }

  getPrimaryDisplay(): Electron.Display {
    return this.#displays[0] ?? displayOf(1, SCREEN)
  }

  getDisplayMatching(): Electron.Display {
    return this.getPrimaryDisplay()
  }

  getDisplayNearestPoint(): Electron.Display {
    return this.getPrimaryDisplay()
  }

  getCursorScreenPoint(): Electron.Point {
    return { x: 0, y: 0 }
  }
}
refuseMissing('screen', StandInScreen.prototype)

function displayOf(id: number, bounds: Electron.Rectangle): Electron.Display {
  const workArea = { ...bounds, y: bounds.y + PANEL_PX, height: bounds.height - PANEL_PX }
  return {
    id,
    bounds,
    workArea,
    workAreaSize: workArea,
    size: bounds,
    scaleFactor: 1,
    rotation: 0,
    internal: false,
  } as unknown as Electron.Display
}

export class StandInPowerMonitor extends EventEmitter {
  isOnBatteryPower(): boolean {
    return false
  }

  getCurrentThermalState(): 'nominal' {
    return 'nominal'
  }

  getSystemIdleTime(): number {
    return 0
  }

  get onBatteryPower(): boolean {
    return false
  }
}
refuseMissing('powerMonitor', StandInPowerMonitor.prototype)

export class StandInNativeTheme extends EventEmitter {
  themeSource: 'system' | 'light' | 'dark' = 'system'

  get shouldUseDarkColors(): boolean {
    return this.themeSource === 'dark'
  }
}
refuseMissing('nativeTheme', StandInNativeTheme.prototype)

/** A notification that is shown to nobody; tests make it `click`. */
export class StandInNotification extends EventEmitter {
  readonly title: string
  readonly body: string

  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super()
    this.title = options.title ?? ''
    this.body = options.body ?? ''
  }

  static isSupported(): boolean {
    return true
  }

  show(): void {
    this.emit('show', {})
  }

  close(): void {
    this.emit('close', {})
  }
}
refuseMissing('Notification', StandInNotification.prototype)

/** Dialogs cancel themselves; tests put their own answers in place of these functions. */
export function createDialog() {
  const cancelOf = (options: { cancelId?: number; buttons?: string[] } | undefined): number =>
    options?.cancelId ?? Math.max(0, (options?.buttons?.length ?? 1) - 1)
  const optionsOf = (args: readonly unknown[]): never => args.at(-1) as never
  return refuseMissing('dialog', {
    async showMessageBox(...args: readonly unknown[]): Promise<{ response: number; checkboxChecked: boolean }> {
      return { response: cancelOf(optionsOf(args)), checkboxChecked: false }
    },
    showMessageBoxSync: (...args: readonly unknown[]): number => cancelOf(optionsOf(args)),
    async showOpenDialog(): Promise<{ canceled: boolean; filePaths: string[] }> {
      return { canceled: true, filePaths: [] }
    },
    async showSaveDialog(): Promise<{ canceled: boolean; filePath: string }> {
      return { canceled: true, filePath: '' }
    },
    showErrorBox(title: string, content: string): void {
      process.stderr.write(`${title}: ${content}\n`)
    },
  })
}

/** Nothing is opened; tests put their own functions in place of these. */
export function createShell() {
  return refuseMissing('shell', {
    async openExternal(): Promise<void> {},
    async openPath(): Promise<string> {
      return ''
    },
    showItemInFolder(): void {},
    beep(): void {},
  })
}

export function createClipboard() {
  let kept = ''
  return refuseMissing('clipboard', {
    async writeText(text: string): Promise<void> {
      kept = text
    },
    readText: async (): Promise<string> => kept,
  })
}

export function createNativeImage() {
  const image = (path: string): object =>
    refuseMissing('nativeImage', {
      isEmpty: (): boolean => path === '',
      getSize: (): Electron.Size => ({ width: 16, height: 16 }),
      resize: (): object => image(path),
      setTemplateImage(): void {},
    })
  return refuseMissing('nativeImage', { createFromPath: image, createEmpty: (): object => image('') })
}

export function createCrashReporter() {
  let uploads = true
  return refuseMissing('crashReporter', {
    start(options: Electron.CrashReporterStartOptions): void {
      uploads = options.uploadToServer ?? true
    },
    getUploadToServer: (): boolean => uploads,
    getParameters: (): Record<string, string> => ({}),
    addExtraParameter(): void {},
  })
}
