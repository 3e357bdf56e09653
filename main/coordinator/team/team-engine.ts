import { TidegateError } from '#contracts/errors.ts'
import type { Job, JobKind } from '#contracts/jobs.ts'
import { token } from '../../platform.ts'
import type { ClaimedJob, EndedRun } from '../../storage/types.ts'
import { createHoldingBack } from '../holding-back.ts'
import { putBack } from '../job-outcome.ts'
import { type JobRun, jobOf, startRun } from '../job-run.ts'
import { kindInfo } from '../kind-info.ts'
import type { JobHandler, KindOptions } from '../types.ts'
import { waitAtMost } from '../wait-at-most.ts'
import { addJobs, notOffered } from './adding.ts'
import { attemptOf, dataOf, type JobData, JobDataSchema, jobOfRow, outputOf, type Row, readData } from './job-data.ts'
import { comesBack, left, setAside } from './leaving.ts'
import { deadLettersOf, HEARTBEAT_SECONDS, isTeamLabel, queueOf, type TeamQueue } from './queues.ts'
import { affectedBy, type Lease } from './settling.ts'
import { createSignsOfLife } from './signs-of-life.ts'
import { isUnreachable, teamError } from './team-error.ts'
import { openTeamPool, type TeamPool } from './team-pool.ts'
import type { TeamEngine, TeamEngineOptions } from './types.ts'

/** A job at work here. */
interface Held {
  readonly lease: Lease
  readonly data: JobData
  readonly run: JobRun
  readonly ended: () => void
}

/** What is unreadable is looked at again after this (ms), doubled each time: another worker may have taken it by then. */
const FIRST_LEAVE_MS = 15_000
const LAST_LEAVE_MS = 600_000
const WRITE_AGAIN_MS = 500

