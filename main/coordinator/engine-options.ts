import type { Clock, Log } from '../platform.ts'
import type { JobStore } from '../storage/types.ts'
import type { Admission } from './admission/index.ts'
import type { Backoff } from './job-outcome.ts'
import type { Liveness } from './owner-liveness.ts'

export interface JobEngineOptions {
  readonly storage: JobStore
  readonly clock: Clock
  readonly log: Log
  /** Jobs at work at the same time; `runOnly` comes on top. */
  readonly concurrency: number
  /** Uniform in [0, 1). */
  readonly random: () => number
  readonly leaseMs?: number
  readonly heartbeatMs?: number
  /** How long `dispose` waits for handlers (ms). */
  readonly shutdownMs?: number
  readonly backoff?: Backoff
  /** The name that leases are held under. */
  readonly owner?: string
  readonly isOwnerAlive?: (owner: string) => Liveness
  /** Ends a process that hangs while it holds jobs; false when it cannot be named for certain. */
  readonly stopOwner?: (owner: string) => boolean
  /** Jobs of one workspace at work at once. */
  readonly perWorkspace?: number
  /** What the machine can bear; without it nothing is held back. */
  readonly admission?: Admission
}
