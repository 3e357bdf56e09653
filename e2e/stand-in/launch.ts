// Runs an app's main process as Electron would. Arguments: the name to show as argv[0], then Electron's own.

import { readFileSync } from 'node:fs'
import { open as openInspector } from 'node:inspector'
import { registerHooks } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArguments } from './arguments.ts'
import { createElectron } from './electron-api.ts'

const [executable = 'electron', ...rest] = process.argv.slice(2)
const args = parseArguments(rest)
if (args.appPath === null) {
  process.stderr.write('stand-in: give the folder of an app\n')
  process.exit(2)
}
const appPath = resolve(args.appPath)
process.argv = [executable, ...rest]
if (args.inspectPort !== null) openInspector(args.inspectPort)

const electron = createElectron({ ...args, appPath }, process.argv)
Object.assign(globalThis, { [Symbol.for('stand-in.electron')]: electron.module })
Object.defineProperties(process, { type: { value: 'browser' }, defaultApp: { value: true }, resourcesPath: { value: appPath } })

const moduleFiles = {
  import: new URL('electron-module.mjs', import.meta.url).href,
  require: new URL('electron-module.cjs', import.meta.url).href,
}
registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== 'electron' && specifier !== 'electron/main') return next(specifier, context)
    return { url: context.conditions.includes('import') ? moduleFiles.import : moduleFiles.require, shortCircuit: true }
  },
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => electron.quit())

const { main } = JSON.parse(readFileSync(resolve(appPath, 'package.json'), 'utf8')) as { main?: string }
await import(pathToFileURL(resolve(appPath, main ?? 'index.js')).href)
const product = await electron.start()
Object.assign(process.versions, { 'stand-in': product })
process.stderr.write(`stand-in for Electron (${product})\n`)
