import { TidegateError } from '#contracts/errors.ts'
import type { Job } from '#contracts/jobs.ts'
import { type Clock, type Log, token } from '../platform.ts'
import type { ClaimedJob, EndedRun, JobOutcome, JobStore } from '../storage/types.ts'
import { errorValueOf, outcomeOf, putBack, type Settled, type StopCause } from './job-outcome.ts'
import type { LockDesk } from './lock-desk.ts'
import { createProgressWriter, type ProgressWriter } from './progress-writer.ts'
import { createRunContext, type RunInside } from './run-context.ts'
import type { UsageMeter } from './run-usage.ts'
import type { JobHandler, JobResult, KindOptions } from './types.ts'

/** How long a handler that was told to stop may take (ms). */
const GRACE_MS = 30_000
const BACKOFF = { baseMs: 1_000, capMs: 60_000 }

/** One leased job at work in this process. */
export interface JobRun {
  readonly seq: number
  readonly job: Job
  /** Its start has been told to storage. */
  isStartTold: boolean
  /** Resolves when the handler has returned, or its place was given to another. Never rejects. */
  readonly returned: Promise<void>
  /** Asks the handler to stop, by its signal. The first cause counts. */
  stop(cause: StopCause): void
  /** Gives the job back although the handler has not returned; what it still does is refused by the fence. */
  abandon(): EndedRun | null
}

export interface JobRunDeps {
  readonly storage: Pick<JobStore, 'start' | 'progress' | 'writeLog' | 'results'>
  readonly clock: Clock
  readonly log: Log
  readonly random: () => number
  readonly locks: Pick<LockDesk, 'take'>
  readonly owner: string
  readonly leaseMs: number
  /** Where a job has a log, what its runs take is written there; `others` are at work at this moment, and it is theirs, too. */
  readonly usage?: { readonly meter: UsageMeter; readonly others: () => number }
  readonly onChange: (job: Job) => void
  /** Waits until it need not make way any more. */
  readonly makeWay: (run: JobRun, signal: AbortSignal) => Promise<void>
  /** The run is over: what is to be written, or null when the job is not ours any more. Called once. */
  readonly onEnd: (run: JobRun, ended: EndedRun | null) => void
}

/** Starts the handler of a job that was just claimed. */
export function startRun(claimed: ClaimedJob, handler: JobHandler, options: KindOptions, deps: JobRunDeps): JobRun {
  const run = new Run(claimed, options, deps)
  run.begin(handler)
  return run
}

/** A class, so that a run of microseconds costs one object; what is seldom needed (signal, timers, writers) is made when it is. */
class Run implements JobRun, RunInside {
  job: Job
  isStartTold: boolean
  private readonly claimed: ClaimedJob
  private readonly options: KindOptions
  private readonly deps: JobRunDeps
  private readonly startedAt: number
  private readonly used: ReturnType<UsageMeter['begin']> | null
  private controller: AbortController | null = null
  private cause: StopCause | null = null
  private isOver = false
  private writer: ProgressWriter | null = null
  private timer: NodeJS.Timeout | null = null
  private logLines: Promise<void> | null = null
  private whenReturned: PromiseWithResolvers<void> | null = null

  constructor(claimed: ClaimedJob, options: KindOptions, deps: JobRunDeps) {
    this.claimed = claimed
    this.options = options
    this.deps = deps
    this.startedAt = deps.clock.now()
    this.used = deps.usage?.meter.begin(this.startedAt) ?? null
    this.job = jobOf(claimed, deps.owner, this.startedAt + deps.leaseMs, this.startedAt)
    this.isStartTold = claimed.startFirst
  }

  get seq(): number {
    return this.claimed.seq
  }
  get fence(): number {
    return this.claimed.fence
  }
  get idempotencyKey(): string {
    return this.claimed.id
  }
  get signal(): AbortSignal {
    if (this.controller === null) {
      this.controller = new AbortController()
      if (this.cause !== null) this.controller.abort(reasonOf(this.cause))
    }
    return this.controller.signal
  }
  get returned(): Promise<void> {
    if (this.isOver) return Promise.resolve()
    this.whenReturned ??= Promise.withResolvers<void>()
    return this.whenReturned.promise
  }

  begin(handler: JobHandler): void {
    const timeoutMs = this.claimed.timeoutMs ?? this.options.timeoutMs
    if (timeoutMs !== undefined) this.timer = setTimeout(() => this.stop('timeout'), timeoutMs)
    this.work(handler).then(
      (result) => this.settled({ result }),
      (error: unknown) => {
        const { log } = this.deps
        this.settled({ error: errorValueOf(error, (unknown) => log.error('job.handler_failed', unknown, { job: token(this.claimed.id) })) })
      },
    )
  }

  private work(handler: JobHandler): Promise<JobResult> {
    const context = createRunContext(this)
    if (this.claimed.startFirst) return this.recordStart().then(() => handler(this.job, context))
    try {
      return handler(this.job, context)
    } catch (error) {
      return Promise.reject(error)
    }
  }

  /** Before the work begins: were it after, a job that kills its worker at once would never be known to have begun. */
  private async recordStart(): Promise<void> {
    const { id, fence } = this.claimed
    if (!(await this.deps.storage.start(id, fence, this.startedAt))) this.stop('lost')
    this.signal.throwIfAborted()
  }

  private settled(settled: Settled): void {
    if (this.isOver) return
    const taken = this.used?.(this.deps.clock.now()) ?? null
    if (taken !== null) this.addLogLine('attempt.used', { ...taken, others: this.deps.usage?.others() ?? 0 })
    if (this.writer === null && this.logLines === null) this.over(this.endedWith(settled))
    else void this.written().then(() => this.over(this.endedWith(settled)))
  }

