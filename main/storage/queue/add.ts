import { TidegateError } from '#contracts/errors.ts'
import { TERMINAL_STATES } from '#contracts/jobs.ts'
import type { Connection } from '../connection.ts'
import type { Audit, Step } from './audit.ts'
import { type Candidate, newCandidate } from './claimed-job.ts'
import { type JobRow, type JobRows, LINKS, READY, toJob } from './job-rows.ts'
import type { Consequences, Moves } from './moves.ts'
import { rankOf } from './rank.ts'
import type { AddedJob, NewJob } from './types.ts'

/** What a job that waits for others, or asks for locks, may name at most. */
const MOST_LINKS = 1_000
const LONGEST_PAYLOAD = 1_000_000

export interface Adding {
  /** Inserts a job with everything that hangs on it; inside a transaction. `then` hears of jobs that gave way. */
  add(job: NewJob, then: Consequences): AddedJob
  /** The same for several, in their order. */
  addAll(jobs: readonly NewJob[], then: Consequences): AddedJob[]
  /** Adds a job that is taken in the same step, and so is never seen in the queue. Where it has to wait for something `taken` is null. */
  addTaken(job: NewJob, lease: Lease, then: Consequences): Addition
}

export interface Addition {
  readonly added: AddedJob
  readonly taken: Candidate | null
}

export interface Lease {
  readonly owner: string
  readonly until: number
  readonly now: number
}

type Recorder = (seq: number, step: Step) => void

