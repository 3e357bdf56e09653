import {
  closeSync,
  copyFileSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCallExecutor } from '../call-executor.ts'
import { type Connection, checkIntegrity } from '../connection.ts'
import { DATABASE_FILE, openDatabase } from '../open-database.ts'
import { readClaims } from './claimed-job.ts'
import { NO_RUNS } from './succeeded-runs.ts'
import type { Exchange, NewJob } from './types.ts'

const STEPS = 300
/** The log is folded into the file this often, so that no copy of it is long. */
const STEPS_PER_LOG = 25
const HEADER = 32
const FRAME = 24 + 4_096

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-wal-'))
})
afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true })
})

/** All that the queue holds, in a few words. */
function digest(db: Connection): string {
  const one = (sql: string): string => String(db.prepare(sql).pluck().get())
  return [
    one("SELECT count(*) || ' ' || coalesce(sum(seq * length(state) * (fence + 1)), 0) FROM jobs"),
    one("SELECT count(*) || ' ' || coalesce(sum(job * (n + 1)), 0) FROM job_audit"),
    one("SELECT count(*) || ' ' || coalesce(sum(first * (n + 1) * length(jobs)), 0) FROM job_audit_together"),
    one('SELECT count(*) FROM job_locks'),
  ].join(' ')
}

interface Moment {
  /** Length of the log when the step was acknowledged. */
  readonly length: number
  readonly digest: string
}

/** Steps of a queue at work, with what is true after each. A log ends after `STEPS_PER_LOG`. */
function work(db: Connection, file: string, onLog: (moments: readonly Moment[], base: Buffer) => void): void {
  db.pragma('wal_autocheckpoint = 0')
  const executor = createCallExecutor(db)
  let runs: { seq: number; fence: number }[] = []
  let moments: Moment[] = []
  let base = readFileSync(file)
  const turn = (n: number, patch: Partial<Exchange>) => {
    const exchange: Exchange = {
      owner: 'me',
      now: n,
      succeeded: NO_RUNS,
      ended: [],
      started: [],
      added: [],
      claim: null,
      ...patch,
    }
    // Each is synced: what a power cut leaves of the log is what it is asked for.
    const [result] = executor.run([{ store: 'jobs', method: 'exchangeSynced', args: [exchange] }])
    if (result?.ok !== true) throw new Error('a step failed', { cause: result?.error })
    return result.value as { claims: string }
  }
  for (let n = 1; n <= STEPS; n += 1) {
    const job: NewJob = {
      id: `job-${n}`,
      kind: 'work',
      subject: '-',
      priority: n % 3,
      runAt: n,
      maxAttempts: 3,
      createdAt: n,
      locks: n % 5 === 0 ? [{ name: `lock-${n % 2}`, mode: 'exclusive' }] : [],
    }
    if (n % 3 === 1) turn(n, { added: [job] })
    else if (n % 3 === 2) {
      const kinds = [{ kind: 'work', atOnce: null, rate: null }]
      const claimed = readClaims(turn(n, { claim: { places: 2, kinds, aside: [], perWorkspace: null, leaseMs: 1_000 } }).claims)
      runs.push(...claimed.map(({ seq, fence }) => ({ seq, fence })))
    } else {
      turn(n, {
        ended: runs.map((run) => ({
          ...run,
          startedAt: n,
          endedAt: n,
          wasStarted: false,
          kind: 'work',
          runAt: n,
          outcome: { state: 'succeeded', note: '', error: null, result: n },
        })),
      })
      runs = []
    }
    moments.push({ length: statSync(`${file}-wal`).size, digest: digest(db) })
    if (n % STEPS_PER_LOG !== 0) continue
    onLog(moments, base)
    db.pragma('wal_checkpoint(TRUNCATE)')
    base = readFileSync(file)
    moments = [{ length: 0, digest: digest(db) }]
  }
}

describe('a power cut at any moment of 300 steps', { tags: ['long'] }, () => {
  it('leaves what was acknowledged before, whole, wherever the log ends and however its last frame is torn', () => {
    const { db } = openDatabase({ dataDir, now: 1 })
    const file = join(dataDir, DATABASE_FILE)
    const copy = join(dataDir, 'copy.db')
    const wrong: string[] = []
    let cuts = 0
    let synced = 0

    function examine(length: number, moments: readonly Moment[], what: string): void {
      cuts += 1
      rmSync(`${copy}-shm`, { force: true })
      const opened = new Database(copy, { readonly: true })
      try {
        const before = moments.findLast((moment) => moment.length <= length)
        const complaint = checkIntegrity(opened, 'full')
        if (complaint !== null) wrong.push(`${what}: ${complaint}`)
        if (before !== undefined && digest(opened) !== before.digest) wrong.push(`${what}: ${digest(opened)} instead of ${before.digest}`)
      } finally {
        opened.close()
      }
    }

    db.pragma('wal_checkpoint(TRUNCATE)')
    const first: Moment = { length: 0, digest: digest(db) }
    work(db, file, (steps, base) => {
      const moments = synced === 0 ? [first, ...steps] : steps
      synced += steps.length
      writeFileSync(copy, base)
      copyFileSync(`${file}-wal`, `${copy}-wal`)
      const frames = Math.floor((statSync(`${copy}-wal`).size - HEADER) / FRAME)
      // From the end, so that one copy serves all: what is torn is cut off next.
      for (let frame = frames; frame >= 1; frame -= 1) {
        const end = HEADER + frame * FRAME
        examine(end, moments, `whole to frame ${frame}`)
        const log = openSync(`${copy}-wal`, 'r+')
        writeSync(log, Buffer.from([0xa5, 0x5a, frame & 0xff]), 0, 3, end - 1_000 - frame)
        closeSync(log)
        examine(end - FRAME, moments, `frame ${frame} written over`)
        truncateSync(`${copy}-wal`, end - 1 - ((frame * 977) % (FRAME - 1)))
        examine(end - FRAME, moments, `frame ${frame} torn`)
        truncateSync(`${copy}-wal`, end - FRAME)
      }
    })
    db.close()
    expect(wrong.slice(0, 5)).toEqual([])
    expect(synced).toBeGreaterThanOrEqual(STEPS)
    expect(cuts).toBeGreaterThan(STEPS * 3)
  }, 300_000)
})
