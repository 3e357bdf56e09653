import { EventEmitter } from 'node:events'
import { refuseMissing } from '../refuse-missing.ts'
import { type Shell, StandInWebContents } from './web-contents.ts'

/** What `app` and windows share. */
export interface WindowHost {
  readonly shell: () => Shell
  /** The area that windows may fill. */
  readonly workArea: () => Electron.Rectangle
  created(window: StandInWindow): void
  closed(): void
  focused(window: StandInWindow | null): void
}

/** Makes the BrowserWindow class of one start. */
export function createWindowClass(host: WindowHost) {
  const windows = new Map<number, StandInWindow>()
  let lastId = 0
  let focusedWindow: StandInWindow | null = null

  class BrowserWindow extends StandInWindow {
    constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
      lastId += 1
      // It may change while it is still being made, so it is handed over, not taken from here.
      super(lastId, options, host, (window, change) => {
        if (change === 'closed') windows.delete(window.id)
        if (change === 'focus') focusedWindow = window
        if ((change === 'blur' || change === 'closed') && focusedWindow === window) focusedWindow = null
      })
      windows.set(this.id, this)
      host.created(this)
    }

    static getAllWindows(): StandInWindow[] {
      return [...windows.values()]
    }

    static getFocusedWindow(): StandInWindow | null {
      return focusedWindow
    }

    static fromId(id: number): StandInWindow | null {
      return windows.get(id) ?? null
    }

    static fromWebContents(contents: unknown): StandInWindow | null {
      return [...windows.values()].find(({ webContents }) => webContents === contents) ?? null
    }
  }
  return BrowserWindow
}

type Change = 'closed' | 'focus' | 'blur'

/** A window without a frame or a desktop: its bounds, states and events are kept here, its page is a real one. */
export class StandInWindow extends EventEmitter {
  readonly id: number
  readonly webContents: StandInWebContents
  readonly #host: WindowHost
  readonly #changed: (window: StandInWindow, change: Change) => void
  #bounds: Electron.Rectangle
  #normal: Electron.Rectangle
  #minimum: readonly [number, number]
  #state: 'normal' | 'minimized' | 'maximized' | 'fullscreen' = 'normal'
  #visible: boolean
  #focused = false
  #closing = false
  #destroyed = false
  #title: string

