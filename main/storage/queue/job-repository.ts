import { z } from 'zod'
import { type Job, JobStateSchema } from '#contracts/jobs.ts'
import type { Connection } from '../connection.ts'
import type { Synchronous } from '../operations.ts'
import { booleanColumn, readRows } from '../row.ts'
import { createAdding } from './add.ts'
import { createAudit } from './audit.ts'
import { createClaiming } from './claim.ts'
import { createDependencies } from './dependencies.ts'
import { createExchange } from './exchange.ts'
import { createJobList } from './job-list.ts'
import { createJobLog } from './job-log.ts'
import { createJobPages } from './job-pages.ts'
import { COLUMNS, createJobRows, type JobRow, LINKS, READY, toJob, toJobRows } from './job-rows.ts'
import { createLockRows } from './lock-rows.ts'
import { type Consequences, createMoves } from './moves.ts'
import { createMoving } from './moving.ts'
import { createPlacing } from './placing.ts'
import { createPruning } from './retention.ts'
import { createRollups } from './rollups.ts'
import { createSchedules } from './schedules.ts'
import type { ClaimedJob, JobStore, NewJob, StepEffects } from './types.ts'

const HeldSchema = z.object({ id: z.string(), fence: z.number().int(), cancelRequested: booleanColumn })
const CountSchema = z.object({ state: JobStateSchema, count: z.number().int() })

/** The parts that jobs are made of, over one connection. */
function createParts(db: Connection) {
  const rows = createJobRows(db)
  const audit = createAudit(db)
  const dependencies = createDependencies(db)
  const locks = createLockRows(db)
  const rollups = createRollups(db)
  const moves = createMoves(db, { rows, audit, dependencies, locks, rollups })
  return { rows, audit, dependencies, locks, rollups, moves, adding: createAdding(db, rows, audit, moves) }
}

const nothing = (): Consequences => ({ jobs: [], granted: [] })

/** What hung on a step, or null where the rules forbade it. */
function effectsOf(step: (then: Consequences) => JobRow | null): StepEffects | null {
  const then = nothing()
  return step(then) === null ? null : { changed: then.jobs, granted: then.granted }
}

/** Makes the function that inserts a job with what hangs on it; for use inside a transaction. */
export function createJobInserter(db: Connection): (job: NewJob) => void {
  const { adding } = createParts(db)
  return (job) => {
    adding.add(job, nothing())
  }
}

/**
 * The queue's rows. `attempt` counts the leases that count against `maxAttempts`: one that ended by waiting (`deferred`), by a
 * shutdown (`queued` without an error) or with its process before its work had begun is given back, and a person's retry starts from zero. `fence` grows with every lease, and with
 * every step outside of one.
 */
