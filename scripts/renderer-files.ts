import { join } from 'node:path'
import { normalizePath, type Plugin, type Rolldown } from 'vite'

type Chunks = ReadonlyMap<string, Rolldown.OutputChunk>

/** For `codeSplitting`: puts a module (full path) and all that must be there before it runs into the file of this name. */
export function takenInBy(module: string, file: string): (id: string, context: Rolldown.ChunkingContext) => string | null {
  let seen: { readonly context: Rolldown.ChunkingContext; readonly ids: ReadonlySet<string> } | null = null
  return (id, context) => {
    if (seen?.context !== context) seen = { context, ids: allOf(module, context) }
    return seen.ids.has(id) ? file : null
  }
}

function allOf(module: string, context: Rolldown.ChunkingContext): ReadonlySet<string> {
  // The bundler names modules with slashes on every system.
  const all = new Set([normalizePath(module)])
  for (const id of all) for (const imported of context.getModuleInfo(id)?.importedIds ?? []) all.add(imported)
  return all
}

/**
 * Names in the page what these modules (paths from `root`, each fetched by `import()`) consist of, so that the browser fetches it beside the first
 * script and not after one has told of the other. Nothing of it runs earlier. Fails where a module is not to be found.
 */
export function fetchedAtOnce(root: string, modules: readonly string[]): Plugin {
  return {
    name: 'fetched-at-once',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const chunks: Chunks = new Map(
          Object.entries(bundle).flatMap(([name, output]) => (output.type === 'chunk' ? [[name, output]] : [])),
        )
        const files = new Set<string>()
        for (const module of modules) {
          const chunk = [...chunks.values()].find(({ moduleIds }) => moduleIds.includes(normalizePath(join(root, module))))
          if (chunk === undefined) throw new Error(`${module} is in no file: there is nothing to be fetched at once.`)
          collect(chunk, chunks, files)
        }
        return [...files]
          .filter((file) => !html.includes(`./${file}"`))
          .map((file) => ({
            tag: 'link',
            attrs: file.endsWith('.css')
              ? { rel: 'preload', as: 'style', crossorigin: true, href: `./${file}` }
              : { rel: 'modulepreload', crossorigin: true, href: `./${file}` },
            injectTo: 'head' as const,
          }))
      },
    },
  }
}

function collect({ fileName, imports, viteMetadata }: Rolldown.OutputChunk, chunks: Chunks, files: Set<string>): void {
  if (files.has(fileName)) return
  files.add(fileName)
  for (const file of viteMetadata?.importedCss ?? []) files.add(file)
  for (const name of imports) {
    const chunk = chunks.get(name)
    if (chunk !== undefined) collect(chunk, chunks, files)
  }
}