  constructor(
    id: number,
    options: Electron.BrowserWindowConstructorOptions,
    host: WindowHost,
    changed: (window: StandInWindow, change: Change) => void,
  ) {
    super()
    this.id = id
    this.#host = host
    this.#changed = changed
    const area = host.workArea()
    const width = options.width ?? 800
    const height = options.height ?? 600
    this.#bounds = {
      x: options.x ?? area.x + Math.max(0, Math.round((area.width - width) / 2)),
      y: options.y ?? area.y + Math.max(0, Math.round((area.height - height) / 2)),
      width,
      height,
    }
    this.#normal = this.#bounds
    this.#minimum = [options.minWidth ?? 0, options.minHeight ?? 0]
    this.#visible = options.show !== false
    this.#title = options.title ?? 'Electron'
    this.webContents = new StandInWebContents(id, host.shell(), options.webPreferences ?? {}, { width, height })
    this.webContents.once('_painted', () => this.emit('ready-to-show'))
    this.webContents.on('_close', () => this.close())
    this.webContents.on('_focus', () => this.focus())
    this.webContents.on('page-title-updated', (event, title: string) => {
      this.#title = title
      this.emit('page-title-updated', event, title, true)
    })
    if (options.fullscreen === true) this.setFullScreen(true)
    if (this.#visible) this.focus()
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url)
  }

  reload(): void {
    this.webContents.reload()
  }

  // ── showing
  show(): void {
    if (!this.#visible) {
      this.#visible = true
      this.emit('show')
    }
    this.focus()
  }

  showInactive(): void {
    if (this.#visible) return
    this.#visible = true
    this.emit('show')
  }

  hide(): void {
    if (!this.#visible) return
    this.#visible = false
    this.blur()
    this.emit('hide')
  }

  focus(): void {
    if (this.#focused || !this.#visible) return
    this.#focused = true
    this.#changed(this, 'focus')
    this.#host.focused(this)
    this.emit('focus')
  }

  blur(): void {
    if (!this.#focused) return
    this.#focused = false
    this.#changed(this, 'blur')
    this.#host.focused(null)
    this.emit('blur')
  }

  isVisible(): boolean {
    return this.#visible && this.#state !== 'minimized'
  }

  isFocused(): boolean {
    return this.#focused
  }

  // ── states
  minimize(): void {
    this.#become('minimized')
    this.emit('minimize')
  }

  maximize(): void {
    this.#become('maximized')
    this.#visible = true
    this.#place(this.#host.workArea())
    this.emit('maximize')
  }

  unmaximize(): void {
    if (this.#state !== 'maximized') return
    this.#become('normal')
    this.#place(this.#normal)
    this.emit('unmaximize')
  }

  restore(): void {
    if (this.#state !== 'minimized') return
    this.#become('normal')
    this.emit('restore')
  }

  setFullScreen(flag: boolean): void {
    if (flag === this.isFullScreen()) return
    this.#become(flag ? 'fullscreen' : 'normal')
    this.#place(flag ? this.#host.workArea() : this.#normal)
    this.emit(flag ? 'enter-full-screen' : 'leave-full-screen')
  }

  isMinimized(): boolean {
    return this.#state === 'minimized'
  }

  isMaximized(): boolean {
    return this.#state === 'maximized'
  }

  isFullScreen(): boolean {
    return this.#state === 'fullscreen'
  }

  // ── place
  getBounds(): Electron.Rectangle {
    return { ...this.#bounds }
  }

  getNormalBounds(): Electron.Rectangle {
    return { ...this.#normal }
  }

  getContentBounds(): Electron.Rectangle {
    return { ...this.#bounds }
  }

  getSize(): number[] {
    return [this.#bounds.width, this.#bounds.height]
  }

  getPosition(): number[] {
    return [this.#bounds.x, this.#bounds.y]
  }

  setBounds(bounds: Partial<Electron.Rectangle>): void {
    this.#place({ ...this.#bounds, ...bounds })
    if (this.#state === 'normal') this.#normal = this.#bounds
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height })
  }

  setPosition(x: number, y: number): void {
    this.setBounds({ x, y })
  }

  // ── looks
  getTitle(): string {
    return this.#title
  }

  setTitle(title: string): void {
    this.#title = title
  }

  setMenuBarVisibility(): void {}

  setAutoHideMenuBar(): void {}

  setProgressBar(): void {}

  flashFrame(): void {}

  setBackgroundColor(): void {}

  // ── end
  close(): void {
    if (this.#destroyed || this.#closing) return
    this.#closing = true
    let prevented = false
    this.emit('close', {
      get defaultPrevented() {
        return prevented
      },
      preventDefault() {
        prevented = true
      },
    })
    this.#closing = false
    if (!prevented) this.destroy()
  }

  destroy(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    this.#focused = false
    this.#visible = false
    this.webContents._destroy()
    this.#changed(this, 'closed')
    this.emit('closed')
    this.#host.closed()
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  #become(state: 'normal' | 'minimized' | 'maximized' | 'fullscreen'): void {
    if (this.#state === 'normal' && state !== 'minimized') this.#normal = this.#bounds
    this.#state = state
  }

  #place(bounds: Electron.Rectangle): void {
    const before = this.#bounds
    const [minWidth, minHeight] = this.#minimum
    this.#bounds = { ...bounds, width: Math.max(bounds.width, minWidth), height: Math.max(bounds.height, minHeight) }
    const { width, height, x, y } = this.#bounds
    if (width !== before.width || height !== before.height) {
      this.webContents._resize(width, height)
      this.emit('resize')
      this.emit('resized')
    }
    if (x !== before.x || y !== before.y) {
      this.emit('move')
      this.emit('moved')
    }
  }
}
refuseMissing('BrowserWindow', StandInWindow.prototype)
