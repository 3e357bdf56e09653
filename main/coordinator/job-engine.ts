import type { JobKind } from '#contracts/jobs.ts'
import { token } from '../platform.ts'
import { readClaims } from '../storage/index.ts'
import type { ClaimedJob, ClaimManyRequest, EndedRun, ExchangeResult, StepEffects } from '../storage/types.ts'
import type { JobEngineOptions } from './engine-options.ts'
import { createHeartbeat } from './heartbeat.ts'
import { createHoldingBack } from './holding-back.ts'
import { createJobListeners } from './job-listeners.ts'
import { putBack } from './job-outcome.ts'
import { type JobRun, jobOf, startRun, succeededJob } from './job-run.ts'
import { kindInfo } from './kind-info.ts'
import { createRecovery } from './lease-recovery.ts'
import { createLockDesk } from './lock-desk.ts'
import { isOwnerAlive as defaultLiveness, stopOwner as defaultStop, newOwner } from './owner-liveness.ts'
import { createPace } from './pace.ts'
import { createRunOne } from './run-one.ts'
import { createUsageMeter } from './run-usage.ts'
import { createSleeper } from './sleeper.ts'
import { createTurns } from './turns.ts'
import type { JobEngine, JobHandler, KindOptions } from './types.ts'
import { createUntoldStarts } from './untold-starts.ts'
import { waitAtMost } from './wait-at-most.ts'

/**
 * The longest the engine goes without looking (ms). Work of this process is announced, so this only matters for what another process
 * enqueued or left behind, and after a sleep, in which timers stand still.
 */
const LOOK_MS = 60_000
const DEFERRED_LIMIT = 10_000

