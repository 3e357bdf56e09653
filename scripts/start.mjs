// `npm start`: builds when needed, then opens the Electron window, or the headless host where there can be none.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { build, isStale } from './build.mjs'
import { findElectron, hasDisplay } from './electron-binary.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
if (isStale()) build()

const electron = hasDisplay() ? findElectron({ download: true }) : { why: 'there is no display' }
const [command, ...args] = electron.path
  ? [electron.path, root]
  : [process.execPath, fileURLToPath(new URL('../bin/tidegate.mjs', import.meta.url)), 'serve', '--open', ...process.argv.slice(2)]
if (!electron.path)
  process.stderr.write(`No Electron window: ${electron.why}. Starting the headless host; open its address in a browser.\n`)

const child = spawn(command, args, { cwd: root, stdio: ['inherit', 'pipe', 'inherit'] })
child.stdout.on('data', (chunk) => {
  process.stdout.write(chunk)
  const url = /"url":"([^"]+)"/.exec(String(chunk))?.[1]
  if (url) process.stderr.write(`\n  Tidegate is running. Open ${url}\n  Stop it with Ctrl-C.\n\n`)
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('error', (error) => {
  process.stderr.write(`Could not start: ${error.message}\n`)
  process.exitCode = 1
})
child.on('exit', (code, signal) => {
  process.exitCode = signal === null ? (code ?? 1) : 0
})
