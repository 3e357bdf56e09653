import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { runCli } from './program.ts'
import { guardTerminal } from './terminal.ts'

/** The folder above `out/main` when built, above `main/cli` when run from source: the same two steps up. */
const root = new URL('../../', import.meta.url)
const built = import.meta.url.endsWith('.js')
const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(new URL('package.json', root), 'utf8')))

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A command that serves somebody over it looks after it itself: there is work to end first.
  if (process.stdout.listenerCount('error') > 1) return
  // The reader went away (`tidegate … | head`): nothing is left to say.
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})
for (const stream of [process.stdout, process.stderr]) guardTerminal(stream)
let hasPrinted = false
process.stdout.write = new Proxy(process.stdout.write, {
  apply: (write, stdout, args) => {
    hasPrinted = true
    return Reflect.apply(write, stdout, args)
  },
})
process.exitCode = await runCli(
  process.argv.slice(2),
  {
    version,
    env: process.env,
    resourcesDir: fileURLToPath(new URL('resources', root)),
    rendererDir: fileURLToPath(new URL('out/renderer', root)),
    builtDir: built ? fileURLToPath(new URL('.', import.meta.url)) : null,
  },
  {
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
    hasPrinted: () => hasPrinted,
  },
)