  /** What the handler had to say is written before its end. */
  private async written(): Promise<void> {
    if (this.writer !== null) await this.writer.close()
    if (this.logLines !== null) await this.logLines
  }

  stop(wanted: StopCause): void {
    if (this.cause !== null || this.isOver) return
    this.cause = wanted
    this.controller?.abort(reasonOf(wanted))
    this.endTimer()
    // At a shutdown the engine waits and then gives the job back itself.
    this.timer = wanted === 'shutdown' ? null : setTimeout(() => this.giveUpOnHandler(), this.options.graceMs ?? GRACE_MS)
  }

  abandon(): EndedRun | null {
    if (this.isOver) return null
    this.isOver = true
    this.endTimer()
    this.writer?.close().catch(() => {
      // What it would have written belongs to a run that is given up.
    })
    this.deps.log.warn('job.abandoned', { job: token(this.claimed.id) })
    return this.cause === 'lost' ? null : this.record(putBack(this.deps.clock.now()))
  }

  /** It was told to stop and does not: its place goes to another, and its result will be refused. */
  private giveUpOnHandler(): void {
    this.deps.log.warn('job.handler_stuck', { job: token(this.claimed.id), fence: this.claimed.fence })
    this.over(this.endedWith({ error: { code: 'INTERNAL', message: 'The work did not stop in time, and was left behind.' } }))
  }

  private over(ended: EndedRun | null): void {
    if (this.isOver) return
    this.isOver = true
    this.endTimer()
    this.deps.onEnd(this, ended)
    this.whenReturned?.resolve()
  }

  private endTimer(): void {
    if (this.timer !== null) clearTimeout(this.timer)
  }

  private endedWith(settled: Settled): EndedRun | null {
    const { backoff = BACKOFF, isRetryable } = this.options
    const { clock, random } = this.deps
    const at = { now: clock.now(), random: random(), backoff, ...(isRetryable === undefined ? {} : { isRetryable }) }
    const outcome = outcomeOf(this.claimed, settled, this.cause, at)
    return outcome === null ? null : this.record(outcome)
  }

  private record(outcome: JobOutcome): EndedRun {
    const { seq, fence, kind, runAt } = this.claimed
    const { startedAt, isStartTold: wasStarted } = this
    return { seq, fence, startedAt, endedAt: this.deps.clock.now(), wasStarted, kind, runAt, outcome }
  }

  private change(patch: Partial<Job>): void {
    this.job = { ...this.job, ...patch }
    this.deps.onChange(this.job)
  }

  report(progress: number, note: string): void {
    const { storage, log } = this.deps
    const { id, fence } = this.claimed
    this.writer ??= createProgressWriter(async (value, text) => {
      if (await storage.progress(id, fence, value, text)) this.change({ progress: value, note: text })
      else this.stop('lost')
    }, log)
    this.writer.report(progress, note)
  }

  addLogLine(event: string, fields: Readonly<Record<string, string | number | boolean | null>>): void {
    const { storage, clock, log } = this.deps
    const { id, fence } = this.claimed
    const line = { at: clock.now(), fence, event, fields: { ...fields } }
    this.logLines = (this.logLines ?? Promise.resolve())
      .then(() => storage.writeLog(id, [line]))
      .catch((error: unknown) => {
        log.error('job.log_not_written', error, { job: token(id) })
      })
  }

  makeWay(): Promise<void> {
    return this.deps.makeWay(this, this.signal)
  }

  results(): ReturnType<JobStore['results']> {
    return this.deps.storage.results(this.claimed.id)
  }

  takeLock(name: string, mode: 'shared' | 'exclusive', timeoutMs: number): Promise<() => Promise<void>> {
    const { id: jobId, fence } = this.claimed
    return this.deps.locks.take({ jobId, fence, name, mode, timeoutMs, signal: this.signal })
  }
}

/** A claimed job as it is while it runs. Written out: copying all but two fields of an object takes ten times as long. */
export function jobOf(claimed: ClaimedJob, owner: string, leaseUntil: number, startedAt: number | null): Job {
  return {
    id: claimed.id,
    kind: claimed.kind,
    subject: claimed.subject,
    state: startedAt === null ? 'leased' : 'running',
    priority: claimed.priority,
    runAt: claimed.runAt,
    attempt: claimed.attempt,
    maxAttempts: claimed.maxAttempts,
    fence: claimed.fence,
    owner,
    leaseUntil,
    progress: 0,
    note: '',
    cancelRequested: false,
    createdAt: claimed.createdAt,
    startedAt,
    endedAt: null,
    error: null,
    workspace: claimed.workspace,
    label: claimed.label,
    payload: claimed.payload,
    result: null,
    waitsFor: 0,
    crashes: claimed.crashes,
    timeoutMs: claimed.timeoutMs,
  }
}

/** The job as storage has it once its run has simply succeeded. */
export function succeededJob(job: Job, note: string, endedAt: number): Job {
  return { ...job, state: 'succeeded', owner: null, leaseUntil: null, progress: 1, note, endedAt }
}

function reasonOf(cause: StopCause): TidegateError {
  switch (cause) {
    case 'cancel':
      return new TidegateError('CANCELLED', 'Stopped by the user.')
    case 'timeout':
      return new TidegateError('JOB_TIMEOUT', 'It took longer than it may, and was stopped.')
    case 'shutdown':
      return new TidegateError('INTERNAL', 'The application is closing; the job goes on when it starts again.')
    case 'lost':
      return new TidegateError('INTERNAL', 'Another process has taken over this job; its result counts.')
  }
}
