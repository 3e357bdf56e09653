import { quantile } from './quantile.ts'

export interface Stops {
  readonly p99Ms: number
  readonly p999Ms: number
  readonly maxMs: number
  /** The longest stretch in which the thread itself was at work; what the machine gave to others meanwhile is not in it. */
  readonly longestOwnMs: number
}

/** A timer of 1 ms says by how much it was late, and how much the thread had worked since the last one. */
export function watchEventLoop(): { stop(): Stops } {
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
  return {
    stop() {
      clearInterval(timer)
      // One by one: there are more of them than a call takes arguments.
      const maxMs = late.reduce((most, ms) => Math.max(most, ms), 0)
      return { p99Ms: quantile(late, 0.99), p999Ms: quantile(late, 0.999), maxMs, longestOwnMs }
    },
  }
}
