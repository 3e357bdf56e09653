import { TidegateError } from '#contracts/errors.ts'
import { type Clock, type Log, token } from '../platform.ts'
import { NO_RUNS, partRuns } from '../storage/index.ts'
import type { AddedJob, ClaimManyRequest, EndedRun, Exchange, ExchangeResult, JobStore, NewJob } from '../storage/types.ts'

/** Turns that may be on their way at once: while storage writes one, the next is made. */
const IN_FLIGHT = 2
/** When outcomes cannot be written (disk full), they are tried again after 1 s, 2 s … at most this long (ms). */
const WRITE_RETRY_CAP_MS = 30_000

interface Addition {
  readonly jobs: readonly NewJob[]
  resolve(added: readonly AddedJob[]): void
  reject(error: unknown): void
}

export interface TurnsDeps {
  readonly storage: JobStore
  readonly clock: Clock
  readonly log: Log
  readonly owner: string
  /** What to take with the next turn; null for nothing. */
  readonly wants: () => ClaimManyRequest | null
  /** Whether this must be on disk, through a power cut, before it is answered. */
  readonly isSynced: (what: EndedRun | NewJob) => boolean
  readonly started: () => Exchange['started']
  /** The end of a run is on record, or was refused because somebody else holds the job now. */
  readonly onWritten: (ended: EndedRun) => void
  /** The newest reason to look for work. */
  readonly calls: () => number
  /** What a turn brought: `asked` is for how many places it asked (null: it asked for nothing), `call` the reason that was newest when it was sent. */
  readonly onResult: (result: ExchangeResult, asked: number | null, call: number) => void
}

/** Says everything to storage in turns: what ended, what is new, and what is wanted, together. */
export interface Turns {
  ended(run: EndedRun): void
  add(jobs: readonly NewJob[]): Promise<readonly AddedJob[]>
  /**
   * There may be something to say or to take. It is said at once while storage is idle; while it works, what else comes in this turn of the
   * event loop goes with it, unless somebody waits for it.
   */
  soon(when?: 'at once'): void
  /** Places that turns on their way have asked for. */
  readonly asked: number
  /** Waits until what has ended is written, or could not be; nothing is taken any more. */
  close(): Promise<void>
}

export function createTurns(deps: TurnsDeps): Turns {
  const { storage, clock, log, owner } = deps
  /** Starts of a turn that was not written. */
  let untold: Exchange['started'] = []
  let ended: EndedRun[] = []
  let additions: Addition[] = []
  let flights = 0
  let asked = 0
  let planned: 'at once' | 'later' | null = null
  let closing = false
  /** Nothing could be written while closing: whoever starts next takes the jobs back. */
  let gaveUp = false
  let retryMs = 1_000
  let retryTimer: NodeJS.Timeout | null = null
  let onIdle: (() => void) | null = null

  function soon(when: 'at once' | 'later' = flights === 0 ? 'at once' : 'later'): void {
    if (planned === 'at once' || planned === when) return
    planned = when
    const go = (): void => {
      planned = null
      turn()
    }
    if (when === 'at once') queueMicrotask(go)
    else setImmediate(go)
  }

  function turn(): void {
    if (flights >= IN_FLIGHT || retryTimer !== null) return
    const call = deps.calls()
    const claim = closing ? null : deps.wants()
    const started = [...untold, ...deps.started()]
    if (ended.length === 0 && additions.length === 0 && started.length === 0 && claim === null) return
    const [runs, news] = [ended, additions]
    ended = []
    additions = []
    untold = []
    const places = claim?.places ?? 0
    flights += 1
    asked += places
    const { succeeded, others } = partRuns(runs)
    const message: Exchange = { owner, now: clock.now(), succeeded, ended: others, started, added: news.flatMap(({ jobs }) => jobs), claim }
    const isSynced = runs.some(deps.isSynced) || message.added.some(deps.isSynced)
    const landed = (): void => {
      flights -= 1
      asked -= places
    }
    const sent = isSynced ? storage.exchangeSynced(message) : storage.exchange(message)
    sent.then(
      (result) => {
        landed()
        retryMs = 1_000
        let from = 0
        for (const { jobs, resolve } of news) {
          resolve(result.added.slice(from, from + jobs.length))
          from += jobs.length
        }
        for (const run of runs) deps.onWritten(run)
        deps.onResult(result, claim === null ? null : places, call)
        settle()
      },
      (error: unknown) => {
        landed()
        // The work goes on, and has to be known as begun; a start of what has ended meanwhile changes nothing.
        untold = [...started, ...untold]
        failed(error, runs, news)
        settle()
      },
    )
  }

  /** What cannot be added is its caller's affair, and may be why the turn failed; what ended is said again until it is written. */
  function failed(error: unknown, runs: readonly EndedRun[], news: readonly Addition[]): void {
    ended = [...runs, ...ended]
    const isTheirs = error instanceof TidegateError && error.code !== 'INTERNAL' && news.length > 0
    if (isTheirs && news.length > 1) {
      // One of several is wrong: each is tried by itself.
      for (const { jobs, resolve, reject } of news) storage.exchangeSynced(adding(jobs)).then(({ added }) => resolve(added), reject)
    } else for (const { reject } of news) reject(error)
    if (isTheirs) return
    log.error('job.turn_failed', error, { owner: token(owner) })
    if (closing) {
      gaveUp = true
      return
    }
    retryTimer = setTimeout(() => {
      retryTimer = null
      soon()
    }, retryMs)
    retryMs = Math.min(retryMs * 2, WRITE_RETRY_CAP_MS)
  }

  function adding(jobs: readonly NewJob[]): Exchange {
    return { owner, now: clock.now(), succeeded: NO_RUNS, ended: [], started: [], added: jobs, claim: null }
  }

  function settle(): void {
    if (!gaveUp && (ended.length > 0 || additions.length > 0 || !closing)) soon()
    if (closing && flights === 0 && (gaveUp || ended.length === 0)) onIdle?.()
  }

  return {
    ended(run) {
      ended.push(run)
      soon()
    },
    add(jobs) {
      return new Promise((resolve, reject) => {
        additions.push({ jobs, resolve, reject })
        soon()
      })
    },
    soon,
    get asked() {
      return asked
    },
    async close() {
      closing = true
      gaveUp = false
      if (retryTimer !== null) clearTimeout(retryTimer)
      retryTimer = null
      const idle = new Promise<void>((resolve) => {
        onIdle = resolve
      })
      turn()
      if (flights > 0) await idle
    },
  }
}
