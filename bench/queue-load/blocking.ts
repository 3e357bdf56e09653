import { setTimeout as delay } from 'node:timers/promises'
import { type Stops, watchEventLoop } from '../event-loop.ts'
import { newJob, withWorld } from './world.ts'

const TICK_MS = 10
const JOBS_A_TICK = 10

/** Stops of the event loop at 1,000 jobs a second with the sampler on, beside those of the same process with nothing to do, ms. */
export function measureBlocking({ seconds }: { readonly seconds: number }): Promise<{ idle: Stops; busy: Stops; jobs: number }> {
  return withWorld({}, async ({ coordination, resources }) => {
    let done = 0
    coordination.jobs.register('work', async () => {
      done += 1
      return { status: 'succeeded' }
    })
    coordination.jobs.onChange(() => {})
    await coordination.start()
    await addFor(1_000)
    await until(() => done === 1_000)
    const idle = await stopsDuring(() => delay(seconds * 1_000))
    const stopLooking = resources.subscribe(() => {})
    const before = done
    const busy = await stopsDuring(() => addFor(seconds * 1_000))
    stopLooking()
    return { idle, busy, jobs: done - before }

    async function addFor(ms: number): Promise<void> {
      const began = performance.now()
      const adding: Promise<unknown>[] = []
      for (let tick = 1; tick * TICK_MS <= ms; tick += 1) {
        adding.push(coordination.jobs.add(Array.from({ length: JOBS_A_TICK }, () => newJob('work'))))
        const wait = began + tick * TICK_MS - performance.now()
        if (wait > 0) await delay(wait)
      }
      await Promise.all(adding)
    }
  })
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await delay(TICK_MS)
}

async function stopsDuring(work: () => Promise<unknown>): Promise<Stops> {
  const watch = watchEventLoop()
  await work()
  return watch.stop()
}
