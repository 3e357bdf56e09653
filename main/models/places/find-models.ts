import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { FoundModel } from './found-model.ts'
import { ollamaModels } from './ollama.ts'
import { modelsBelow, withoutRepeats } from './walk.ts'

export interface Surroundings {
  readonly home: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Folders that the person named. */
  readonly folders: readonly string[]
}

/** Every model that is found on this machine, those of the person's own folders first, no file twice. */
export async function findModels({ home, env, folders }: Surroundings): Promise<FoundModel[]> {
  const cache = set(env.XDG_CACHE_HOME) ?? join(home, '.cache')
  const huggingFace = set(env.HF_HUB_CACHE) ?? join(set(env.HF_HOME) ?? join(cache, 'huggingface'), 'hub')
  // On Linux its installer makes a user of its own for it.
  const ollama = [set(env.OLLAMA_MODELS) ?? join(home, '.ollama', 'models'), '/usr/share/ollama/.ollama/models', '/var/lib/ollama/models']
  const lmStudio = [join(home, '.lmstudio', 'models'), join(home, '.cache', 'lm-studio', 'models'), ...(await lmStudioFolders(home))]
  const found = await Promise.all([
    ...folders.map((folder) => modelsBelow(folder, 'folder')),
    ...ollama.map(ollamaModels),
    ...lmStudio.map((folder) => modelsBelow(folder, 'lm-studio')),
    modelsBelow(huggingFace, 'hugging-face'),
    modelsBelow(set(env.LLAMA_CACHE) ?? join(cache, 'llama.cpp'), 'llama.cpp'),
  ])
  return withoutRepeats(found.flat())
}

const LmStudioSettings = z.object({ downloadsFolder: z.string().min(1) })

/** LM Studio lets people move its models, and keeps where to in its settings. */
async function lmStudioFolders(home: string): Promise<string[]> {
  const files = [join(home, '.lmstudio', 'settings.json'), join(home, '.cache', 'lm-studio', 'settings.json')]
  const folders: string[] = []
  for (const file of files) {
    try {
      const parsed = LmStudioSettings.safeParse(JSON.parse(await readFile(file, 'utf8')))
      if (parsed.success) folders.push(parsed.data.downloadsFolder)
    } catch {
      // It is not installed.
    }
  }
  return folders
}

function set(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : value
}
