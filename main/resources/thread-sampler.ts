import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Clock, Log } from '../platform.ts'
import { token } from '../platform.ts'
import type { Frame } from './frame.ts'
import type { MachineRoots } from './machine-reading.ts'
import type { SlowSample } from './slow-watch.ts'
import { FromThreadSchema, monotonicMs } from './thread-messages.ts'

/** Looks at the machine once a second from a thread of its own. */
export interface ThreadSampler {
  /** Begins; `onFrame` has the time of our own clock. `onEnd` is told when the thread dies by itself. */
  start(listeners: { onFrame: (frame: Frame, slow: SlowSample) => void; onEnd: () => void }): void
  outdate(): void
  stop(): Promise<void>
}

export function createThreadSampler(options: {
  readonly clock: Clock
  readonly log: Log
  readonly roots: MachineRoots | null
  /** Built file of the thread; without it the source file is run. */
  readonly file?: string
}): ThreadSampler {
  const { clock, log } = options
  let thread: Worker | null = null
  let ending: Promise<unknown> = Promise.resolve()

  return {
    start({ onFrame, onEnd }) {
      if (thread !== null) return
      const started = new Worker(options.file ?? fileURLToPath(new URL('./sampling-thread.ts', import.meta.url)), {
        workerData: { roots: options.roots },
        name: 'sampling',
        // It holds a few small files at a time.
        resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 4 },
      })
      thread = started
      started.unref()
      // Both clocks run alike; they only began at other times.
      const offset = clock.monotonic() - monotonicMs()
      started.on('message', (message: unknown) => {
        if (thread !== started) return
        const said = FromThreadSchema.safeParse(message)
        if (!said.success) return
        if (said.data.type === 'failed') {
          log.warn('resources.probe_failed', { what: token(said.data.what), error: token(said.data.name) })
          return
        }
        const { frame, slow } = said.data
        onFrame({ ...frame, machine: { ...frame.machine, at: frame.machine.at + offset } }, slow)
      })
      started.on('error', (error) => log.error('resources.thread_failed', error))
      started.on('exit', () => {
        if (thread !== started) return
        thread = null
        onEnd()
      })
    },
    outdate() {
      thread?.postMessage('outdate')
    },
    async stop() {
      const last = thread
      thread = null
      // Whoever waits for the end also waits for one that was begun before.
      if (last !== null) ending = Promise.all([ending, last.terminate()])
      await ending
    },
  }
}
