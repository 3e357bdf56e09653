import type { Clock, Disposable, Log } from '../platform.ts'
import type { JobStore, Retention } from '../storage/types.ts'

/** Jobs that are forgotten in one write: a write of some milliseconds, that nothing waits behind for long. */
const AT_ONCE = 500
const DAY_MS = 86_400_000

export interface KeepingRules {
  /** Days that ended jobs stay: those that succeeded, and the others. */
  readonly succeededDays: number
  readonly otherDays: number
  /** Succeeded jobs that stay at most. */
  readonly keepSucceeded: number
}

/** Keeps the history of jobs within its bounds; the figures of each day outlive it. */
export interface HistoryKeeper extends Disposable {
  /** Jobs have ended. Once enough have, what is too old or too many is forgotten, a little at a time. */
  ended(jobs: number): void
}

export function createHistoryKeeper(deps: { storage: JobStore; clock: Clock; log: Log; rules: () => KeepingRules }): HistoryKeeper {
  const { storage, clock, log } = deps
  let since = 0
  let pruning: Promise<void> | null = null
  let isDisposed = false

  async function prune(): Promise<void> {
    for (let forgotten = AT_ONCE; forgotten >= AT_ONCE && !isDisposed; ) forgotten = await storage.prune(retention(), AT_ONCE)
  }
  function retention(): Retention {
    const { succeededDays, otherDays, keepSucceeded } = deps.rules()
    const now = clock.now()
    return { succeededBefore: now - succeededDays * DAY_MS, otherBefore: now - otherDays * DAY_MS, keepSucceeded }
  }

  return {
    ended(jobs) {
      since += jobs
      if (since < AT_ONCE || pruning !== null || isDisposed) return
      since = 0
      pruning = prune()
        .catch((error: unknown) => {
          log.error('jobs.prune_failed', error)
        })
        .finally(() => {
          pruning = null
        })
    },
    async dispose() {
      isDisposed = true
      await pruning
    },
  }
}
