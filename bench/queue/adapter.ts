/**
 * What a commit survives, named after SQLite's settings. `normal`: the end of the process, but not a power cut within about a second
 * (Redis `everysec`, PostgreSQL with `synchronous_commit=off`). `full`: a power cut too, by a flush before each acknowledgement.
 */
export type Durability = 'normal' | 'full'

/**
 * What a queue is set up for. `throughput` and `latency`: the fastest settings that its makers document. `defaults`: as it comes.
 * `short-lease`: defaults with its shortest lease.
 */
export type Profile = 'throughput' | 'latency' | 'defaults' | 'short-lease'

/** What every job carries: its number, and when it was handed in by the machine's monotonic clock. */
export interface Payload {
  readonly n: number
  readonly sentMs: number
}

export interface OpenOptions {
  /** An empty folder, the same for all processes of one run: a queue in a file lives there. */
  readonly folder: string
  /** The server that was started for this run; null for a queue that needs none. */
  readonly server: { readonly port: number; readonly version: string } | null
  readonly durability: Durability
  /** Jobs at a time in this process. */
  readonly concurrency: number
  readonly profile: Profile
  /** Of `short-lease`: how long a claim holds without a sign of life. */
  readonly leaseSeconds: number
}

export type Handler = (payload: Payload) => Promise<void>

/** One queue as its users call it. Everything that is timed is between these calls. */
export interface Queue {
  /** One line: version, store and every setting that is not the default. */
  readonly settings: string
  /** Resolved once the job is as durable as the queue was opened for. */
  enqueueOne(payload: Payload): Promise<void>
  /** The same for many, in the queue's own call for many. */
  enqueueMany(payloads: readonly Payload[]): Promise<void>
  /**
   * Hands jobs to `handler`, `concurrency` at a time, until `count` are durably done, and then stops; a few more may be done by then. Resolved
   * when none is in a handler any more and all that was finished is committed.
   */
  process(count: number, handler: Handler): Promise<void>
  /** Jobs that are not done, counted in the store. */
  remaining(): Promise<number>
  close(): Promise<void>
}
