import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'

/** The library waits for `nvidia-smi`, `system_profiler` or PowerShell, some of them synchronously: hence a thread of its own. */
const THREAD = `
const { parentPort, workerData } = require('node:worker_threads')
const calls = import(workerData.library).then(({ graphics, battery, mem, cpuTemperature }) => ({ graphics, battery, mem, cpuTemperature }))
parentPort.on('message', async ({ id, call }) => {
  try {
    parentPort.postMessage({ id, answer: await (await calls)[call]() })
  } catch {
    parentPort.postMessage({ id, answer: null })
  }
})
`

const amount = z.number().nonnegative().nullish()
const ANSWERS = {
  graphics: z.object({
    controllers: z.array(
      z.object({ model: z.string().nullish(), vram: amount, memoryTotal: amount, memoryFree: amount, utilizationGpu: amount }),
    ),
  }),
  battery: z.object({ hasBattery: z.boolean(), isCharging: z.boolean(), acConnected: z.boolean(), percent: amount }),
  mem: z.object({ available: z.number() }),
  cpuTemperature: z.object({ main: z.number().nullish(), max: z.number().nullish() }),
} as const

type Call = keyof typeof ANSWERS
export type LibraryAnswer<C extends Call> = z.infer<(typeof ANSWERS)[C]>

export interface LibraryThread {
  /** Rejects when the signal aborts (the thread is ended then: it may hang in a driver), and when the answer cannot be read. */
  ask<C extends Call>(call: C, signal: AbortSignal): Promise<LibraryAnswer<C>>
}

const ReplySchema = z.object({ id: z.number(), answer: z.unknown() })
/** A thread that nobody asks ends after this long, ms. */
const IDLE_MS = 40_000

/** Asks `systeminformation` in a thread that starts with the first question. It ends when it is not asked, or hangs, or `stopped` aborts. */
export function createLibraryThread(stopped: AbortSignal): LibraryThread {
  let thread: Worker | null = null
  let asked = 0
  let idle: NodeJS.Timeout | null = null
  stopped.addEventListener('abort', () => end(thread), { once: true })

  function start(): Worker {
    const library = pathToFileURL(createRequire(import.meta.url).resolve('systeminformation')).href
    const started = new Worker(THREAD, { eval: true, workerData: { library }, stdout: true, stderr: true })
    started.unref()
    // One listener each for every question that may be open at once.
    started.setMaxListeners(0)
    started.once('exit', () => {
      if (thread === started) thread = null
    })
    return started
  }

  function end(which: Worker | null): void {
    if (which === null) return
    if (thread === which) thread = null
    if (idle !== null) clearTimeout(idle)
    idle = null
    void which.terminate()
  }

  return {
    async ask(call, signal) {
      signal.throwIfAborted()
      stopped.throwIfAborted()
      if (idle !== null) clearTimeout(idle)
      thread ??= start()
      const own = thread
      asked += 1
      const id = asked
      const answer = await new Promise<unknown>((resolve, reject) => {
        const leave = (): void => {
          own.off('message', onMessage)
          own.off('error', onError)
          own.off('exit', onExit)
          signal.removeEventListener('abort', onAbort)
        }
        const onMessage = (message: unknown): void => {
          const reply = ReplySchema.safeParse(message)
          if (!reply.success || reply.data.id !== id) return
          leave()
          resolve(reply.data.answer)
        }
        const onError = (error: unknown): void => {
          leave()
          reject(error)
        }
        const onExit = (): void => onError(new Error('the sampling thread ended without an answer'))
        const onAbort = (): void => {
          end(own)
          onError(signal.reason)
        }
        own.on('message', onMessage)
        own.once('error', onError)
        own.once('exit', onExit)
        signal.addEventListener('abort', onAbort, { once: true })
        own.postMessage({ id, call })
      })
      idle = setTimeout(() => end(own), IDLE_MS)
      idle.unref()
      return ANSWERS[call].parse(answer) as LibraryAnswer<typeof call>
    },
  }
}
