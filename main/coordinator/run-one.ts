import { TidegateError } from '#contracts/errors.ts'
import { type Job, TERMINAL_STATES } from '#contracts/jobs.ts'
import type { Clock } from '../platform.ts'
import type { ClaimedJob, JobStore, StepEffects } from '../storage/types.ts'
import { isHeld } from './job-machine.ts'
import type { Sleeper } from './sleeper.ts'

/** How often a job is looked at that another process is running, or that waits for something (ms). */
const WATCH_MS = 200
const LONGEST_SLEEP_MS = 60_000

export interface RunOneDeps {
  readonly storage: JobStore
  readonly clock: Clock
  readonly sleeper: Sleeper
  readonly owner: string
  readonly leaseMs: number
  readonly isDisposed: () => boolean
  readonly hasHandler: (kind: string) => boolean
  /** Resolves when a run of this job in this process is over; null when there is none. */
  readonly underWay: (id: string) => Promise<void> | null
  readonly launch: (job: ClaimedJob) => void
  readonly recover: () => Promise<void>
  readonly onEffects: (effects: StepEffects) => void
}

/** Takes and runs one job in this process, through its backoff and whatever else it waits for, and resolves when it has ended or waits for a changed world. */
export function createRunOne(deps: RunOneDeps): (id: string) => Promise<Job> {
  const { storage, clock, sleeper, owner, leaseMs } = deps

  async function step(id: string, hasRun: boolean): Promise<{ done: Job } | { ran: boolean }> {
    const running = deps.underWay(id)
    if (running !== null) {
      await running
      return { ran: true }
    }
    const job = await storage.get(id)
    if (job === null) throw new TidegateError('NOT_FOUND', `There is no job ${id}. "tidegate jobs list" shows what there is.`)
    if (deps.isDisposed() || TERMINAL_STATES.has(job.state) || (job.state === 'deferred' && hasRun)) return { done: job }
    if (!deps.hasHandler(job.kind)) throw new TidegateError('INTERNAL', `Nothing here can run a ${job.kind} job. Update the application.`)
    if (job.state === 'deferred') {
      const effects = await storage.retry(id, clock.now())
      if (effects !== null) deps.onEffects(effects)
    } else if (isHeld(job.state)) {
      await deps.recover()
      await sleeper.sleep(WATCH_MS)
      // Another process did this round: if it defers, that is the answer.
      return { ran: true }
    } else if (job.runAt > clock.now()) await sleeper.sleep(Math.min(job.runAt - clock.now(), LONGEST_SLEEP_MS))
    else {
      const claimed = await storage.claim({ owner, now: clock.now(), leaseMs, kinds: [job.kind], jobId: id })
      if (claimed !== null) deps.launch(claimed)
      // It waits for other jobs, or for a lock.
      else await sleeper.sleep(WATCH_MS)
    }
    return { ran: hasRun }
  }

  return async (id) => {
    for (let hasRun = false; ; ) {
      const next = await step(id, hasRun)
      if ('done' in next) return next.done
      hasRun = next.ran
    }
  }
}
