import { Readable } from 'node:stream'
import type { CommandOutcome, CommandRequest } from './warm-commands.ts'

// Runs the command of the build for one command line after the other. Its entry is evaluated anew each time, as a process does it; what
// that loads is loaded and compiled once.
const entry = new URL('../out/main/tidegate.js', import.meta.url)
const SIGNALS = ['SIGINT', 'SIGTERM'] as const
const { stdin } = process
const writers = { stdout: process.stdout.write, stderr: process.stderr.write }

/** What is written to a stream of this process from now on, in one text. */
function keepWritten(name: 'stdout' | 'stderr'): () => string {
  const pieces: Buffer[] = []
  process[name].write = (chunk: string | Uint8Array, encoding?: unknown, done?: unknown): boolean => {
    pieces.push(
      typeof chunk === 'string'
        ? Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8')
        : Buffer.from(chunk),
    )
    const call = typeof encoding === 'function' ? encoding : done
    if (typeof call === 'function') process.nextTick(() => call())
    return true
  }
  return () => {
    process[name].write = writers[name]
    return Buffer.concat(pieces).toString('utf8')
  }
}

async function run({ id, args, stdin: text, env }: CommandRequest): Promise<CommandOutcome> {
  const before = { ...process.env }
  const listeners = SIGNALS.map((signal) => process.listeners(signal))
  const ofOutput = process.stdout.listeners('error')
  Object.assign(process.env, env)
  process.argv = [process.execPath, 'tidegate', ...args]
  process.exitCode = undefined
  Object.defineProperty(process, 'stdin', { value: Readable.from([Buffer.from(text)]), configurable: true })
  const written = { stdout: keepWritten('stdout'), stderr: keepWritten('stderr') }
  try {
    // Another address is another module; the command knows by the end of it that it is built.
    await import(`${entry.href}?${id}.js`)
    return { id, exit: Number(process.exitCode ?? 0), stdout: written.stdout(), stderr: written.stderr() }
  } finally {
    written.stdout()
    written.stderr()
    Object.defineProperty(process, 'stdin', { value: stdin, configurable: true })
    process.exitCode = undefined
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
    Object.assign(process.env, before)
    for (const [index, signal] of SIGNALS.entries()) {
      for (const listener of process.listeners(signal)) if (!listeners[index]?.includes(listener)) process.off(signal, listener)
    }
    for (const listener of process.stdout.listeners('error')) {
      if (!ofOutput.includes(listener)) process.stdout.off('error', listener as (error: Error) => void)
    }
  }
}

process.on('message', (request: CommandRequest) => {
  run(request).then(
    (outcome) => process.send?.(outcome),
    // A process whose command ended in a way that no command may ends as well, and says why.
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
      process.exit(1)
    },
  )
})
process.once('disconnect', () => process.exit(0))
