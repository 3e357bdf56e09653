import { dialog, type OpenDialogOptions } from 'electron'
import type { PathKind } from '#contracts/rpc.ts'
import type { AppWindows } from './windows.ts'

const DIALOG: Readonly<Record<PathKind, OpenDialogOptions>> = {
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
      const { canceled, filePaths } = await dialog.showOpenDialog(window, DIALOG[kind])
      return canceled || window.isDestroyed() ? null : (filePaths[0] ?? null)
    } finally {
      asked.delete(client)
    }
  }
}
