import { TidegateError } from '#contracts/errors.ts'
import type { Job } from '#contracts/jobs.ts'
import { type Clock, type Log, token } from '../platform.ts'
import type { ClaimedJob, EndedRun, JobOutcome, JobStore } from '../storage/types.ts'
import { errorValueOf, outcomeOf, putBack, type Settled, type StopCause } from './job-outcome.ts'
import type { LockDesk } from './lock-desk.ts'
import { createProgressWriter, type ProgressWriter } from './progress-writer.ts'
import type { UsageMeter } from './run-usage.ts'
import type { JobContext, JobHandler, KindOptions } from './types.ts'

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
  readonly storage: Pick<JobStore, 'progress' | 'writeLog' | 'results'>
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

/** Starts the handler of a job that was just claimed. What is seldom needed (signal, timers, writers) is made when it is. */
export function startRun(claimed: ClaimedJob, handler: JobHandler, options: KindOptions, deps: JobRunDeps): JobRun {
  const { storage, clock, log } = deps
  const { seq, id, fence } = claimed
  const startedAt = clock.now()
  const used = deps.usage?.meter.begin(startedAt)
  let current: Job = jobOf(claimed, deps.owner, startedAt + deps.leaseMs, startedAt)
  let controller: AbortController | null = null
  let cause: StopCause | null = null
  let isOver = false
  let writer: ProgressWriter | null = null
  let timer: NodeJS.Timeout | null = null
  let logLines: Promise<void> | null = null

  let resolveReturned: (() => void) | null = null
  let returned: Promise<void> | null = null
  const run: JobRun = {
    seq,
    job: current,
    isStartTold: false,
    stop,
    abandon,
    get returned() {
      returned ??= isOver
        ? Promise.resolve()
        : new Promise((resolve) => {
            resolveReturned = resolve
          })
      return returned
    },
  }

  function change(patch: Partial<Job>): void {
    current = { ...current, ...patch }
    deps.onChange(current)
  }
  function stop(wanted: StopCause): void {
    if (cause !== null || isOver) return
    cause = wanted
    controller?.abort(reasonOf(wanted))
    if (timer !== null) clearTimeout(timer)
    // At a shutdown the engine waits and then gives the job back itself.
    timer = wanted === 'shutdown' ? null : setTimeout(giveUpOnHandler, options.graceMs ?? GRACE_MS)
  }
  function over(ended: EndedRun | null): void {
    if (isOver) return
    isOver = true
    if (timer !== null) clearTimeout(timer)
    deps.onEnd(run, ended)
    resolveReturned?.()
  }
  /** It was told to stop and does not: its place goes to another, and its result will be refused. */
  function giveUpOnHandler(): void {
    log.warn('job.handler_stuck', { job: token(id), fence })
    over(endedWith({ error: { code: 'INTERNAL', message: 'The work did not stop in time, and was left behind.' } }))
  }
  function abandon(): EndedRun | null {
    if (isOver) return null
    isOver = true
    if (timer !== null) clearTimeout(timer)
    writer?.close().catch(() => {
      // What it would have written belongs to a run that is given up.
    })
    log.warn('job.abandoned', { job: token(id) })
    return cause === 'lost' ? null : record(putBack(clock.now()))
  }
  function record(outcome: JobOutcome): EndedRun {
    return { seq, fence, startedAt, endedAt: clock.now(), wasStarted: run.isStartTold, outcome }
  }
  function endedWith(settled: Settled): EndedRun | null {
    const { backoff = BACKOFF, isRetryable } = options
    const at = { now: clock.now(), random: deps.random(), backoff, ...(isRetryable === undefined ? {} : { isRetryable }) }
    const outcome = outcomeOf(claimed, settled, cause, at)
    return outcome === null ? null : record(outcome)
  }

  const context: JobContext = {
    get signal() {
      if (controller === null) {
        controller = new AbortController()
        if (cause !== null) controller.abort(reasonOf(cause))
      }
      return controller.signal
    },
    fence,
    idempotencyKey: id,
    onProgress(progress, note) {
      writer ??= createProgressWriter(async (value, text) => {
        if (await storage.progress(id, fence, value, text)) change({ progress: value, note: text })
        else stop('lost')
      }, log)
      writer.report(progress, note)
    },
    log(event, fields = {}) {
      const line = { at: clock.now(), fence, event, fields: { ...fields } }
      logLines = (logLines ?? Promise.resolve())
        .then(() => storage.writeLog(id, [line]))
        .catch((error: unknown) => {
          log.error('job.log_not_written', error, { job: token(id) })
        })
    },
    makeWay: () => deps.makeWay(run, context.signal),
    results: () => storage.results(id),
    lock: (name, { mode, timeoutMs }) => deps.locks.take({ jobId: id, fence, name, mode, timeoutMs, signal: context.signal }),
  }

  const timeoutMs = claimed.timeoutMs ?? options.timeoutMs
  if (timeoutMs !== undefined) timer = setTimeout(() => stop('timeout'), timeoutMs)

  async function settle(): Promise<Settled> {
    try {
      return { result: await handler(current, context) }
    } catch (error) {
      return { error: errorValueOf(error, (unknown) => log.error('job.handler_failed', unknown, { job: token(id) })) }
    }
  }
  void settle().then(async (settled) => {
    if (isOver) return
    const taken = used?.(clock.now()) ?? null
    if (taken !== null) context.log('attempt.used', { ...taken, others: deps.usage?.others() ?? 0 })
    if (writer !== null) await writer.close()
    if (logLines !== null) await logLines
    over(endedWith(settled))
  })
  return run
}

/** A claimed job as it is while it runs. */
export function jobOf(claimed: ClaimedJob, owner: string, leaseUntil: number, startedAt: number | null): Job {
  const { seq: _seq, ...job } = claimed
  return {
    ...job,
    state: startedAt === null ? 'leased' : 'running',
    owner,
    leaseUntil,
    startedAt,
    progress: 0,
    note: '',
    cancelRequested: false,
    endedAt: null,
    error: null,
    result: null,
    waitsFor: 0,
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
