import { readdir, readFile, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { z } from 'zod'
import type { FoundModel } from './found-model.ts'

const MODEL_LAYER = 'application/vnd.ollama.image.model'
const MOST_MANIFESTS = 2_000
const MANIFEST_BYTES = 2 ** 20
const ManifestSchema = z.object({
  layers: z.array(z.object({ mediaType: z.string(), digest: z.string().regex(/^sha256:[0-9a-f]{64}$/) })),
})

/** Models in a folder of Ollama: manifests name them, and their weights lie in `blobs` under the name of their hash. */
export async function ollamaModels(folder: string): Promise<FoundModel[]> {
  const manifests = join(folder, 'manifests')
  const names = await readdir(manifests, { recursive: true }).catch(() => [])
  const found: FoundModel[] = []
  for (const name of names.slice(0, MOST_MANIFESTS)) {
    const digest = await modelDigest(join(manifests, name))
    if (digest === null) continue
    const file = join(folder, 'blobs', digest.replace(':', '-'))
    const exists = await stat(file).then(
      (stats) => stats.isFile(),
      () => false,
    )
    if (exists) found.push({ file, name: ollamaName(name.split(sep)), place: 'ollama' })
  }
  return found
}

async function modelDigest(path: string): Promise<string | null> {
  try {
    const stats = await stat(path)
    if (!stats.isFile() || stats.size > MANIFEST_BYTES) return null
    const parsed = ManifestSchema.safeParse(JSON.parse(await readFile(path, 'utf8')))
    return parsed.data?.layers.find(({ mediaType }) => mediaType === MODEL_LAYER)?.digest ?? null
  } catch {
    return null
  }
}

/** `registry.ollama.ai/library/llama3.2/3b` is called `llama3.2:3b`. */
function ollamaName(path: readonly string[]): string {
  const [registry = '', ...rest] = path
  const tag = rest.at(-1) ?? 'latest'
  const parts = rest.slice(0, -1)
  const short = registry === 'registry.ollama.ai' ? (parts[0] === 'library' ? parts.slice(1) : parts) : [registry, ...parts]
  return `${short.join('/')}:${tag}`
}
