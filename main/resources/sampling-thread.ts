import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { asOrdinary } from '../thread-priority.ts'
import { readFrame } from './frame.ts'
import { createSlowProbes } from './slow-probes.ts'
import { createSlowWatch } from './slow-watch.ts'
import { EVERY_MS, type FromThread, monotonicMs } from './thread-messages.ts'

const DataSchema = z.object({ roots: z.object({ procRoot: z.string(), sysRoot: z.string() }).nullable() })

/** Looks at the machine once a second and says what it saw, until its thread is ended. */
function sample({ roots }: z.infer<typeof DataSchema>, say: (message: FromThread) => void): { outdate: () => void } {
  const { signal } = new AbortController()
  const slow = createSlowWatch({
    probes: createSlowProbes(roots, signal),
    monotonic: monotonicMs,
    signal,
    // Words of a driver or a path stay here.
    onFailure: (what, error) => say({ type: 'failed', what, name: error instanceof Error ? error.name : 'unknown' }),
  })
  const look = (): void => {
    slow.refresh()
    say({ type: 'frame', frame: readFrame(monotonicMs(), roots), slow: slow.sample() })
  }
  look()
  setInterval(look, EVERY_MS)
  return {
    outdate() {
      slow.outdate()
      look()
      slow.settled().then(look, () => {})
    },
  }
}

if (parentPort !== null) {
  asOrdinary()
  const port = parentPort
  const { outdate } = sample(DataSchema.parse(workerData), (message) => port.postMessage(message))
  port.on('message', outdate)
}
