import { z } from 'zod'
import type { Model, ModelJob } from './model.ts'
import type { World } from './world.ts'

/** Steps that the description of the queue allows, as `from>to`; `-` before there was a job. */
const STEPS = new Set(
  [
    ['-', 'queued waiting'],
    ['queued', 'leased cancelled'],
    ['waiting', 'queued cancelled'],
    ['deferred', 'leased cancelled queued'],
    ['leased', 'running succeeded failed dead cancelled queued deferred'],
    ['running', 'succeeded failed dead cancelled queued deferred'],
    ['failed', 'queued waiting'],
    ['cancelled', 'queued waiting'],
    ['dead', 'queued waiting'],
  ].flatMap(([from = '', to = '']) => to.split(' ').map((state) => `${from}>${state}`)),
)
const AGEING_MS = 60_000

/** Twenty thousand histories read a great many rows: a schema for each would be half of the work. */
const cellsOf = (row: unknown): readonly unknown[] => (Array.isArray(row) ? row : [])

type Mode = 'shared' | 'exclusive'
const LockRow = z.tuple([z.string(), z.string(), z.enum(['shared', 'exclusive']), z.number(), z.number(), z.union([z.string(), z.null()])])
interface LockEntry {
  readonly name: string
  readonly job: string
  readonly mode: Mode
  readonly fence: number
  readonly place: number
}

export class Broken extends Error {}

export function demand(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Broken(what)
}

export interface Check {
  /** A new history. */
  begin(): void
  /**
   * After every command. `told`: whose change the caller was told of, by the answer or because it named the job; no other may have changed. Null
   * where the call tells nothing. Returns the jobs that stand back for a lock.
   */
  now(model: Model, told: ReadonlySet<string> | null): ReadonlySet<string>
  /** Once more at the end, over all records. */
  atEnd(model: Model): void
}

export function createCheck({ db }: World): Check {
  const jobs = db
    .prepare(
      `SELECT id, state, priority, run_at, rank, ready, attempt, fence, owner, cancel_requested, waits_for, crashes, ended_at IS NOT NULL,
       error_json ->> '$.code', lease_until IS NOT NULL, seq FROM jobs ORDER BY seq`,
    )
    .raw()
  const steps = "n, coalesce(from_state, '-'), to_state, fence"
  const alone = db.prepare(`SELECT ${steps} FROM job_audit WHERE job = ?`).raw()
  const together = db.prepare(`SELECT ${steps}, jobs FROM job_audit_together WHERE first <= ?`).raw()
  const held = db.prepare('SELECT l.name, j.id, l.mode, l.fence, 0, l.owner FROM job_locks l JOIN jobs j ON j.seq = l.job').raw()
  const line = db
    .prepare('SELECT w.name, j.id, w.mode, w.fence, w.seq, NULL FROM job_lock_waiters w JOIN jobs j ON j.seq = w.job ORDER BY w.seq')
    .raw()
  const ends = db.prepare('SELECT coalesce(sum(jobs), 0) FROM job_rollups').pluck()
  const stale = db.prepare('SELECT coalesce(sum(stale), 0) FROM job_refusals').pluck()
  const locks = (rows: unknown[]): LockEntry[] =>
    rows.map((row) => {
      const [name, job, mode, fence, place] = LockRow.parse(row)
      return { name, job, mode, fence, place }
    })

  function checkAudit(job: ModelJob, seq: unknown): void {
    let last = '-'
    let lastFence = 0
    const shared = together.all(seq).filter((row) => named(String(cellsOf(row)[4])).has(Number(seq)))
    const record = [...alone.all(seq), ...shared].map(cellsOf)
    for (const row of record.toSorted((a, b) => Number(a[0]) - Number(b[0]))) {
      const [, from = '', to = '', fence = 0] = row
      demand(from === last, `the record of ${job.id} has a gap: ${last}, then from ${from}`)
      demand(STEPS.has(`${from}>${to}`), `${job.id} went from ${from} to ${to}`)
      demand(Number(fence) >= lastFence, `the fence of ${job.id} went back`)
      last = String(to)
      lastFence = Number(fence)
    }
    demand(last === job.state, `the record of ${job.id} ends in ${last}, the job is ${job.state}`)
    demand(lastFence === job.fence || job.state === last, `the record of ${job.id} ends under another fence`)
  }

  const known = new Map<string, string>()

  return {
    begin: () => known.clear(),
    now(model, told) {
      const rows = jobs.all().map(cellsOf)
      demand(rows.length === model.jobs.length, `${model.jobs.length} jobs were added, ${rows.length} are there`)
      const blocked = new Set<string>()
      const keys = new Set<string>()
      for (const [at, row] of rows.entries()) {
        const job = model.jobs[at]
        demand(job !== undefined && job.id === row[0], 'jobs changed their order')
        const open = job.parents.filter(({ met }) => !met).length
        const ended = ['succeeded', 'failed', 'cancelled', 'dead'].includes(job.state)
        const isHeld = job.state === 'leased' || job.state === 'running'
        const is = [row[1], row[2], row[3], row[6], row[7], row[8], row[9], row[11], row[12], row[13], row[14]].join(' ')
        const should = [
          ...[job.state, job.priority, job.runAt, job.attempt, job.fence, job.owner, job.cancelAsked ? 1 : 0, job.crashes],
          ...[ended ? 1 : 0, job.error, isHeld ? 1 : 0],
        ].join(' ')
        demand(is === should, `${job.id} is "${is}", should be "${should}"`)
        demand(row[5] === (job.ready ? (row[5] === 2 ? 2 : 1) : 0), `${job.id}: ready ${row[5]}, should be ${job.ready}`)
        demand(row[5] !== 2 || job.wishes.size > 0, `${job.id} waits for a lock that it never asked for`)
        demand(row[4] === job.runAt - job.priority * AGEING_MS || row[5] === 0, `${job.id} has the rank ${row[4]}`)
        if (job.state === 'waiting') {
          demand(open > 0 && row[10] === open, `${job.id} waits for ${row[10]} jobs, open are ${open}`)
          demand(
            job.parents.some(({ job: parent, met }) => !met && !['succeeded', 'failed', 'cancelled', 'dead'].includes(parent.state)),
            `${job.id} waits for nobody`,
          )
        }
        if (isHeld) demand(open === 0, `${job.id} began before its parents had ended`)
        if (row[5] === 2) blocked.add(job.id)
        if (job.key !== null && !ended) {
          demand(!keys.has(job.key), `two open jobs have the key ${job.key}`)
          keys.add(job.key)
        }
        const mark = `${job.state} ${job.fence} ${String(row[10])}`
        demand(told === null || known.get(job.id) === mark || told.has(job.id), `${job.id} is ${job.state} now, and nobody was told`)
        if (known.get(job.id) !== mark) checkAudit(job, row[15])
        known.set(job.id, mark)
      }
      checkLocks(model, locks(held.all()), locks(line.all()), blocked)
      return blocked
    },
    atEnd(model) {
      for (const [at, row] of jobs.all().map(cellsOf).entries()) {
        const job = model.jobs[at]
        if (job !== undefined) checkAudit(job, row[15])
      }
      demand(ends.get() === model.ends, `${model.ends} jobs ended, ${String(ends.get())} were counted`)
      demand(stale.get() === model.stale, `${model.stale} stale writes, ${String(stale.get())} were counted`)
    },
  }
}