/** Runs durable jobs from a {@link JobStore}; see {@link JobEngine}. Nothing runs before `start` or `runOnly`. */
export function createJobEngine(options: JobEngineOptions): JobEngine {
  const { storage, clock, log, concurrency, random } = options
  const { leaseMs = 15_000, heartbeatMs = 5_000, shutdownMs = 5_000, perWorkspace = null } = options
  const { owner = newOwner(), isOwnerAlive = defaultLiveness, stopOwner = defaultStop } = options
  const handlers = new Map<JobKind, { readonly handler: JobHandler; readonly options: KindOptions }>()
  const runs = new Map<number, JobRun>()
  /** Ended, and not yet written. */
  const ending = new Map<number, JobRun>()
  const listeners = createJobListeners(storage, log)
  const announce = listeners.tell
  const announceStored = listeners.tellStored
  const sleeper = createSleeper()
  const pace = createPace()
  const usage = { meter: createUsageMeter(), others: () => Math.max(0, atWork() - 1) }
  const locks = createLockDesk({ storage, clock, log, onFree: seek })
  const heartbeat = createHeartbeat({
    ...{ storage, clock, log, owner, leaseMs, everyMs: heartbeatMs },
    runs: () => runs.values(),
    isKnown: (id) => [...runs.values(), ...ending.values()].some(({ job }) => job.id === id) || ahead.some((job) => job.id === id),
    isClaiming: () => turns.asked > 0,
    onEffects: spread,
  })
  const recovery = createRecovery({ storage, clock, log, owner, leaseMs, everyMs: heartbeatMs, isOwnerAlive, stopOwner })
  const waiters = new Map<JobRun, () => void>()
  /** Claimed ahead, so that a worker whose job took a moment need not wait for the next. */
  let ahead: ClaimedJob[] = []
  /** At work, but making way: they take no place. */
  const paused = new Set<JobRun>()
  const begun = new Map<JobRun, () => void>()
  /** Counts what may have made work: a claim that was sent before the last of it says nothing about it. */
  let calls = 1
  let answered = 0
  let looked = 0
  let started = false
  let disposed = false
  let lookTimer: NodeJS.Timeout | null = null
  let watchTimer: NodeJS.Timeout | null = null
  let disposing: Promise<void> | null = null

  const turns = createTurns({
    storage,
    clock,
    log,
    owner,
    wants,
    isSynced: (what) => durabilityOf(what.kind) === 'synced',
    started: () => untold.take(),
    onWritten,
    calls: () => calls,
    onResult,
  })
  const untold = createUntoldStarts(() => turns.soon())
  const holding = createHoldingBack({ admission: options.admission ?? null, clock, log, onCleared: seek })

  /** One that has begun meanwhile has been told of. It is read after the claim, which should not wait for that. */
  async function announceAdded(id: string): Promise<void> {
    await Promise.resolve()
    const job = listeners.isEmpty ? null : await storage.get(id)
    const hasBegun = [...runs.values(), ...ending.values()].some((run) => run.job.id === id)
    if (job !== null && !hasBegun) announce(job)
  }

  function wants(): ClaimManyRequest | null {
    if (!started || disposed || answered === calls) return null
    const room = concurrency + pace.ahead(concurrency)
    const free = room - atWork() - ahead.length - turns.asked
    if (free <= 0) return lookForUrgent()
    // No more than half at once: the other half is asked for while storage works on this one, so that neither waits for the other.
    const places = Math.min(free, Math.max(concurrency, Math.ceil(room / 2)))
    const all = [...handlers].map(([kind, { options: limits }]) => ({ kind, atOnce: limits.atOnce ?? null, rate: limits.rate ?? null }))
    const kinds = all.filter(({ kind }) => holding.mayBegin(kind))
    const aside = all.flatMap(({ kind }) => (kinds.some((one) => one.kind === kind) ? [] : [kind]))
    return all.length === 0 ? null : { places, kinds, aside, perWorkspace, leaseMs }
  }

  /** There is no place. Whether somebody waits for an interactive job is asked all the same, once for each call: background work makes one for it. */
  function lookForUrgent(): ClaimManyRequest | null {
    const aside = holding.urgentKinds()
    if (aside.length === 0 || looked === calls || turns.asked > 0) return null
    looked = calls
    return { places: 0, kinds: [], aside: [...aside, ...holding.waitingKinds()], perWorkspace, leaseMs }
  }

  /** Jobs that take a place. */
  function atWork(): number {
    return runs.size - paused.size
  }

  function onResult(result: ExchangeResult, asked: number | null, askedAt: number): void {
    for (const seq of result.refused) {
      runs.get(seq)?.stop('lost')
      log.warn('job.result_refused', { seq })
    }
    if (asked !== null) holding.waiting(result.waiting)
    spread(result)
    const claimed = readClaims(result.claims)
    ahead.push(...claimed)
    if (asked !== null && asked > 0) {
      const isAll = !result.more && claimed.length < asked && result.changed.length === 0
      if (isAll) {
        answered = Math.max(answered, askedAt)
        lookAt(result.nextDue, result.nextPlaceAt)
      }
    }
    launchAhead()
  }

  /** What a step had for consequence beside its own job: whoever waited for a lock has it, and listeners hear of every other job. */
  function spread(effects: StepEffects): void {
    locks.hear(effects)
    for (const job of effects.changed) announce(job)
  }

  function lookAt(...times: readonly (number | null)[]): void {
    const now = clock.now()
    const next = Math.min(...times.map((at) => at ?? Number.POSITIVE_INFINITY))
    lookIn(Number.isFinite(next) ? Math.max(next - now, 1) : LOOK_MS)
  }

  function launchAhead(): void {
    while (atWork() < concurrency && ahead.length > 0 && !disposed) {
      const job = ahead.shift()
      if (job !== undefined) launch(job)
    }
  }

  function launch(claimed: ClaimedJob): void {
    const registered = handlers.get(claimed.kind)
    if (registered === undefined) return
    const { handler, options: kind } = registered
    if (!listeners.isEmpty) announce(jobOf(claimed, owner, clock.now() + leaseMs, null))
    const deps = { storage, clock, log, random, locks, owner, leaseMs, usage, onChange: announce, makeWay, onEnd }
    const given = options.backoff === undefined || kind.backoff !== undefined ? kind : { ...kind, backoff: options.backoff }
    const run = startRun(claimed, handler, given, deps)
    runs.set(claimed.seq, run)
    if (kind.needs !== undefined) begun.set(run, holding.began(claimed.kind))
    heartbeat.keep()
    if (!listeners.isEmpty) announce(run.job)
    if (!run.isStartTold) untold.add(run)
  }

  async function makeWay(run: JobRun, signal: AbortSignal): Promise<void> {
    if (!holding.shouldMakeWay(run.job.kind)) return
    paused.add(run)
    seek()
    try {
      await holding.untilClear(run.job.kind, signal)
    } finally {
      paused.delete(run)
    }
  }

  function onEnd(run: JobRun, outcome: EndedRun | null): void {
    runs.delete(run.seq)
    untold.delete(run)
    if (paused.size > 0) paused.delete(run)
    if (begun.size > 0) {
      begun.get(run)?.()
      begun.delete(run)
    }
    pace.took(clock.now() - (run.job.startedAt ?? clock.now()))
    // A limit or a lock may have kept others from beginning.
    calls += 1
    if (outcome === null) void gone(run)
    else {
      ending.set(run.seq, run)
      turns.ended(outcome)
    }
    launchAhead()
    turns.soon()
  }

  function onWritten({ seq, outcome, endedAt }: EndedRun): void {
    const run = ending.get(seq)
    if (run === undefined) return
    ending.delete(seq)
    // What simply succeeded is known as it stands; the rest is read again.
    if (!listeners.isEmpty && outcome.state === 'succeeded') announce(succeededJob(run.job, outcome.note, endedAt))
    else if (outcome.state !== 'succeeded') void gone(run)
    over(run)
  }

  /** It ended in a way that storage knows best. */
  async function gone(run: JobRun): Promise<void> {
    await announceStored(run.job.id).catch((error: unknown) => log.error('job.not_read', error, { job: token(run.job.id) }))
    over(run)
  }

  function over(run: JobRun): void {
    // What has ended and is not written yet (a full disk) is still ours.
    if (runs.size === 0 && ending.size === 0) heartbeat.stop()
    if (waiters.size > 0) {
      waiters.get(run)?.()
      waiters.delete(run)
    }
    sleeper.wakeAll()
  }

  function lookIn(ms: number): void {
    if (lookTimer !== null) clearTimeout(lookTimer)
    lookTimer = disposed ? null : setTimeout(look, Math.min(ms, LOOK_MS))
  }

  function look(): void {
    recover()
      .catch((error: unknown) => log.error('job.recovery_failed', error))
      .finally(seek)
  }

  function seek(): void {
    calls += 1
    turns.soon()
  }

  async function recover(): Promise<void> {
    try {
      spread(await recovery.recover())
    } finally {
      watch()
    }
  }

  /** While another process holds something, it is looked after; alone there is nothing to look at. */
  function watch(): void {
    if (watchTimer !== null) clearTimeout(watchTimer)
    watchTimer = disposed || !started || recovery.nextMs === null ? null : setTimeout(look, recovery.nextMs)
  }

  async function reconsiderDeferred(): Promise<void> {
    for (const job of await storage.list({ state: 'deferred', limit: DEFERRED_LIMIT })) {
      // What a service asked to wait for is waited for.
      if (job.error !== null) continue
      await putInQueue(job.id)
    }
    seek()
  }

  /** Back in the queue, and listeners know; false where the rules forbid it. */
  async function putInQueue(id: string): Promise<boolean> {
    const effects = await storage.retry(id, clock.now())
    if (effects === null) return false
    await announceStored(id)
    spread(effects)
    return true
  }

  function durabilityOf(kind: JobKind): 'synced' | 'fast' {
    return handlers.get(kind)?.options.durability ?? 'synced'
  }

  function underWay(id: string): Promise<void> | null {
    const run = [...runs.values(), ...ending.values()].find(({ job }) => job.id === id)
    return run === undefined ? null : new Promise((resolve) => waiters.set(run, resolve))
  }

  /** Gives back what was claimed and has not begun. */
  function putAheadBack(): void {
    for (const job of ahead.splice(0)) giveBack(job)
  }

  function giveBack({ seq, fence, kind, runAt }: ClaimedJob): void {
    const now = clock.now()
    turns.ended({ seq, fence, startedAt: now, endedAt: now, wasStarted: true, kind, runAt, outcome: putBack(now) })
  }

  async function shutDown(): Promise<void> {
    disposed = true
    if (lookTimer !== null) clearTimeout(lookTimer)
    if (watchTimer !== null) clearTimeout(watchTimer)
    holding.dispose()
    sleeper.wakeAll()
    const open = [...runs.values()]
    for (const run of open) run.stop('shutdown')
    await waitAtMost(
      open.map(({ returned }) => returned),
      shutdownMs,
    )
    for (const run of [...runs.values()]) {
      const outcome = run.abandon()
      if (outcome !== null) turns.ended(outcome)
    }
    runs.clear()
    putAheadBack()
    await turns.close()
    putAheadBack()
    await turns.close()
    heartbeat.stop()
    for (const resolve of waiters.values()) resolve()
    listeners.clear()
  }

  return {
    register(kind, handler, kindOptions = {}) {
      handlers.set(kind, { handler, options: kindOptions })
      holding.declare(kind, kindOptions)
      seek()
    },
    async start() {
      await recover()
      started = true
      watch()
      seek()
    },
    add(jobs) {
      calls += 1
      return turns.add(jobs)
    },
    wake(reason, added = []) {
      if (!started || disposed) return
      if (reason === 'enqueued') {
        calls += 1
        turns.soon('at once')
        for (const id of added) announceAdded(id).catch((error: unknown) => log.error('job.not_read', error, { job: token(id) }))
      } else reconsiderDeferred().catch((error: unknown) => log.error('job.reconsider_failed', error))
    },
    runOnly: createRunOne({
      ...{ storage, clock, sleeper, owner, leaseMs, underWay, launch, recover, onEffects: spread },
      isDisposed: () => disposed,
      hasHandler: (kind) => handlers.has(kind),
    }),
    async cancel(jobId) {
      const waiting = ahead.find(({ id }) => id === jobId)
      const effects = await storage.requestCancel(jobId, clock.now())
      if (effects === null) return false
      for (const run of runs.values()) if (run.job.id === jobId) run.stop('cancel')
      if (waiting !== undefined && ahead.includes(waiting)) {
        ahead = ahead.filter((job) => job !== waiting)
        // Putting it back ends it: a wish to cancel is on record.
        giveBack(waiting)
      }
      sleeper.wakeAll()
      await announceStored(jobId)
      spread(effects)
      seek()
      return true
    },
    async retry(jobId) {
      if (!(await putInQueue(jobId))) return false
      sleeper.wakeAll()
      seek()
      return true
    },
    async reprioritize(jobId, priority) {
      if (!(await storage.reprioritize(jobId, priority))) return false
      await announceStored(jobId)
      seek()
      return true
    },
    async place(jobId, place) {
      if (!(await storage.place(jobId, place))) return false
      await announceStored(jobId)
      seek()
      return true
    },
    kinds: () => [...handlers].map(([kind, { options: how }]) => kindInfo(kind, how)),
    onChange: listeners.add,
    heldBack: () => holding.list(),
    onHeldBack: (listener) => holding.onChange(listener),
    dispose() {
      disposing ??= shutDown()
      return disposing
    },
  }
}
