import { z } from 'zod'
import { type LockMode, LockModeSchema, type ResourceLock } from '#contracts/jobs.ts'
import { findCircle, victimOf } from '../../coordinator/wait-for-graph.ts'
import type { Connection } from '../connection.ts'
import { readRows } from '../row.ts'
import { type JobRow, LINKS, READY } from './job-rows.ts'
import type { LockAnswer, LockChanges } from './types.ts'

const WishSchema = z.object({ name: z.string(), mode: LockModeSchema })
const HolderSchema = z.object({ name: z.string(), job: z.number().int(), mode: LockModeSchema })
const WaiterSchema = HolderSchema.extend({ seq: z.number().int(), fence: z.number().int() })
const ViewSchema = z.object({
  name: z.string(),
  jobId: z.string(),
  mode: LockModeSchema,
  owner: z.string().nullable(),
  since: z.number().int(),
  deadline: z.number().int().nullable(),
})

/** Jobs that are let try again when a lock becomes free: those at the head of the line. */
const TRY_AGAIN = 8

type Waiter = z.infer<typeof WaiterSchema>
type Granted = LockChanges['granted'][number]

/**
 * Locks by name, as rows. A job takes all that it asked for together when it is claimed, or waits without holding any, so that no circle can close there;
 * whoever asks in the middle of a job may close one, and then the youngest waiter in it is given up. Waiters of a name are served
 * first come first; those in the middle of a job go before those that have not begun, which hold nothing.
 */
export interface LockRows {
  /** Takes every lock that a job asked for; false when it waits for one, and is in line for all. */
  takeWishes(row: JobRow, owner: string, now: number): boolean
  acquire(row: JobRow, wish: { name: string; mode: LockMode; now: number; deadline: number }): LockAnswer & LockChanges
  release(row: JobRow, name: string, now: number): readonly Granted[]
  /** The job's lease has ended. */
  releaseAll(job: number, now: number): readonly Granted[]
  list(): readonly ResourceLock[]
}

