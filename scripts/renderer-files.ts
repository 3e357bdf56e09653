import { join } from 'node:path'
import type { Plugin, Rolldown } from 'vite'

type Chunks = ReadonlyMap<string, Rolldown.OutputChunk>

/**
 * Names the file that a module goes into, for `codeSplitting`: all that a module of `files` (name of the file to path from `root`) takes in is in one file
 * with it, as far as no earlier one takes it in. Each such file needs only itself and those before it, so none waits for another in a circle.
 */
export function inOneFile(
  root: string,
  files: Readonly<Record<string, string>>,
): (id: string, context: Rolldown.ChunkingContext) => string | null {
  return (id, context) => {
    const found = Object.entries(files).find(([, module]) => takesIn(join(root, module), context).has(id))
    return found?.[0] ?? null
  }
}

const known = new WeakMap<Rolldown.ChunkingContext, Map<string, ReadonlySet<string>>>()

/** A module and all that it imports to be there before it runs. */
function takesIn(module: string, context: Rolldown.ChunkingContext): ReadonlySet<string> {
  const answers = known.get(context) ?? new Map<string, ReadonlySet<string>>()
  known.set(context, answers)
  const answer = answers.get(module)
  if (answer !== undefined) return answer
  const all = new Set([module])
  for (const id of all) for (const imported of context.getModuleInfo(id)?.importedIds ?? []) all.add(imported)
  answers.set(module, all)
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
          const chunk = [...chunks.values()].find(({ moduleIds }) => moduleIds.includes(join(root, module)))
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