export function createJobRepository(db: Connection): Synchronous<JobStore> {
  const parts = createParts(db)
  const { rows, audit, dependencies, locks, rollups, moves, adding } = parts
  const claiming = createClaiming(db, rows, locks, audit)
  const exchange = createExchange(db, { rows, audit, moves, adding, claiming, rollups })
  const schedules = createSchedules(db)
  const log = createJobLog(db)
  const prune = createPruning(db, audit)
  const moving = createMoving(db, rows, moves)
  const held = "state IN ('leased', 'running')"
  const beat = db.prepare(
    `UPDATE jobs SET lease_until = :leaseUntil WHERE ${held} AND owner = :owner RETURNING id, fence, cancel_requested AS cancelRequested`,
  )
  const progressed = db.prepare(`UPDATE jobs SET progress = :progress, note = :note WHERE id = :id AND ${held} AND fence = :fence`)
  const owners = db.prepare(`SELECT DISTINCT owner FROM jobs WHERE ${held} AND owner IS NOT NULL`).pluck()
  const lost = db.prepare(
    `SELECT ${COLUMNS} FROM jobs WHERE ${held} AND (owner IN (SELECT value FROM json_each(:owners)) OR lease_until < :expiredBefore) ORDER BY seq`,
  )
  const isReady = db.prepare('SELECT 1 FROM jobs WHERE ready = 1 LIMIT 1').pluck()
  const firstReady = db.prepare('SELECT min(run_at) FROM (SELECT run_at FROM jobs WHERE ready = 1 LIMIT 1)').pluck()
  const due = db.prepare("SELECT min(run_at) FROM jobs WHERE ready = 0 AND state IN ('queued', 'deferred')").pluck()
  const counts = db.prepare('SELECT state, count(*) AS count FROM jobs GROUP BY state')
  const immediate = <A extends unknown[], R>(work: (...args: A) => R): ((...args: A) => R) => db.transaction(work).immediate

  /** The job, if this fence still holds its lease; a stale one is counted. */
  function heldBy(id: string, fence: number, now: number): JobRow | null {
    const row = rows.find(id)
    if (row !== null && row.fence === fence && (row.state === 'leased' || row.state === 'running')) return row
    if (row !== null) rollups.countStale(now)
    return null
  }

  return {
    enqueue: immediate((job) => adding.add(job, nothing())),
    claim: immediate(({ owner, now, leaseMs, kinds, jobId }) => {
      claiming.promote(now)
      if (jobId === undefined) {
        const places = kinds.map((kind) => ({ kind, atOnce: null, rate: null }))
        const [taken] = claiming.take({ places: 1, kinds: places, aside: [], perWorkspace: null, leaseMs }, owner, now).taken
        const row = taken === undefined ? null : rows.at(taken.seq)
        return row === null ? null : claimedJob(row)
      }
      const row = rows.find(jobId)
      if (row === null || row.runAt > now || !kinds.includes(row.kind) || row.ready === READY.aside) return null
      if ((row.links & LINKS.locks) !== 0 && (row.state === 'queued' || row.state === 'deferred') && !locks.takeWishes(row, owner, now))
        return null
      const claimed = moves.claim(row, owner, now + leaseMs, now)
      return claimed === null ? null : claimedJob(claimed)
    }),
    exchange: immediate(exchange),
    exchangeSynced: immediate(exchange),
    start: immediate((id, fence, now) => {
      const row = heldBy(id, fence, now)
      return row !== null && moves.start(row, now) !== null
    }),
    beat: (owner, leaseUntil) => readRows(HeldSchema, beat.all({ owner, leaseUntil }), 'job'),
    progress: (id, fence, progress, note) => progressed.run({ id, fence, note, progress: clamp(progress) }).changes === 1,
    writeLog: immediate((id, lines) => {
      const row = rows.find(id)
      if (row !== null) log.write(row.seq, lines)
    }),
    log: (id) => ofJob(id, log.of),
    finish: immediate((id, fence, outcome, now) => {
      const row = heldBy(id, fence, now)
      return row === null ? null : effectsOf((then) => moves.finish(row, outcome, now, then))
    }),
    requestCancel: immediate((id, now) => {
      const row = rows.find(id)
      return row === null ? null : effectsOf((then) => moves.cancel(row, now, then))
    }),
    retry: immediate((id, now) => {
      const row = rows.find(id)
      return row === null ? null : effectsOf((then) => moves.retry(row, now, then))
    }),
    reprioritize: immediate((id, priority) => {
      const row = rows.find(id)
      if (row === null || (row.state !== 'queued' && row.state !== 'deferred' && row.state !== 'waiting')) return false
      rows.save({ ...row, priority })
      return true
    }),
    place: immediate(createPlacing(db, rows)),
    ...createJobList(db),
    owners: () => owners.all().map(String),
    reclaim: immediate((dead, expiredBefore, now) => {
      const then = nothing()
      const back = toJobRows(lost.all({ owners: JSON.stringify(dead), expiredBefore })).flatMap(
        (row) => moves.takeBack(row, now, then) ?? [],
      )
      return { changed: [...back.map(toJob), ...then.jobs], granted: then.granted }
    }),
    nextDue() {
      const times = [isReady.get() === undefined ? null : firstReady.get(), due.get()].filter((at) => typeof at === 'number')
      return times.length === 0 ? null : Math.min(...times)
    },
    get(id) {
      const row = rows.find(id)
      return row === null ? null : toJob(row)
    },
    results(id) {
      const row = rows.find(id)
      return row === null ? {} : dependencies.results(row.seq)
    },
    links(id) {
      const row = rows.find(id)
      return row === null ? { dependencies: [], dependants: [] } : dependencies.links(row.seq)
    },
    list: createJobPages(db),
    counts: () => Object.fromEntries(readRows(CountSchema, counts.all(), 'job count').map(({ state, count }) => [state, count])),
    transitions: (id) => ofJob(id, audit.of),
    rollups: (since) => rollups.since(since),
    acquireLock: immediate(({ id, fence, ...wish }) => {
      const row = heldBy(id, fence, wish.now)
      return row === null ? { status: 'lost' as const, granted: [], aborted: [] } : locks.acquire(row, wish)
    }),
    releaseLock: immediate((id, fence, name, now) => {
      const row = heldBy(id, fence, now)
      return { granted: row === null ? [] : locks.release(row, name, now), aborted: [] }
    }),
    locks: () => locks.list(),
    schedules: () => schedules.list(),
    putSchedule: (schedule) => schedules.put(schedule),
    removeSchedule: (id) => schedules.remove(id),
    fireSchedule: immediate((id, dueAt, nextAt, jobs) => {
      if (!schedules.advance(id, dueAt, nextAt)) return false
      for (const job of jobs) adding.add(job, nothing())
      return true
    }),
    prune: immediate(prune),
    movable: moving.movable,
    setAside: immediate(moving.setAside),
    moving: moving.moving,
    moved: immediate(moving.moved),
    stays: immediate(moving.stays),
  }

  function ofJob<T>(id: string, read: (seq: number) => readonly T[]): readonly T[] {
    const row = rows.find(id)
    return row === null ? [] : read(row.seq)
  }
}

function claimedJob(row: JobRow): Job & ClaimedJob {
  return { ...toJob(row), seq: row.seq, startFirst: (row.links & LINKS.startFirst) !== 0 }
}

function clamp(progress: number): number {
  return Number.isFinite(progress) ? Math.min(1, Math.max(0, progress)) : 0
}