export function createLockRows(db: Connection): LockRows {
  const wishes = db.prepare('SELECT name, mode FROM job_lock_wishes WHERE job = ? ORDER BY name')
  const holders = db.prepare('SELECT name, job, mode FROM job_locks WHERE name = ?')
  const heldBy = db.prepare('SELECT name, job, mode FROM job_locks WHERE job = ? ORDER BY name')
  const waitersOf = db.prepare('SELECT seq, name, job, mode, fence FROM job_lock_waiters WHERE name = ? ORDER BY seq')
  const inLine = db.prepare('SELECT name FROM job_lock_waiters WHERE job = ?').pluck()
  const midway = db.prepare('SELECT seq, name, job, mode, fence FROM job_lock_waiters WHERE fence > 0 ORDER BY seq')
  const put = db.prepare(
    `INSERT INTO job_locks (name, job, mode, fence, owner, taken_at) VALUES (:name, :job, :mode, :fence, :owner, :now)
     ON CONFLICT (name, job) DO UPDATE SET mode = excluded.mode`,
  )
  const wait = db.prepare(
    `INSERT INTO job_lock_waiters (name, job, mode, fence, since, deadline) VALUES (:name, :job, :mode, :fence, :now, :deadline)
     ON CONFLICT (job, name) DO NOTHING`,
  )
  const drop = db.prepare('DELETE FROM job_locks WHERE name = ? AND job = ?')
  const dropAll = db.prepare('DELETE FROM job_locks WHERE job = ?')
  const leaveLine = db.prepare('DELETE FROM job_lock_waiters WHERE job = ? AND name = ?')
  const leaveLines = db.prepare('DELETE FROM job_lock_waiters WHERE job = ?')
  const tryAgain = db.prepare(`UPDATE jobs SET ready = ${READY.yes} WHERE seq = ? AND ready = ${READY.aside}`)
  const blocked = db.prepare(`UPDATE jobs SET ready = ${READY.aside}, note = :note WHERE seq = :seq`)
  const link = db.prepare(`UPDATE jobs SET links = links | ${LINKS.locks} WHERE seq = ?`)
  const whoIs = db.prepare('SELECT jobs.id, jobs.owner, jobs.fence FROM jobs WHERE seq = ?')
  const view = db.prepare(
    `SELECT l.name, jobs.id AS jobId, l.mode, l.owner, l.taken_at AS since, NULL AS deadline FROM job_locks l JOIN jobs ON jobs.seq = l.job
     UNION ALL
     SELECT w.name, jobs.id, w.mode, NULL, w.since, w.deadline FROM job_lock_waiters w JOIN jobs ON jobs.seq = w.job ORDER BY 1, 5`,
  )

  const holdersOf = (name: string) => readRows(HolderSchema, holders.all(name), 'lock')
  const lineOf = (name: string): Waiter[] => readRows(WaiterSchema, waitersOf.all(name), 'lock waiter')
  const conflict = (a: LockMode, b: LockMode): boolean => a === 'exclusive' || b === 'exclusive'
  const holderInfo = (job: number) =>
    z.object({ id: z.string(), owner: z.string().nullable(), fence: z.number().int() }).parse(whoIs.get(job))

  /** Whom a waiter waits for: who holds the lock in a mode that excludes it, and who stands before it in line. */
  function blockersOf(waiter: Pick<Waiter, 'name' | 'job' | 'mode' | 'seq'>, isMidway: boolean): number[] {
    const held = holdersOf(waiter.name).filter(({ job, mode }) => job !== waiter.job && conflict(mode, waiter.mode))
    const before = lineOf(waiter.name).filter(
      ({ seq, job, mode, fence }) =>
        job !== waiter.job && conflict(mode, waiter.mode) && (isMidway ? fence > 0 && seq < waiter.seq : fence > 0 || seq < waiter.seq),
    )
    return [...held, ...before].map(({ job }) => job)
  }

  /** Names that a job stands in line for. */
  function namesOf(job: number): string[] {
    return inLine.all(job).map(String)
  }

  /** The circle that a wait in the middle of a job has closed. */
  function circleOf(job: number): readonly number[] | null {
    const waits = new Map<number, number[]>()
    for (const waiter of readRows(WaiterSchema, midway.all(), 'lock waiter')) {
      waits.set(waiter.job, [...(waits.get(waiter.job) ?? []), ...blockersOf(waiter, true)])
    }
    return findCircle(waits, job)
  }

  /** Gives the lock to those in line who can have it now, and lets the first that have not begun try again. */
  function serve(name: string, now: number): Granted[] {
    const granted: Granted[] = []
    const line = lineOf(name)
    for (const waiter of line.filter(({ fence }) => fence > 0)) {
      if (blockersOf(waiter, true).length > 0) continue
      const { id, owner, fence } = holderInfo(waiter.job)
      leaveLine.run(waiter.job, name)
      put.run({ name, job: waiter.job, mode: waiter.mode, fence, owner: owner ?? '', now })
      granted.push({ job: id, name })
    }
    for (const { job } of line.filter(({ fence }) => fence === 0).slice(0, TRY_AGAIN)) tryAgain.run(job)
    return granted
  }

  return {
    takeWishes(row, owner, now) {
      const wanted = readRows(WishSchema, wishes.all(row.seq), 'lock wish')
      const place = Math.min(...wanted.map(({ name }) => lineOf(name).find(({ job }) => job === row.seq)?.seq ?? Number.MAX_SAFE_INTEGER))
      const taken = wanted.find(({ name, mode }) => blockersOf({ name, mode, job: row.seq, seq: place }, false).length > 0)
      if (taken !== undefined) {
        for (const { name, mode } of wanted) wait.run({ name, mode, job: row.seq, fence: 0, now, deadline: null })
        blocked.run({ seq: row.seq, note: `Waits for the lock ${taken.name}.` })
        return false
      }
      leaveLines.run(row.seq)
      for (const { name, mode } of wanted) put.run({ name, mode, job: row.seq, fence: row.fence + 1, owner, now })
      return true
    },
    acquire(row, { name, mode, now, deadline }) {
      const none = { granted: [], aborted: [] }
      const own = holdersOf(name).find(({ job }) => job === row.seq)
      if (own !== undefined && (own.mode === 'exclusive' || mode === 'shared')) return { status: 'granted', ...none }
      link.run(row.seq)
      if (blockersOf({ name, mode, job: row.seq, seq: Number.MAX_SAFE_INTEGER }, true).length === 0) {
        put.run({ name, mode, job: row.seq, fence: row.fence, owner: row.owner ?? '', now })
        return { status: 'granted', ...none }
      }
      wait.run({ name, mode, job: row.seq, fence: row.fence, now, deadline })
      const granted: Granted[] = []
      const aborted: LockChanges['aborted'][number][] = []
      for (let circle = circleOf(row.seq); circle !== null; circle = circleOf(row.seq)) {
        const victim = victimOf(circle)
        const ids = circle.map((job) => holderInfo(job).id)
        const names = namesOf(victim)
        leaveLines.run(victim)
        // Who stood behind the one that is given up may have waited for its place alone.
        granted.push(...names.flatMap((waited) => serve(waited, now)))
        if (victim === row.seq) return { status: 'deadlock', circle: ids, granted, aborted }
        aborted.push(...names.map((waited) => ({ job: holderInfo(victim).id, name: waited })))
      }
      const isGranted = granted.some((grant) => grant.job === row.id && grant.name === name)
      return { status: isGranted ? 'granted' : 'waiting', granted: granted.filter((grant) => grant.job !== row.id), aborted }
    },
    release(row, name, now) {
      // Who waits for more of a lock than it has, and gives that up, keeps what it has.
      if (leaveLine.run(row.seq, name).changes === 0) drop.run(name, row.seq)
      return serve(name, now)
    },
    releaseAll(job, now) {
      const names = new Set([...readRows(HolderSchema, heldBy.all(job), 'lock').map(({ name }) => name), ...namesOf(job)])
      dropAll.run(job)
      leaveLines.run(job)
      return [...names].sort().flatMap((name) => serve(name, now))
    },
    list() {
      const locks = new Map<string, ResourceLock>()
      for (const { name, jobId, mode, owner, since, deadline } of readRows(ViewSchema, view.all(), 'lock')) {
        const lock = locks.get(name) ?? { name, holders: [], waiters: [] }
        locks.set(name, lock)
        if (owner !== null) lock.holders.push({ jobId, mode, owner, since })
        else lock.waiters.push({ jobId, mode, since, deadline })
      }
      return [...locks.values()]
    },
  }
}
