import { setTimeout as delay } from 'node:timers/promises'
import { quantile } from '../quantile.ts'
import { newJob, withWorld } from './world.ts'

const TICK_MS = 10
const JOBS_A_TICK = 10

export interface Stops {
  readonly p99Ms: number
  readonly p999Ms: number
  readonly maxMs: number
  /** The longest stretch in which the thread itself was at work; what the machine gave to others meanwhile is not in it. */
  readonly longestOwnMs: number
}

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

/** A timer of 1 ms says by how much it was late, and how much the thread had worked since the last one. */
async function stopsDuring(work: () => Promise<unknown>): Promise<Stops> {
  const late: number[] = []
  let longestOwnMs = 0
  let last = performance.now()
  let cpu = process.threadCpuUsage()
  const timer = setInterval(() => {
    const now = performance.now()
    const used = process.threadCpuUsage(cpu)
    late.push(Math.max(0, now - last - 1))
    longestOwnMs = Math.max(longestOwnMs, (used.user + used.system) / 1_000)
    last = now
    cpu = process.threadCpuUsage()
  }, 1)
  await work()
  clearInterval(timer)
  return { p99Ms: quantile(late, 0.99), p999Ms: quantile(late, 0.999), maxMs: Math.max(...late), longestOwnMs }
}
