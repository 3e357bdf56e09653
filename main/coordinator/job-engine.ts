import { TidegateError } from '#contracts/errors.ts'
import { type Job, type JobKind, TERMINAL_STATES } from '#contracts/jobs.ts'
import { type Clock, type Log, token } from '../platform.ts'
import type { JobStore } from '../storage/types.ts'
import { isHeld } from './job-machine.ts'
import type { Backoff } from './job-outcome.ts'
import { type JobRun, startRun } from './job-run.ts'
import { recoverLeases } from './lease-recovery.ts'
import { isOwnerAlive as defaultLiveness, type Liveness, newOwner } from './owner-liveness.ts'
import { createSleeper } from './sleeper.ts'
import type { JobEngine, JobHandler } from './types.ts'

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
}

/**
 * The longest the engine goes without looking (ms). Work of this process is announced, so this only matters for what another process
 * enqueued or left behind, and after a sleep, in which timers stand still.
 */
const LOOK_MS = 60_000
/** Something is due that could not be taken (no handler, or storage failed): look again after this long (ms). */
const PAUSE_MS = 1_000
/** How often `runOnly` looks at a job that another process is running (ms). */
const WATCH_MS = 200
const DEFERRED_LIMIT = 10_000

/** Runs durable jobs from a {@link JobStore}; see {@link JobEngine}. Nothing runs before `start` or `runOnly`. */
export function createJobEngine(options: JobEngineOptions): JobEngine {
  const { storage, clock, log, concurrency, random } = options
  const { leaseMs = 15_000, heartbeatMs = 5_000, shutdownMs = 5_000, backoff = { baseMs: 1_000, capMs: 60_000 } } = options
  const { owner = newOwner(), isOwnerAlive = defaultLiveness } = options
  const handlers = new Map<JobKind, JobHandler>()
  const runs = new Map<string, JobRun>()
  const listeners = new Set<(job: Job) => void>()
  const sleeper = createSleeper()
  let started = false
  let disposed = false
  let lookTimer: NodeJS.Timeout | null = null
  let beatTimer: NodeJS.Timeout | null = null
  let pumping: Promise<void> | null = null
  let pumpAgain = false
  let disposing: Promise<void> | null = null

  function announce(job: Job): void {
    for (const listener of listeners) {
      try {
        listener(job)
      } catch (error) {
        log.error('job.listener_failed', error, { job: token(job.id) })
      }
    }
  }

  async function announceStored(id: string): Promise<void> {
    const job = listeners.size === 0 ? null : await storage.get(id)
    if (job !== null) announce(job)
  }

  function launch(job: Job, handler: JobHandler): JobRun {
    const run = startRun(job, handler, { storage, clock, log, random, backoff, onChange: announce })
    runs.set(job.id, run)
    beatTimer ??= setInterval(() => void beat(), heartbeatMs)
    announce(job)
    void run.ended.then(() => {
      runs.delete(job.id)
      if (runs.size === 0 && beatTimer !== null) {
        clearInterval(beatTimer)
        beatTimer = null
      }
      sleeper.wakeAll()
      pump()
    })
    return run
  }

  async function beat(): Promise<void> {
    await Promise.all(
      [...runs.values()].map(async (run) => {
        try {
          const { held, cancelRequested } = await storage.heartbeat(run.job.id, run.job.fence, clock.now() + leaseMs)
          if (!held) run.stop('lost')
          else if (cancelRequested) run.stop('cancel')
        } catch (error) {
          log.error('job.heartbeat_failed', error, { job: token(run.job.id) })
        }
      }),
    )
  }

  /** Fills the free places with work. Calls while it runs make it run once more. */
  function pump(): void {
    if (!started || disposed) return
    if (pumping !== null) {
      pumpAgain = true
      return
    }
    pumping = takeWork()
      .catch((error: unknown) => {
        log.error('job.claim_failed', error)
        lookIn(PAUSE_MS)
      })
      .finally(() => {
        pumping = null
        if (pumpAgain) {
          pumpAgain = false
          pump()
        }
      })
  }

  async function takeWork(): Promise<void> {
    const kinds = [...handlers.keys()]
    // One job just enqueued does not wait for sixty looks at an empty queue; of many, ever more are claimed in one commit.
    for (let batch = 1; !disposed && runs.size < concurrency; batch *= 4) {
      const request = { owner, leaseMs, kinds, now: clock.now() }
      const claims = await Promise.all(Array.from({ length: Math.min(batch, concurrency - runs.size) }, () => storage.claim(request)))
      for (const job of claims) {
        const handler = job === null ? undefined : handlers.get(job.kind)
        if (job !== null && handler !== undefined) launch(job, handler)
      }
      if (!claims.includes(null)) continue
      const now = clock.now()
      const due = await storage.nextDue()
      if (due === null) lookIn(LOOK_MS)
      else lookIn(due > now ? due - now : PAUSE_MS)
      return
    }
  }

  function lookIn(ms: number): void {
    if (lookTimer !== null) clearTimeout(lookTimer)
    lookTimer = disposed ? null : setTimeout(look, Math.min(ms, LOOK_MS))
  }

  function look(): void {
    recover()
      .catch((error: unknown) => log.error('job.recovery_failed', error))
      .finally(pump)
  }

  async function recover(): Promise<void> {
    for (const job of await recoverLeases({ storage, clock, log, owner, isOwnerAlive })) announce(job)
  }

  async function reconsiderDeferred(): Promise<void> {
    for (const job of await storage.list({ state: 'deferred', limit: DEFERRED_LIMIT })) {
      // What a service asked to wait for is waited for.
      if (job.error !== null) continue
      if (await storage.retry(job.id, clock.now())) await announceStored(job.id)
    }
    pump()
  }

  /** One step of `runOnly`: the job when it has ended (or waits for a changed world), else null. */
  async function advance(id: string, hasRun: boolean): Promise<{ done: Job } | { ran: boolean }> {
    const run = runs.get(id)
    if (run !== undefined) {
      await run.ended
      return { ran: true }
    }
    const job = await storage.get(id)
    if (job === null) throw new TidegateError('NOT_FOUND', `There is no job ${id}. "tidegate jobs list" shows what there is.`)
    if (disposed || TERMINAL_STATES.has(job.state) || (job.state === 'deferred' && hasRun)) return { done: job }
    const handler = handlers.get(job.kind)
    if (handler === undefined) throw new TidegateError('INTERNAL', `Nothing here can run a ${job.kind} job. Update the application.`)
    if (job.state === 'deferred') await storage.retry(id, clock.now())
    else if (isHeld(job.state)) {
      await recover()
      await sleeper.sleep(WATCH_MS)
      // Another process did this round: if it defers, that is the answer.
      return { ran: true }
    } else if (job.runAt > clock.now()) await sleeper.sleep(Math.min(job.runAt - clock.now(), LOOK_MS))
    else {
      const claimed = await storage.claim({ owner, now: clock.now(), leaseMs, kinds: [job.kind], jobId: id })
      if (claimed !== null) launch(claimed, handler)
    }
    return { ran: hasRun }
  }

  async function shutDown(): Promise<void> {
    disposed = true
    if (lookTimer !== null) clearTimeout(lookTimer)
    sleeper.wakeAll()
    await pumping
    const open = [...runs.values()]
    for (const run of open) run.stop('shutdown')
    let timer: NodeJS.Timeout | null = null
    const deadline = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, shutdownMs)
    })
    await Promise.race([Promise.all(open.map(({ ended }) => ended)), deadline])
    if (timer !== null) clearTimeout(timer)
    await Promise.all([...runs.values()].map((run) => run.abandon()))
    if (beatTimer !== null) clearInterval(beatTimer)
    beatTimer = null
    listeners.clear()
  }

  return {
    register(kind, handler) {
      handlers.set(kind, handler)
      pump()
    },
    async start() {
      await recover()
      started = true
      pump()
    },
    wake(reason) {
      if (!started || disposed) return
      if (reason === 'enqueued') pump()
      else reconsiderDeferred().catch((error: unknown) => log.error('job.reconsider_failed', error))
    },
    async runOnly(jobId) {
      for (let hasRun = false; ; ) {
        const step = await advance(jobId, hasRun)
        if ('done' in step) return step.done
        hasRun = step.ran
      }
    },
    async cancel(jobId) {
      const accepted = await storage.requestCancel(jobId, clock.now())
      if (!accepted) return false
      runs.get(jobId)?.stop('cancel')
      sleeper.wakeAll()
      await announceStored(jobId)
      return true
    },
    async retry(jobId) {
      const accepted = await storage.retry(jobId, clock.now())
      if (!accepted) return false
      sleeper.wakeAll()
      await announceStored(jobId)
      pump()
      return true
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    dispose() {
      disposing ??= shutDown()
      return disposing
    },
  }
}