/** What a list of ranges like `3-5,7` names. */
function named(ranges: string): Set<number> {
  const numbers = new Set<number>()
  for (const [, from, to] of ranges.matchAll(/(\d+)(?:-(\d+))?/g)) {
    for (let number = Number(from); number <= Number(to ?? from); number += 1) numbers.add(number)
  }
  return numbers
}

function checkLocks(model: Model, held: readonly LockEntry[], line: readonly LockEntry[], blocked: ReadonlySet<string>): void {
  if (held.length === 0 && line.length === 0 && blocked.size === 0) return
  const jobs = new Map(model.jobs.map((job) => [job.id, job]))
  const clash = (a: LockEntry, b: LockEntry): boolean =>
    a.name === b.name && a.job !== b.job && (a.mode === 'exclusive' || b.mode === 'exclusive')
  for (const lock of held) {
    const job = jobs.get(lock.job)
    demand(job?.state === 'leased' || job?.state === 'running', `${lock.name} is held by ${lock.job}, which is ${job?.state}`)
    demand(job.fence === lock.fence, `${lock.name} is held under an old fence of ${lock.job}`)
    demand(!held.some((other) => clash(lock, other)), `${lock.name} is held twice`)
  }
  for (const waiter of line) {
    const job = jobs.get(waiter.job)
    demand(job !== undefined, 'an unknown job waits for a lock')
    if (waiter.fence === 0) {
      demand(job.state === 'queued' || job.state === 'deferred', `${waiter.job} is ${job.state} and still in line for ${waiter.name}`)
      continue
    }
    demand(job.owner !== null && job.fence === waiter.fence, `${waiter.job} is in line for ${waiter.name} under an old fence`)
    const before = line.filter((other) => other.fence > 0 && other.place < waiter.place)
    demand(
      [...held, ...before].some((other) => clash(other, waiter)),
      `${waiter.job} waits for ${waiter.name}, which nobody has`,
    )
  }
  for (const id of blocked) {
    const own = line.filter((waiter) => waiter.job === id)
    const place = Math.min(...own.map((waiter) => waiter.place))
    const before = line.filter((other) => other.fence > 0 || other.place < place)
    demand(
      own.some((waiter) => [...held, ...before].some((other) => clash(other, waiter))),
      `${id} stands back for locks that are free`,
    )
  }
  demandNoCircle(
    held,
    line.filter(({ fence }) => fence > 0),
    clash,
  )
}

/** Whoever waits for nobody that waits is taken away; what stays is a circle. */
function demandNoCircle(held: readonly LockEntry[], line: readonly LockEntry[], clash: (a: LockEntry, b: LockEntry) => boolean): void {
  let left = new Set(line.map(({ job }) => job))
  for (let size = -1; size !== left.size; ) {
    size = left.size
    const waits = (job: string): boolean =>
      line.some(
        (waiter) =>
          waiter.job === job &&
          [...held, ...line.filter(({ place }) => place < waiter.place)].some((other) => clash(other, waiter) && left.has(other.job)),
      )
    left = new Set([...left].filter(waits))
  }
  demand(left.size === 0, `${[...left].join(', ')} wait for each other`)
}