export function createAdding(db: Connection, rows: JobRows, audit: Audit, moves: Moves): Adding {
  const exists = db.prepare('SELECT 1 FROM jobs WHERE id = ?').pluck()
  // By place: to look up each value by its name takes a fifth of the time of the whole statement.
  const insert = db.prepare(
    `INSERT INTO jobs (id, kind, subject, state, priority, run_at, attempt, max_attempts, fence, progress, note, cancel_requested, created_at,
       workspace, ready, rank, links, waits_for, unique_key, payload_json, label, timeout_ms, owner, lease_until)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '', 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const open = db.prepare('SELECT id FROM jobs WHERE unique_key = ? AND ended_at IS NULL').pluck()
  const depend = db.prepare('INSERT INTO job_dependencies (on_job, job, condition, met) VALUES (?, ?, ?, ?)')
  const link = db.prepare('UPDATE jobs SET links = links | ? WHERE seq = ?')
  const wish = db.prepare('INSERT INTO job_lock_wishes (job, name, mode) VALUES (?, ?, ?)')

  /** The job that holds the key gives way, or the new one does. */
  function resolveConflict(job: NewJob, then: Consequences): AddedJob | 'replaced' | null {
    if (job.unique === undefined) return null
    const { key, onConflict } = job.unique
    const holder = open.get(key)
    if (typeof holder !== 'string') return null
    if (onConflict === 'keep') return { id: holder, outcome: 'kept' }
    const row = onConflict === 'replace' ? rows.find(holder) : null
    const gone = row === null ? null : moves.replace(row, job.createdAt, then)
    if (gone === null)
      throw new TidegateError('CONFLICT', `A job with the same unique key (${holder}) has not ended yet. Wait for it, or cancel it first.`)
    then.jobs.push(toJob(gone))
    return 'replaced'
  }

  function parentsOf(job: NewJob): readonly { row: JobRow; when: 'success' | 'any' }[] {
    const after = strictest(
      job.after ?? [],
      ({ job: id }) => id,
      ({ when }) => when === 'success',
    )
    if (after.length > MOST_LINKS || (job.locks ?? []).length > MOST_LINKS)
      throw new TidegateError('BAD_INPUT', `A job may wait for at most ${MOST_LINKS} jobs and locks. Put a step between.`)
    return after.map(({ job: id, when }) => {
      const row = rows.find(id)
      if (row === null) throw new TidegateError('NOT_FOUND', `There is no job ${id} to wait for. Add it first.`)
      return { row, when }
    })
  }

  function addOne(job: NewJob, then: Consequences, record: Recorder, lease: Lease | null = null): Addition {
    const payload = job.payload === undefined || job.payload === null ? null : JSON.stringify(job.payload)
    if (payload !== null && payload.length > LONGEST_PAYLOAD)
      throw new TidegateError('BAD_INPUT', 'The payload of a job may be 1 MB long. Store it, and give the job its id.')
    if (exists.get(job.id) !== undefined) return { added: { id: job.id, outcome: 'kept' }, taken: null }
    const conflict = resolveConflict(job, then)
    if (conflict !== null && conflict !== 'replaced') return { added: conflict, taken: null }
    const parents = parentsOf(job)
    const isMet = ({ row, when }: (typeof parents)[number]): boolean =>
      when === 'success' ? row.state === 'succeeded' : TERMINAL_STATES.has(row.state)
    const open = parents.filter((parent) => !isMet(parent))
    const locks = strictest(
      job.locks ?? [],
      ({ name }) => name,
      ({ mode }) => mode === 'exclusive',
    )
    const waits = open.length > 0
    const state = waits ? 'waiting' : 'queued'
    // What gave way may have let others go on, who may be more urgent.
    const taken = waits || locks.length > 0 || conflict === 'replaced' ? null : lease
    const links = (job.kind === 'generate' ? LINKS.generation : 0) | (locks.length > 0 ? LINKS.locks : 0)
    const leases = taken === null ? 0 : 1
    const inserted = insert.run(
      ...[job.id, job.kind, job.subject, taken === null ? state : 'leased', job.priority, job.runAt, leases, job.maxAttempts, leases],
      ...[job.createdAt, job.workspace ?? '', !waits && taken === null && job.runAt <= job.createdAt ? READY.yes : READY.no, rankOf(job)],
      ...[links, open.length, job.unique?.key ?? null, payload, job.label ?? 'restricted', job.timeoutMs ?? null],
      ...[taken?.owner ?? null, taken?.until ?? null],
    )
    const seq = Number(inserted.lastInsertRowid)
    record(seq, { at: job.createdAt, from: null, to: state, fence: 0, note: '' })
    if (taken !== null) record(seq, { at: taken.now, from: 'queued', to: 'leased', fence: 1, note: '' })
    for (const { name, mode } of locks) wish.run(seq, name, mode)
    for (const parent of parents) {
      depend.run(parent.row.seq, seq, parent.when, isMet(parent) ? 1 : 0)
      link.run(LINKS.dependants, parent.row.seq)
    }
    const failed = open.find(({ row, when }) => when === 'success' && TERMINAL_STATES.has(row.state))
    if (failed !== undefined) {
      const row = rows.at(seq)
      if (row !== null) moves.giveUp(row, failed.row.id, job.createdAt, then)
    }
    const added: AddedJob = { id: job.id, outcome: conflict === 'replaced' ? 'replaced' : 'added' }
    return { added, taken: taken === null ? null : newCandidate(job, { seq, links, payload }) }
  }

  const writeAlone: Recorder = (seq, step) => audit.write(seq, step, 'taken')

  return {
    add: (job, then) => addOne(job, then, writeAlone).added,
    addAll(jobs, then) {
      const alike = new Map<string, { step: Step; seqs: number[] }>()
      const added = jobs.map((job) =>
        addOne(job, then, (seq, step) => {
          const key = `${step.to} ${step.at}`
          const group = alike.get(key)
          if (group === undefined) alike.set(key, { step, seqs: [seq] })
          else group.seqs.push(seq)
        }),
      )
      for (const { step, seqs } of alike.values()) audit.writeTogether(seqs, step, 'taken')
      return added.map((one) => one.added)
    },
    addTaken: (job, lease, then) => addOne(job, then, writeAlone, lease),
  }
}

/** What is named twice is meant once, in the stricter way. */
function strictest<T>(named: readonly T[], nameOf: (one: T) => string, isStrict: (one: T) => boolean): readonly T[] {
  if (named.length < 2) return named
  const kept = new Map<string, T>()
  for (const one of named) if (isStrict(one) || !kept.has(nameOf(one))) kept.set(nameOf(one), one)
  return [...kept.values()]
}
