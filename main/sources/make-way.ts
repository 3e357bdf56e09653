import type { Job } from '#contracts/jobs.ts'
import type { Clock } from '../platform.ts'
import type { JobStore } from '../storage/types.ts'

/** How often a long job looks whether something more urgent waits for its place, ms. */
const LOOK_MS = 200
/** Of the newest jobs that wait, so many are looked at. */
const LOOKED_AT = 50

export interface WayMaker {
  /** Aborts when the job was stopped, or when something more urgent waits. */
  readonly signal: AbortSignal
  /** Whether it was the latter: the job then goes back to the queue and lets the other one pass. */
  readonly isWanted: () => boolean
  stop(): void
}

/** Long background work holds one of few places, so it gives it up as soon as something of a higher priority waits. */
export function makeWay(job: Job, jobs: Pick<JobStore, 'list'>, clock: Clock, stopped: AbortSignal): WayMaker {
  const wanted = new AbortController()
  let looking = false
  const timer = setInterval(() => {
    if (looking) return
    looking = true
    jobs
      .list({ state: 'queued', limit: LOOKED_AT })
      .then((waiting) => {
        if (waiting.some(({ priority, runAt }) => priority > job.priority && runAt <= clock.now())) wanted.abort()
      })
      // Storage that fails fails the job itself at its next step.
      .catch(() => {})
      .finally(() => {
        looking = false
      })
  }, LOOK_MS)
  return {
    signal: AbortSignal.any([stopped, wanted.signal]),
    isWanted: () => wanted.signal.aborted && !stopped.aborted,
    stop: () => clearInterval(timer),
  }
}