/** Runs jobs of a team's database; see {@link TeamEngine}. Nothing is loaded or connected to before it is needed. */
export function createTeamEngine(options: TeamEngineOptions): TeamEngine {
  const { clock, log, random, concurrency, key, pollMs = 2_000, shutdownMs = 5_000 } = options
  const handlers = new Map<JobKind, { readonly handler: JobHandler; readonly options: KindOptions }>()
  const held = new Map<number, Held>()
  const paused = new Set<number>()
  const listeners = new Set<(job: Job) => void>()
  const unread = new Map<string, number>()
  const writing = new Set<Promise<void>>()
  const holding = createHoldingBack({ admission: options.admission ?? null, clock, log, onCleared: seek })
  const counts = { refused: 0, unreadable: 0 }
  let opening: Promise<TeamPool> | null = null
  let seq = 0
  let started = false
  let disposed = false
  /** Queues to look at: those that something was said of, or all. */
  let wanted: 'all' | Set<string> = new Set()
  let filling: Promise<void> | null = null
  let pollTimer: NodeJS.Timeout | null = null
  let disposing: Promise<void> | null = null

  const life = createSignsOfLife({
    held: () => [...held.values()],
    pool,
    clock,
    onFailure(error) {
      if (!disposed) log.warn('team.beat_failed', { code: token(report(error).code) })
    },
  })

  function pool(): Promise<TeamPool> {
    if (disposed) throw new TidegateError('CANCELLED', 'The worker is closing.')
    opening ??= openTeamPool(options, { onQueue: seekIn, onReconnect: seek, onStop: stopAsked }).catch((error: unknown) => {
      opening = null
      throw error
    })
    return opening
  }
  async function withPool<T>(work: (pool: TeamPool) => Promise<T>): Promise<T> {
    try {
      return await work(await pool())
    } catch (error) {
      throw report(error)
    }
  }
  function report(error: unknown): TidegateError {
    const known = teamError(error)
    if (known.code === 'INTERNAL') log.error('team.failed', error)
    return known
  }

  function announce(job: Job): void {
    for (const listener of listeners) {
      try {
        listener(job)
      } catch (error) {
        log.error('job.listener_failed', error, { job: token(job.id) })
      }
    }
  }

  function seek(): void {
    wanted = 'all'
    look()
  }
  /** Something is in this queue; nothing was said of the others. */
  function seekIn(queue: string): void {
    if (wanted !== 'all') wanted.add(queue)
    look()
  }
  function look(): void {
    if (!started || disposed) return
    filling ??= fill().finally(() => {
      filling = null
      if (wanted === 'all' || wanted.size > 0) look()
    })
  }

  /** Takes as long as there is something to take and a place for it. */
  async function fill(): Promise<void> {
    const asked = wanted
    wanted = new Set()
    const isFullLook = asked === 'all'
    // Looks that somebody asked for must not put off the one at everything.
    if (isFullLook && pollTimer !== null) clearTimeout(pollTimer)
    try {
      const { boss, rows } = await pool()
      for (const queue of queuesInTurn()) {
        if (!isFullLook && !asked.has(queue.name)) continue
        await rows.ensure(queue)
        for (let isFull = true; isFull && started; ) {
          const batchSize = places(queue.kind)
          if (batchSize <= 0) break
          const atOnce = handlers.get(queue.kind)?.options.atOnce
          const limit = atOnce === undefined ? {} : { groupConcurrency: atOnce }
          const taken = await boss.fetch(queue.name, { batchSize, includeMetadata: true, ...limit })
          for (const row of taken) await take(queue, row)
          isFull = taken.length === batchSize
        }
      }
    } catch (error) {
      // It is looked at again below; a database that is away for a moment is no news.
      if (started) log.warn('team.not_reached', { code: token(report(error).code) })
    }
    if (started && isFullLook) pollTimer = setTimeout(seek, pollMs)
  }

  /** Each time from another kind on, so that none waits for ever behind one that is always full. */
  let turn = 0
  function queuesInTurn(): TeamQueue[] {
    const all = [...handlers.keys()]
      .filter((kind) => holding.mayBegin(kind))
      .flatMap((kind) => options.labels.map((label) => queueOf(kind, label)))
    turn += 1
    const first = all.length === 0 ? 0 : turn % all.length
    return [...all.slice(first), ...all.slice(0, first)]
  }

  function places(kind: JobKind): number {
    const atOnce = handlers.get(kind)?.options.atOnce ?? Number.POSITIVE_INFINITY
    const ofKind = [...held.values()].filter(({ data }) => data.kind === kind).length
    return Math.min(concurrency - (held.size - paused.size), atOnce - ofKind)
  }

  async function take(queue: TeamQueue, row: Row): Promise<void> {
    const lease = {
      ...{ queue, attempt: { id: row.id, retryCount: row.retryCount }, retryLimit: row.retryLimit, isAwaited: row.blocking },
      jobId: JobDataSchema.safeParse(row.data).data?.id ?? row.id,
    }
    const read = readData(row, queue, key)
    if (read.ok) launch(lease, read.data, row)
    else await leave(lease, read.reason)
  }

  /** It stays for those who can read it. Nobody's tries are used up over it. */
  async function leave(lease: Lease, reason: string): Promise<void> {
    counts.unreadable += 1
    const delay = Math.min(LAST_LEAVE_MS, (unread.get(lease.jobId) ?? FIRST_LEAVE_MS / 2) * 2)
    unread.set(lease.jobId, delay)
    log.warn('team.job_unreadable', { job: token(lease.jobId), reason: token(reason) })
    const { settling } = await pool()
    await settling.leave(lease, clock.now() + delay)
  }

  function launch(lease: Lease, data: JobData, row: Row): void {
    const registered = handlers.get(data.kind)
    if (registered === undefined) return
    const { handler, options: kind } = registered
    seq += 1
    const claimed: ClaimedJob = {
      ...{ seq, id: data.id, kind: data.kind, subject: data.subject, workspace: data.workspace, label: data.label, payload: data.payload },
      ...{
        createdAt: data.createdAt,
        maxAttempts: data.maxAttempts,
        timeoutMs: data.timeoutMs,
        priority: row.priority,
        crashes: 0,
        startFirst: false,
      },
      ...{ runAt: row.startAfter.getTime(), attempt: attemptOf(row, data.maxAttempts), fence: row.retryCount + 1 },
    }
    const owner = 'this-machine'
    announce(jobOf(claimed, owner, clock.now() + HEARTBEAT_SECONDS * 1_000, null))
    const run = startRun(
      claimed,
      handler,
      options.backoff === undefined || kind.backoff !== undefined ? kind : { ...kind, backoff: options.backoff },
      {
        storage: {
          // A lease is a try here, whether or not its work began.
          start: async () => true,
          // Progress and log lines are seen on the machine that works; only what became of the job is in the database.
          progress: async (_id, fence) => held.get(claimed.seq)?.run.job.fence === fence,
          writeLog: async () => {},
          results: () => results(lease),
        },
        locks: { take: () => Promise.reject(notOffered('locks')) },
        ...{ clock, log, random, owner, leaseMs: HEARTBEAT_SECONDS * 1_000, onChange: announce },
        makeWay: (run, signal) => makeWay(run, signal),
        onEnd: (run, ended) => onEnd(run, ended),
      },
    )
    held.set(claimed.seq, { lease, data, run, ended: kind.needs === undefined ? () => {} : holding.began(data.kind) })
    announce(run.job)
    life.begin()
  }

  async function results({ queue, jobId }: Lease): Promise<Record<string, { state: Job['state']; result: unknown }>> {
    const { rows } = await pool()
    return Object.fromEntries((await rows.parents(queue, jobId)).map(({ id, state, result }) => [id, { state, result }]))
  }

  async function makeWay(run: JobRun, signal: AbortSignal): Promise<void> {
    if (!holding.shouldMakeWay(run.job.kind)) return
    paused.add(run.seq)
    seek()
    try {
      await holding.untilClear(run.job.kind, signal)
    } finally {
      paused.delete(run.seq)
    }
  }

  function onEnd(run: JobRun, ended: EndedRun | null): void {
    const mine = held.get(run.seq)
    held.delete(run.seq)
    paused.delete(run.seq)
    mine?.ended()
    if (mine !== undefined) track(ended === null ? announceStored(mine.lease) : write(mine, ended))
    if (held.size === 0) life.end()
    seek()
  }

  function track(work: Promise<void>): void {
    const done = work.catch((error: unknown) => void log.error('team.outcome_not_written', error)).finally(() => writing.delete(done))
    writing.add(done)
  }

  /** Writes what became of a job, again and again while the database is away; not longer than the job is ours. */
  async function write({ lease, data }: Held, { outcome }: Pick<EndedRun, 'outcome'>): Promise<void> {
    const until = clock.monotonic() + HEARTBEAT_SECONDS * 1_000
    for (let isFirst = true; ; isFirst = false) {
      try {
        const { settling } = await (opening ?? pool())
        const settled = await settling.settle(lease, outcome, outputOf(data, outcome, key))
        // A first answer that got lost on its way looks like this, too.
        if (settled === 'refused' && isFirst) {
          counts.refused += 1
          log.warn('job.result_refused', { job: token(data.id) })
        }
        break
      } catch (error) {
        if (!isUnreachable(error) || clock.monotonic() >= until) throw error
        await new Promise((resolve) => setTimeout(resolve, WRITE_AGAIN_MS))
      }
    }
    await announceStored(lease)
    if (lease.isAwaited) seek()
  }

  async function announceStored({ queue, jobId }: Lease): Promise<void> {
    if (listeners.size === 0) return
    const { rows } = await (opening ?? pool())
    const row = await rows.rowIn(queue, jobId)
    const job = row === null ? null : jobOfRow(row, queue, key)
    if (job !== null) announce(job)
  }

  /** Somebody, on any machine, cancelled this job. */
  function stopAsked(jobId: string): void {
    for (const { run, data } of held.values()) if (data.id === jobId) run.stop('cancel')
  }

  async function shutDown(): Promise<void> {
    started = false
    if (pollTimer !== null) clearTimeout(pollTimer)
    holding.dispose()
    await filling
    const open = [...held.values()]
    for (const { run } of open) run.stop('shutdown')
    await waitAtMost(
      open.map(({ run }) => run.returned),
      shutdownMs,
    )
    for (const one of [...held.values()]) {
      held.delete(one.run.seq)
      one.run.abandon()
      track(write(one, { outcome: putBack(clock.now()) }))
    }
    while (writing.size > 0) await Promise.all(writing)
    disposed = true
    life.end()
    if (pollTimer !== null) clearTimeout(pollTimer)
    listeners.clear()
    // Whoever asked for it has heard why it could not be opened.
    const opened = await opening?.catch(() => null)
    await opened?.close()
  }

  return {
    register(kind, handler, kindOptions = {}) {
      if (kindOptions.rate !== undefined) throw notOffered('limits of how many jobs of a kind begin in a time')
      handlers.set(kind, { handler, options: kindOptions })
      holding.declare(kind, kindOptions)
      seek()
    },
    connect: () => withPool(async () => {}),
    async start() {
      await withPool(async () => {})
      started = true
      seek()
    },
    add: (jobs) => withPool((opened) => addJobs({ ...opened, key, now: () => clock.now() }, jobs)),
    wake: () => seek(),
    runOnly: () => Promise.reject(notOffered('running one job here and now')),
    cancel: (jobId) =>
      withPool(async ({ boss, rows, tellStop }) => {
        const found = await rows.find(jobId)
        if (found === null || affectedBy(await boss.cancel(found.queue.name, found.row.id)) === 0) return false
        stopAsked(jobId)
        if (found.row.state === 'active') await tellStop(jobId)
        const job = listeners.size === 0 ? null : await rows.job(jobId)
        if (job !== null) announce(job)
        return true
      }),
    retry: (jobId) =>
      withPool(async ({ rows, settling }) => {
        const found = await rows.find(jobId)
        const data = JobDataSchema.safeParse(found?.row.data).data
        if (found === null || data === undefined) return false
        const retried = await settling.retry(found.queue, jobId, { ...found.row, maxAttempts: data.maxAttempts })
        if (retried) seek()
        return retried
      }),
    redrive: (label, limit) =>
      withPool(async ({ boss, rows, settling }) => {
        let redriven = 0
        for (const letter of await boss.findJobs(deadLettersOf(label), { limit })) {
          // The job itself is tried again, under its own id; its letter goes with that.
          const data = JobDataSchema.safeParse(letter.data).data
          const found = data === undefined ? null : await rows.find(data.id)
          if (data === undefined || found === null) continue
          if (await settling.retry(found.queue, data.id, { ...found.row, maxAttempts: data.maxAttempts })) redriven += 1
        }
        if (redriven > 0) seek()
        return redriven
      }),
    get: (jobId) =>
      withPool(async ({ rows }) => {
        const found = await rows.find(jobId)
        return found === null ? null : jobOfRow(found.row, found.queue, key)
      }),
    moveIn: (job) =>
      withPool(async (opened) => {
        const [added] = await addJobs({ ...opened, key, now: () => clock.now() }, [job])
        const { label } = job
        if (added?.outcome !== 'kept' || label === undefined || !isTeamLabel(label)) return
        await comesBack({ ...opened, key }, queueOf(job.kind, label), job.id, dataOf(job, label, key), job.runAt)
      }),
    setAside: (labels, limit, isWanted = async () => true) => withPool((opened) => setAside({ ...opened, key }, labels, limit, isWanted)),
    left: (jobId) => withPool((opened) => left({ ...opened, key }, jobId)),
    counts: () => ({ ...counts }),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    reprioritize: (jobId, priority) =>
      withPool(async ({ boss, rows }) => {
        const found = await rows.find(jobId)
        return found !== null && (await boss.update(found.queue.name, undefined, { id: found.row.id, priority })).updated > 0
      }),
    // Its order is by priority and time of arrival; there is nothing between two of them.
    place: async () => false,
    kinds: () => [...handlers].map(([kind, { options: how }]) => kindInfo(kind, how)),
    heldBack: () => holding.list(),
    onHeldBack: (listener) => holding.onChange(listener),
    dispose() {
      disposing ??= shutDown()
      return disposing
    },
  }
}
