import { confine } from './confine.ts'
import { createEngine } from './engine.ts'
import { type FromChild, ToChildSchema } from './messages.ts'
import { serve } from './serve.ts'

/** What Electron gives a utility process in place of `process.send`. */
interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void
}

/** The entry of the process that runs a model: it does nothing unless somebody is at the other end. */
function start(): void {
  const parentPort = 'parentPort' in process ? (process.parentPort as ParentPort | undefined) : undefined
  if (parentPort === undefined && process.send === undefined) return
  let gpuFolder: string | null = null
  confine(() => gpuFolder)
  const send = (message: FromChild): void => {
    if (parentPort !== undefined) parentPort.postMessage(message)
    // What cannot be sent has nobody to hear it; that the channel has closed is told below.
    else if (process.connected) process.send?.(message, undefined, undefined, () => {})
  }
  const take = serve({ engine: createEngine(), send, rssBytes: () => process.memoryUsage.rss() })
  const receive = (raw: unknown): void => {
    const message = ToChildSchema.parse(raw)
    // The engine looks for its builds when it is loaded, which is after this.
    if (message.type === 'load') gpuFolder = message.load.gpuFolder
    take(message)
  }
  if (parentPort !== undefined) parentPort.on('message', ({ data }) => receive(data))
  else {
    process.on('message', receive)
    // Nobody is left to answer to. At once, whatever the engine is in the middle of: there is nothing here to be saved.
    process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
  }
}

start()
