import { TidegateError } from '#contracts/errors.ts'
import type { Job } from '#contracts/jobs.ts'
import { type Clock, type Log, token } from '../platform.ts'
import type { JobOutcome, JobStore } from '../storage/types.ts'
import { type Backoff, errorValueOf, outcomeOf, putBack, type Settled, type StopCause } from './job-outcome.ts'
import type { JobHandler } from './types.ts'

/** Progress is written at most this often (ms). */
const PROGRESS_MS = 250
/** When an outcome cannot be written (disk full), it is tried again after 1 s, 2 s … at most this long. */
const WRITE_RETRY_CAP_MS = 30_000

/** One leased job at work in this process. */
export interface JobRun {
  readonly job: Job
  /** Resolves when the handler has returned and its outcome is on disk. Never rejects. */
  readonly ended: Promise<void>
  /** Asks the handler to stop, by its signal. The first cause counts. */
  stop(cause: StopCause): void
  /** Gives the job back although the handler has not returned; what it still does is refused by the fence. */
  abandon(): Promise<void>
}

export interface JobRunDeps {
  readonly storage: JobStore
  readonly clock: Clock
  readonly log: Log
  readonly random: () => number
  readonly backoff: Backoff
  readonly onChange: (job: Job) => void
}

/** Runs the handler of a job just leased, writes how it goes, and how it ended. */
export function startRun(job: Job, handler: JobHandler, deps: JobRunDeps): JobRun {
  const { storage, clock, log } = deps
  const { id, fence } = job
  const controller = new AbortController()
  let current = job
  let cause: StopCause | null = null
  let abandoned = false

  const change = (patch: Partial<Job>): void => {
    current = { ...current, ...patch }
    deps.onChange(current)
  }
  const stop = (wanted: StopCause): void => {
    if (cause !== null) return
    cause = wanted
    controller.abort(reasonOf(wanted))
  }
  const progress = createProgressWriter(async (value, note) => {
    if (await storage.progress(id, fence, value, note)) change({ progress: value, note })
    else stop('lost')
  }, log)

  async function execute(): Promise<void> {
    const startedAt = clock.now()
    // The handler does not wait for this commit: storage answers in order, so it hears of a lost lease before anything that it asks for.
    const starting = storage.start(id, fence, startedAt).then((held) => {
      if (held) change({ state: 'running', startedAt })
      else stop('lost')
      return held
    })
    starting.catch(() => stop('lost'))
    const settled = await settle({ ...current, state: 'running', startedAt })
    if (!(await starting)) return
    await progress.close()
    const outcome = outcomeOf(job, settled, cause, { now: clock.now(), random: deps.random(), backoff: deps.backoff })
    if (outcome === null || !(await write(outcome))) log.warn('job.result_refused', { job: token(id), fence })
    const ended = await storage.get(id)
    if (ended !== null) deps.onChange(ended)
  }

  async function settle(started: Job): Promise<Settled> {
    try {
      return { result: await handler(started, { signal: controller.signal, fence, onProgress: progress.report }) }
    } catch (error) {
      return { error: errorValueOf(error, (unknown) => log.error('job.handler_failed', unknown, { job: token(id) })) }
    }
  }

  /** Does not give up: a job whose end is not written would look alive for as long as this process is. */
  async function write(outcome: JobOutcome): Promise<boolean> {
    for (let wait = 1_000; ; wait = Math.min(wait * 2, WRITE_RETRY_CAP_MS)) {
      try {
        return await storage.finish(id, fence, outcome, clock.now())
      } catch (error) {
        log.error('job.outcome_not_written', error, { job: token(id) })
        if (abandoned || cause === 'shutdown') return false
        await new Promise((resolve) => setTimeout(resolve, wait))
      }
    }
  }

  return {
    job,
    ended: execute().catch((error: unknown) => {
      log.error('job.run_failed', error, { job: token(id) })
    }),
    stop,
    async abandon() {
      abandoned = true
      progress.close().catch(() => {})
      if (await storage.finish(id, fence, putBack(clock.now()), clock.now())) log.warn('job.abandoned', { job: token(id) })
    },
  }
}

function reasonOf(cause: StopCause): TidegateError {
  switch (cause) {
    case 'cancel':
      return new TidegateError('CANCELLED', 'Stopped by the user.')
    case 'shutdown':
      return new TidegateError('INTERNAL', 'The application is closing; the job goes on when it starts again.')
    case 'lost':
      return new TidegateError('INTERNAL', 'Another process has taken over this job; its result counts.')
  }
}

/** Writes the newest report at once when the last one is old enough, else when it is. One write at a time. */
function createProgressWriter(write: (progress: number, note: string) => Promise<void>, log: Log) {
  let latest: { progress: number; note: string } | null = null
  let timer: NodeJS.Timeout | null = null
  let writing: Promise<void> = Promise.resolve()
  let closed = false
  const flush = (): void => {
    timer = null
    if (latest === null || closed) return
    const { progress, note } = latest
    latest = null
    timer = setTimeout(flush, PROGRESS_MS)
    writing = writing
      .then(() => write(progress, note))
      .catch((error: unknown) => {
        log.error('job.progress_not_written', error)
      })
  }
  return {
    report(progress: number, note: string): void {
      latest = { progress, note }
      if (timer === null) flush()
    },
    close(): Promise<void> {
      closed = true
      if (timer !== null) clearTimeout(timer)
      return writing
    },
  }
}
