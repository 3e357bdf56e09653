import type { Clock, Log } from '../platform.ts'
import type { JobStore } from '../storage/types.ts'
import type { JobRun } from './job-run.ts'

export interface Heartbeat {
  /** Beats from now on, while there is anything to keep. */
  keep(): void
  stop(): void
}

/** Renews the leases of this process, and hears in turn which are lost and which jobs a person wants stopped. */
export function createHeartbeat(deps: {
  readonly storage: JobStore
  readonly clock: Clock
  readonly log: Log
  readonly owner: string
  readonly leaseMs: number
  readonly everyMs: number
  readonly runs: () => Iterable<JobRun>
}): Heartbeat {
  const { storage, clock, log, owner, leaseMs } = deps
  let timer: NodeJS.Timeout | null = null

  async function beat(): Promise<void> {
    try {
      const leases = new Map((await storage.beat(owner, clock.now() + leaseMs)).map((lease) => [lease.id, lease]))
      for (const run of deps.runs()) {
        const lease = leases.get(run.job.id)
        if (lease === undefined || lease.fence !== run.job.fence) run.stop('lost')
        else if (lease.cancelRequested) run.stop('cancel')
      }
    } catch (error) {
      log.error('job.heartbeat_failed', error)
    }
  }

  return {
    keep() {
      timer ??= setInterval(() => void beat(), deps.everyMs)
    },
    stop() {
      if (timer !== null) clearInterval(timer)
      timer = null
    },
  }
}
