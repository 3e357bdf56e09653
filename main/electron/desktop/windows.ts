import { join } from 'node:path'
import { BrowserWindow, screen } from 'electron'
import type { HostCommand } from '#contracts/host-command.ts'
import { readSmallFile, writeSmallFile } from '../crash/small-file.ts'
import { openWindow } from '../window.ts'
import type { CommandQueues } from './command-queues.ts'
import { type Placement, PlacementSchema, placeWindow } from './window-placement.ts'

const FILE = 'window.json'
/** Moving and resizing tell their place many times a second. */
const SAVE_AFTER_MS = 400

export interface AppWindows {
  open(): BrowserWindow
  /** Brings a window to the front, opening one if there is none. */
  focus(): BrowserWindow
  /** Shows something in the window that is in front. */
  show(command: HostCommand): void
  isKnown(contentsId: number): boolean
  /** The window that calls under this name; null when it is gone. */
  ofClient(client: string): BrowserWindow | null
  count(): number
}

export interface WindowsOptions {
  readonly dataDir: string
  readonly preloadFile: string
  readonly commands: CommandQueues
  /** A window may be closed unless this says no; it then closes it itself when the person has decided. */
  readonly mayClose: (window: BrowserWindow) => boolean
  readonly onOpen: (window: BrowserWindow) => void
}

/** The windows of the app: where they open, which are known, and which one is spoken to. */
export function createWindows({ dataDir, preloadFile, commands, mayClose, onOpen }: WindowsOptions): AppWindows {
  const known = new Map<number, BrowserWindow>()
  const file = join(dataDir, FILE)

  function open(): BrowserWindow {
    const others = [...known.values()].map((window) => window.getBounds())
    const place = placeWindow(
      readSmallFile(file, PlacementSchema),
      screen.getAllDisplays().map(({ workArea }) => workArea),
      others,
    )
    const window = openWindow(preloadFile, '/', place ?? {})
    const { id } = window.webContents
    known.set(id, window)
    rememberPlace(window, file)
    window.on('close', (event) => {
      if (!mayClose(window)) event.preventDefault()
    })
    window.on('closed', () => {
      known.delete(id)
      commands.forget(String(id))
    })
    onOpen(window)
    return window
  }

  function front(): BrowserWindow | undefined {
    const focused = BrowserWindow.getFocusedWindow()
    return [...known.values()].find((window) => window === focused) ?? [...known.values()].at(-1)
  }

  function focus(): BrowserWindow {
    const window = front() ?? open()
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
    return window
  }

  return {
    open,
    focus,
    show(command) {
      commands.send(String(focus().webContents.id), command)
    },
    isKnown: (contentsId) => known.has(contentsId),
    ofClient: (client) => known.get(Number(client)) ?? null,
    count: () => known.size,
  }
}

/** Keeps where a window is for the next start; the last one that was moved counts. */
function rememberPlace(window: BrowserWindow, file: string): void {
  let timer: NodeJS.Timeout | null = null
  const save = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (window.isDestroyed() || window.isMinimized()) return
    const { x, y, width, height } = window.getNormalBounds()
    const placement: Placement = { bounds: { x, y, width, height }, maximized: window.isMaximized(), fullScreen: window.isFullScreen() }
    writeSmallFile(file, placement)
  }
  const saveSoon = (): void => {
    timer ??= setTimeout(save, SAVE_AFTER_MS)
  }
  window.on('resize', saveSoon)
  window.on('move', saveSoon)
  window.on('maximize', saveSoon)
  window.on('unmaximize', saveSoon)
  window.on('enter-full-screen', saveSoon)
  window.on('leave-full-screen', saveSoon)
  window.on('close', save)
}
