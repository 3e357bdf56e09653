// Runs the command under another Node and ends as it ends.
import { spawn } from 'node:child_process'

/**
 * Starts `runtime` with `args` on this process's own streams. What asks this process to end asks that one, which otherwise would outlive it
 * and hold its data folder. @param {string} runtime @param {readonly string[]} args
 */
export function handOver(runtime, args) {
  const child = spawn(runtime, args, { stdio: 'inherit' })
  // A terminal gives Ctrl-C to both, and a second one means "at once": it is not passed on there.
  const onTerminal = process.stdin.isTTY === true || process.stdout.isTTY === true || process.stderr.isTTY === true
  process.on('SIGINT', () => {
    if (!onTerminal) child.kill('SIGINT')
  })
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    process.stderr.write(`tidegate: could not start ${runtime}: ${error.message}\n`)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    // Who started this sees what ended it, so that a script's loop ends with Ctrl-C, too.
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}
