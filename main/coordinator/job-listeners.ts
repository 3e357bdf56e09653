import type { Job } from '#contracts/jobs.ts'
import { type Log, token } from '../platform.ts'
import type { JobStore } from '../storage/types.ts'

/** Who hears of every change of a job. One that fails keeps nobody else from hearing. */
export interface JobListeners {
  readonly isEmpty: boolean
  add(listener: (job: Job) => void): () => void
  tell(job: Job): void
  /** The job as storage has it. */
  tellStored(id: string): Promise<void>
  clear(): void
}

export function createJobListeners(storage: Pick<JobStore, 'get'>, log: Log): JobListeners {
  const listeners = new Set<(job: Job) => void>()
  function tell(job: Job): void {
    for (const listener of listeners) {
      try {
        listener(job)
      } catch (error) {
        log.error('job.listener_failed', error, { job: token(job.id) })
      }
    }
  }
  return {
    get isEmpty() {
      return listeners.size === 0
    },
    add(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    tell,
    async tellStored(id) {
      const job = listeners.size === 0 ? null : await storage.get(id)
      if (job !== null) tell(job)
    },
    clear: () => listeners.clear(),
  }
}
