import type { Exchange } from '../storage/types.ts'
import type { JobRun } from './job-run.ts'

/** Runs whose start storage does not know yet. Of one that ends in the same turn of the event loop, start and end are told together. */
export interface UntoldStarts {
  add(run: JobRun): void
  /** It is over: its end tells its start. */
  delete(run: JobRun): void
  /** Starts that are to be told now. */
  take(): Exchange['started']
}

export function createUntoldStarts(onDue: () => void): UntoldStarts {
  let fresh = new Set<JobRun>()
  let due = new Set<JobRun>()
  let isLooking = false

  function look(): void {
    isLooking = false
    if (fresh.size === 0) return
    for (const run of fresh) due.add(run)
    fresh = new Set()
    onDue()
  }

  return {
    add(run) {
      fresh.add(run)
      if (isLooking) return
      isLooking = true
      setImmediate(look)
    },
    delete(run) {
      if (!fresh.delete(run) && due.size > 0) due.delete(run)
    },
    take() {
      if (due.size === 0) return []
      const runs = [...due]
      due = new Set()
      return runs.map((run) => {
        run.isStartTold = true
        return { seq: run.seq, fence: run.job.fence, at: run.job.startedAt ?? 0 }
      })
    },
  }
}
