import { type BrowserWindow, dialog, type FileFilter, type OpenDialogOptions } from 'electron'
import type { PathKind } from '#contracts/rpc.ts'
import type { AppWindows } from './windows.ts'
import type { DesktopWords } from './words.ts'
import { ENGLISH } from './words-en.ts'

function backups(words: DesktopWords): FileFilter[] {
  return [
    { name: words.backups, extensions: ['db'] },
    { name: words.allFiles, extensions: ['*'] },
  ]
}

function dialogFor(kind: Exclude<PathKind, 'new-backup'>, words: DesktopWords): OpenDialogOptions {
  if (kind === 'folder') return { title: words.chooseFolder, buttonLabel: words.choose, properties: ['openDirectory'] }
  if (kind === 'backup') return { title: words.chooseBackup, buttonLabel: words.choose, properties: ['openFile'], filters: backups(words) }
  return {
    title: words.chooseModel,
    buttonLabel: words.choose,
    properties: ['openFile'],
    filters: [
      { name: words.models, extensions: ['gguf'] },
      { name: words.allFiles, extensions: ['*'] },
    ],
  }
}

/**
 * Asks for a path by the system's dialog, which belongs to the window that asks. A page cannot open a second one over it, nor learn what another
 * window was told: the answer is that of its own call.
 */
export function createPathChooser(
  windows: Pick<AppWindows, 'ofClient'>,
  words: () => DesktopWords = () => ENGLISH,
): (client: string, kind: PathKind) => Promise<string | null> {
  const asked = new Set<string>()
  return async (client, kind) => {
    const window = windows.ofClient(client)
    if (window === null || asked.has(client)) return null
    asked.add(client)
    try {
      const path = kind === 'new-backup' ? await newFile(window, words()) : await file(window, dialogFor(kind, words()))
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

async function newFile(window: BrowserWindow, words: DesktopWords): Promise<string | null> {
  const day = new Date().toISOString().slice(0, 10)
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: words.backUpTo,
    buttonLabel: words.backUp,
    defaultPath: `tidegate-backup-${day}.db`,
    filters: backups(words),
  })
  return canceled || filePath === '' ? null : filePath
}
