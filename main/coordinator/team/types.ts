import type { Duplex } from 'node:stream'
import type { Job } from '#contracts/jobs.ts'
import type { Clock, Log } from '../../platform.ts'
import type { NewJob } from '../../storage/types.ts'
import type { Admission } from '../admission/index.ts'
import type { Backoff } from '../job-outcome.ts'
import type { JobEngine } from '../types.ts'
import type { Wanted } from './leaving.ts'
import type { TeamLabel } from './queues.ts'
import type { TeamKey } from './sealing.ts'
import type { TeamAddress } from './team-address.ts'

export interface TeamEngineOptions {
  readonly address: TeamAddress
  readonly password: string | null
  /** Opens a socket to the database: that of the egress door. */
  readonly socket: (target: { readonly host: string; readonly port: number }) => Duplex
  /** Labels that this worker takes; it does not look at jobs of others. Adding is not limited by it. */
  readonly labels: readonly TeamLabel[]
  /** Null: confidential jobs can neither be added nor taken. */
  readonly key: TeamKey | null
  readonly clock: Clock
  readonly log: Log
  readonly concurrency: number
  /** Uniform in [0, 1). */
  readonly random: () => number
  readonly backoff?: Backoff
  /** How long `dispose` waits for handlers (ms). */
  readonly shutdownMs?: number
  /** How often it looks without being told (ms): for delayed jobs of other machines. Default 2,000. */
  readonly pollMs?: number
  /** Whether this machine takes part in looking for silent ones; one of ten is enough for a large team. Default true. */
  readonly watches?: boolean
  readonly admission?: Admission
  /** The schema in the database that all of the team's tables are in. */
  readonly schema?: string
}

/** What went another way than wanted, since the start of this engine. */
export interface TeamCounts {
  /** Results that came too late: the job was another's by then. */
  readonly refused: number
  /** Jobs that this worker could not read, and left for others. */
  readonly unreadable: number
}

/** {@link JobEngine} over a team's database, with what the storage of one machine offers there. */
export interface TeamEngine extends JobEngine {
  /** A job as it stands in the database, or null. */
  get(jobId: string): Promise<Job | null>
  counts(): TeamCounts
  /** Tries up to `limit` jobs of a label again that had used up their tries; returns how many. */
  redrive(label: TeamLabel, limit: number): Promise<number>
  /** Adds a job that comes from another queue. One that is here already stays as it is; one that had left before goes on. Throws as `add` does. */
  moveIn(job: NewJob): Promise<void>
  /** Puts up to `limit` wanted jobs that wait out of everybody's reach, and tells them with those that were put there before; until `left`. */
  setAside(labels: readonly TeamLabel[], limit: number, isWanted?: Wanted): Promise<readonly NewJob[]>
  /** A job that was set aside is in another queue now. False when it was not aside. */
  left(jobId: string): Promise<boolean>
  /** Connects, and makes the tables where they are not there yet. Everything else does it when it is first needed. */
  connect(): Promise<void>
}
