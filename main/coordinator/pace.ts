/** Work that is claimed ahead should take no longer than this (ms) to be done, so that what comes later and is more urgent does not wait behind it. */
const AHEAD_MS = 4
const MOST_AHEAD = 256
/** Weight of the newest run in the mean. */
const NEWEST = 0.1

/** How much to claim ahead: much where jobs take microseconds and the way to storage would be most of the time, nothing where they take a while. */
export interface Pace {
  took(ms: number): void
  ahead(concurrency: number): number
}

export function createPace(): Pace {
  let mean: number | null = null
  return {
    took(ms) {
      // One long run is enough to claim no more ahead; it takes many short ones to begin again.
      mean = mean === null || ms > mean ? Math.max(ms, mean ?? 0) : mean + (ms - mean) * NEWEST
    },
    ahead(concurrency) {
      if (mean === null) return 0
      return Math.min(MOST_AHEAD, Math.floor((concurrency * AHEAD_MS) / Math.max(mean, 0.01)))
    },
  }
}
