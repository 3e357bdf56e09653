import { type BrowserWindow, screen } from 'electron'
import { openWindow } from '../window.ts'

/** The page of the quick window; the renderer looks at the fragment. */
const PATH = '/#quick'
const SIZE = { width: 620, height: 260 }

export interface QuickWindow {
  /** Brings it up, or puts it away when it is in front. */
  toggle(): void
  /** Puts it away with what is typed in it. */
  hide(): void
  /** Closes it; what is typed in it is gone. */
  close(): void
  isKnown(contentsId: number): boolean
}

/** A small window over everything, for a draft from wherever one is. There is one at most. */
export function createQuickWindow(preloadFile: string): QuickWindow {
  let window: BrowserWindow | null = null
  const open = (): BrowserWindow => {
    const { workArea } = screen.getPrimaryDisplay()
    const opened = openWindow(preloadFile, PATH, {
      bounds: { ...SIZE, x: Math.round(workArea.x + (workArea.width - SIZE.width) / 2), y: Math.round(workArea.y + workArea.height * 0.2) },
      small: true,
    })
    opened.on('closed', () => {
      window = null
    })
    return opened
  }
  return {
    toggle() {
      if (window === null) window = open()
      else if (window.isVisible() && window.isFocused()) window.hide()
      else {
        window.show()
        window.focus()
      }
    },
    hide: () => window?.hide(),
    close: () => window?.close(),
    isKnown: (contentsId) => window?.webContents.id === contentsId,
  }
}
