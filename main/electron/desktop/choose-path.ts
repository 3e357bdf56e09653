import { dialog, type OpenDialogOptions } from 'electron'
import type { PathKind } from '#contracts/rpc.ts'
import type { AppWindows } from './windows.ts'
import type { DesktopWords } from './words.ts'
import { ENGLISH } from './words-en.ts'

function dialogFor(kind: PathKind, words: DesktopWords): OpenDialogOptions {
  if (kind === 'folder') return { title: words.chooseFolder, buttonLabel: words.choose, properties: ['openDirectory'] }
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
      const { canceled, filePaths } = await dialog.showOpenDialog(window, dialogFor(kind, words()))
      return canceled || window.isDestroyed() ? null : (filePaths[0] ?? null)
    } finally {
      asked.delete(client)
    }
  }
}
