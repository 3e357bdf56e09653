import { type Clock, type Log, token } from '../platform.ts'
import type { JobStore, StepEffects } from '../storage/types.ts'
import { putBack } from './job-outcome.ts'
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
  /** Whether this process knows of the job: it runs, has ended, or was claimed ahead. */
  readonly isKnown: (id: string) => boolean
  /** Claims are on their way: a job may be ours before we hear of it. */
  readonly isClaiming: () => boolean
  /** A lease that was given back let others go on. */
  readonly onEffects: (effects: StepEffects) => void
}): Heartbeat {
  const { storage, clock, log, owner, leaseMs } = deps
  let timer: NodeJS.Timeout | null = null
  /** Held in our name at the last beat, though we know nothing of them. */
  let strays = new Set<string>()

  async function beat(): Promise<void> {
    try {
      const leases = new Map((await storage.beat(owner, clock.now() + leaseMs)).map((lease) => [lease.id, lease]))
      for (const run of deps.runs()) {
        const lease = leases.get(run.job.id)
        if (lease === undefined || lease.fence !== run.job.fence) run.stop('lost')
        else if (lease.cancelRequested) run.stop('cancel')
      }
      await giveBackStrays([...leases.values()])
    } catch (error) {
      log.error('job.heartbeat_failed', error)
    }
  }

  /** A claim that was written and whose answer was lost would be ours for as long as we live: seen twice, it is given back. */
  async function giveBackStrays(leases: readonly { id: string; fence: number }[]): Promise<void> {
    const unknown = deps.isClaiming() ? [] : leases.filter(({ id }) => !deps.isKnown(id))
    for (const { id, fence } of unknown) {
      if (!strays.has(`${id} ${fence}`)) continue
      log.warn('job.stray_lease', { job: token(id), fence })
      const effects = await storage.finish(id, fence, putBack(clock.now()), clock.now())
      if (effects !== null) deps.onEffects(effects)
    }
    strays = new Set(unknown.map(({ id, fence }) => `${id} ${fence}`))
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
