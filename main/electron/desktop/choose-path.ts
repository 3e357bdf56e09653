import { type BrowserWindow, dialog, type OpenDialogOptions } from 'electron'
import type { PathKind } from '#contracts/rpc.ts'
import type { AppWindows } from './windows.ts'

const BACKUPS = [
  { name: 'Backups', extensions: ['db'] },
  { name: 'All files', extensions: ['*'] },
]

const DIALOG: Readonly<Record<Exclude<PathKind, 'new-backup'>, OpenDialogOptions>> = {
  backup: { title: 'Restore a backup', buttonLabel: 'Choose', properties: ['openFile'], filters: BACKUPS },
  folder: { title: 'Add a folder', buttonLabel: 'Choose', properties: ['openDirectory'] },
  model: {
    title: 'Add a model',
    buttonLabel: 'Choose',
    properties: ['openFile'],
    filters: [
      { name: 'Models', extensions: ['gguf'] },
      { name: 'All files', extensions: ['*'] },
    ],
  },
}

/**
 * Asks for a path by the system's dialog, which belongs to the window that asks. A page cannot open a second one over it, nor learn what another
 * window was told: the answer is that of its own call.
 */
export function createPathChooser(windows: Pick<AppWindows, 'ofClient'>): (client: string, kind: PathKind) => Promise<string | null> {
  const asked = new Set<string>()
  return async (client, kind) => {
    const window = windows.ofClient(client)
    if (window === null || asked.has(client)) return null
    asked.add(client)
    try {
      const path = kind === 'new-backup' ? await newFile(window) : await file(window, DIALOG[kind])
      return window.isDestroyed() ? null : path
    } finally {
      asked.delete(client)
    }
  }
}

async function file(window: BrowserWindow, options: OpenDialogOptions): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, options)
  return canceled ? null : (filePaths[0] ?? null)
}

async function newFile(window: BrowserWindow): Promise<string | null> {
  const day = new Date().toISOString().slice(0, 10)
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'Back up to a file',
    buttonLabel: 'Back up',
    defaultPath: `tidegate-backup-${day}.db`,
    filters: BACKUPS,
  })
  return canceled || filePath === '' ? null : filePath
}
