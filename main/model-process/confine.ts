import { existsSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Modules that connect, and packages of the engine that download, clone or compile. The engine needs none of them to run a model. */
const FORBIDDEN =
  /^(?:(?:node:)?(?:net|http|https|http2|tls|dgram|dns|dns\/promises|child_process|cluster|worker_threads|inspector)|undici|ipull|simple-git|cross-spawn)$/
/** The engine tries its binary in a process of its own before it loads it. This process is that already. */
const PROBE = /[\\/]testBindingBinary\.js$/
const PROBE_STUB = 'data:text/javascript,export async function testBindingBinary() { return true }'
/** Every name that is imported of a forbidden package resolves, and whoever calls it is told. */
const REFUSING =
  "const refuse = () => { throw new Error('The process of the model has no network and starts nothing.') };" +
  'export const spawn = refuse, fork = refuse, exec = refuse, execFile = refuse, execFileSync = refuse, spawnSync = refuse, execSync = refuse, simpleGit = refuse, downloadFile = refuse,' +
  ' downloadSequence = refuse, DownloadStatus = {}; export default refuse'
const STUB = `data:text/javascript,${encodeURIComponent(REFUSING)}`
const ENGINE_BUILDS = '@node-llama-cpp/'

/**
 * Takes from this process what could connect or start something, before the engine is loaded. Builds for a graphics card are looked up
 * below `gpuFolder`, where they were installed on demand.
 */
export function confine(gpuFolder: () => string | null): void {
  for (const name of ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest']) Reflect.deleteProperty(globalThis, name)
  const builtin = process.getBuiltinModule.bind(process)
  process.getBuiltinModule = ((name: string) => (FORBIDDEN.test(name) ? undefined : builtin(name))) as typeof process.getBuiltinModule
  registerHooks({
    resolve(specifier, context, next) {
      if (FORBIDDEN.test(specifier)) return { url: STUB, format: 'module', shortCircuit: true }
      if (PROBE.test(specifier)) return { url: PROBE_STUB, format: 'module', shortCircuit: true }
      const folder = gpuFolder()
      if (folder !== null && specifier.startsWith(ENGINE_BUILDS) && existsSync(join(folder, 'node_modules', specifier)))
        return next(specifier, { ...context, parentURL: pathToFileURL(join(folder, 'package.json')).href })
      return next(specifier, context)
    },
  })
}
