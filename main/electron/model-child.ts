import { utilityProcess } from 'electron'
import { type ModelChild, scrubbed } from '../model-process/index.ts'

/**
 * Starts the process of a model as a utility process: the packaged app cannot run as Node. What it prints is dropped: it may name files.
 * Electron ends it with the app.
 */
export function forkUtilityChild(file: string, env: Readonly<Record<string, string | undefined>>): ModelChild {
  const child = utilityProcess.fork(file, [], { env: scrubbed(env), stdio: 'ignore', serviceName: 'Tidegate model' })
  return {
    get pid() {
      return child.pid
    },
    send: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    // A signal comes as its number.
    onExit: (listener) => void child.once('exit', (code) => listener({ code, signal: null })),
    kill() {
      // Electron's own is a polite one, and a process that hangs would not hear it.
      if (child.pid === undefined) child.kill()
      else killNow(child.pid)
    },
  }
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has just gone.
  }
}
