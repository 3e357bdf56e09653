import { z } from 'zod'
import { createLaneChoice, type Lane } from '../../coordinator/lane-choice.ts'
import { createTokenBuckets } from '../../coordinator/token-bucket.ts'
import type { Connection } from '../connection.ts'
import { readRows } from '../row.ts'
import type { Audit } from './audit.ts'
import { CANDIDATE_COLUMNS, type Candidate, integer, text, toCandidate } from './claimed-job.ts'
import { prepareForJobs } from './for-jobs.ts'
import { type JobRows, LINKS, READY } from './job-rows.ts'
import type { LockRows } from './lock-rows.ts'
import { createPlaces, type Places } from './places.ts'
import { AGEING_MS, RANK_SQL, rankOf } from './rank.ts'
import type { ClaimManyRequest, ExchangeResult, KindPlaces, NewJob } from './types.ts'

/** Candidates that are read of a lane while others are in the race. */
const CHUNK = 8
/** Lanes that one claim looks at. With more workspaces at work than that, each is looked at in turn as the others empty or reach their limit. */
const MOST_LANES = 256
/** Candidates that are read at once. */
const MOST_READ = 256
/** Jobs whose time has come that one claim makes ready. */
const DUE_AT_ONCE = 1_000

const CountSchema = z.object({ kind: z.string(), workspace: z.string(), held: z.number() })

export interface ManyClaimed {
  readonly taken: readonly Candidate[]
  readonly more: boolean
  readonly nextPlaceAt: number | null
}

export interface Claiming {
  /** Makes those ready whose time has come. Cheap when there are none. */
  promote(now: number): void
  take(request: ClaimManyRequest, owner: string, now: number): ManyClaimed
  /**
   * Whether a job that is about to be added would be the only one that is ready, and may be taken: then it need not stand in line first. Returns what
   * is to be called once it was, or null.
   */
  mayTakeNew(job: NewJob, request: ClaimManyRequest, now: number): (() => void) | null
  /** Which of these kinds have jobs ready, and since when. */
  waiting(kinds: readonly string[]): ExchangeResult['waiting']
}

/**
 * Chooses and takes what is to be done next. Of each lane (kind and workspace) only the first is looked at, and of the lane that is chosen only
 * what is taken, so that a claim costs the same however many wait.
 */
export function createClaiming(db: Connection, rows: JobRows, locks: LockRows, audit: Audit): Claiming {
  // SQLite looks at bound values that a column is compared with, and at bound limits, when it plans a statement, and plans it anew for every other
  // value, which takes thirty times as long as running it. What a cast gives is not looked at.
  const kindIs = 'ready = 1 AND kind = CAST(:kind AS TEXT)'
  const workspace = 'CAST(:workspace AS TEXT)'
  const limit = 'CAST(:limit AS INTEGER)'
  // The first job of the next workspace: one seek for each lane, however many jobs are in it.
  const lane = (above: string) =>
    db
      .prepare(
        `SELECT kind, workspace, priority, run_at, rank FROM jobs WHERE ${kindIs} AND workspace ${above} ${workspace}
       ORDER BY workspace, rank, seq LIMIT 1`,
      )
      .raw()
  const firstLane = lane('>=')
  const nextLane = lane('>')
  const held = db.prepare(
    "SELECT kind, workspace, count(*) AS held FROM jobs WHERE state IN ('leased', 'running') GROUP BY kind, workspace",
  )
  const ofLane = `SELECT ${CANDIDATE_COLUMNS} FROM jobs WHERE ${kindIs} AND workspace = ${workspace}`
  const first = db.prepare(`${ofLane} ORDER BY rank, seq LIMIT ${limit}`).raw()
  const following = db.prepare(`${ofLane} AND (rank, seq) > (:rank, :seq) ORDER BY rank, seq LIMIT ${limit}`).raw()
  const take = prepareForJobs(
    db,
    (
      areThey,
    ) => `UPDATE jobs SET state = 'leased', ready = ${READY.no}, owner = :owner, lease_until = :leaseUntil, fence = fence + 1, attempt = attempt + 1,
     progress = 0, note = '', ended_at = NULL, error_json = NULL WHERE ${areThey}`,
  )
  const due = db.prepare("SELECT 1 FROM jobs WHERE ready = 0 AND state IN ('queued', 'deferred') AND run_at <= ? LIMIT 1").pluck()
  const makeReady = db.prepare(
    `UPDATE jobs SET ready = 1, rank = ${RANK_SQL} WHERE seq IN
     (SELECT seq FROM jobs WHERE ready = 0 AND state IN ('queued', 'deferred') AND run_at <= ? ORDER BY run_at LIMIT ${DUE_AT_ONCE})`,
  )
  const choice = createLaneChoice(AGEING_MS)
  const buckets = createTokenBuckets()

  function openLanes(kinds: readonly string[]): Lane[] {
    const found: Lane[] = []
    for (const kind of kinds) {
      let row = firstLane.get({ kind, workspace: '' })
      while (row !== undefined && found.length < MOST_LANES) {
        const head = toLane(row)
        found.push(head)
        row = nextLane.get({ kind, workspace: head.workspace })
      }
    }
    return found
  }

  function promote(now: number): void {
    if (due.get(now) !== undefined) makeReady.run(now)
  }

  function placesFor(kinds: readonly KindPlaces[], perWorkspace: number | null, now: number): Places {
    return createPlaces(kinds, perWorkspace, () => readRows(CountSchema, held.all(), 'job count'), buckets, now)
  }

  return {
    waiting(kinds) {
      const lanes = openLanes(kinds)
      return kinds.flatMap((kind) => {
        const times = lanes.filter((lane) => lane.kind === kind).map(({ readyAt }) => readyAt)
        return times.length === 0 ? [] : [{ kind, since: Math.min(...times) }]
      })
    },
    promote,
    take({ places: limit, kinds, perWorkspace, leaseMs }, owner, now) {
      const open = openLanes(kinds.map(({ kind }) => kind))
      if (open.length === 0) return { taken: [], more: false, nextPlaceAt: null }
      if (limit <= 0) return { taken: [], more: true, nextPlaceAt: null }
      const places = placesFor(kinds, perWorkspace, now)
      let lines = open.map(lineOf).filter(({ lane }) => places.room(lane) > 0)
      const taken: Candidate[] = []
      while (taken.length < limit && lines.length > 0) {
        const lane = choice.choose(
          lines.map((line) => line.lane),
          now,
        )
        const line = lines.find((one) => one.lane === lane)
        if (line === undefined) break
        // Who is alone in the race is served all at once.
        const wanted = lines.length === 1 ? Math.min(limit - taken.length, places.room(line.lane)) : 1
        const candidates = line.next(wanted, lines.length === 1 ? wanted : CHUNK)
        if (candidates.length === 0) {
          lines = lines.filter((one) => one !== line)
          continue
        }
        const served = candidates.filter((candidate) => (candidate.links & LINKS.locks) === 0 || takeLocks(candidate, owner, now))
        if (served.length === 0) continue
        choice.served(line.lane, now, served.length)
        places.take(line.lane, served.length)
        taken.push(...served)
        if (places.room(line.lane) <= 0) lines = lines.filter(({ lane: other }) => places.room(other) > 0)
      }
      if (taken.length > 0) {
        take(
          taken.map(({ seq }) => seq),
          { owner, leaseUntil: now + leaseMs },
        )
        for (const [{ fence, state }, seqs] of alike(taken))
          audit.writeTogether(seqs, { at: now, from: state, to: 'leased', fence }, 'taken')
      }
      return { taken, more: taken.length === limit && lines.length > 0, nextPlaceAt: places.nextPlaceAt() }
    },
    mayTakeNew(job, { places: limit, kinds, perWorkspace }, now) {
      const { kind, workspace = '', priority, runAt } = job
      if (limit <= 0 || runAt > now || !kinds.some((one) => one.kind === kind)) return null
      promote(now)
      if (openLanes(kinds.map((one) => one.kind)).length > 0) return null
      const lane: Lane = { kind, workspace, priority, readyAt: runAt, rank: rankOf(job) }
      const places = placesFor(kinds, perWorkspace, now)
      if (places.room(lane) <= 0) return null
      return () => {
        choice.served(lane, now)
        places.take(lane, 1)
      }
    },
  }

  /** The ready jobs of a lane, read as they are wanted; `next` gives some of those, none when there are no more. */
  function lineOf(lane: Lane): { lane: Lane; next(wanted: number, chunk: number): readonly Candidate[] } {
    let read: Candidate[] = []
    let last: { rank: number; seq: number } | null = null
    return {
      lane,
      next(wanted, chunk) {
        if (read.length === 0) {
          const limit = Math.min(chunk, MOST_READ)
          const rows =
            last === null
              ? first.all({ kind: lane.kind, workspace: lane.workspace, limit })
              : following.all({ kind: lane.kind, workspace: lane.workspace, limit, ...last })
          read = rows.map(toCandidate)
        }
        const given = read.splice(0, wanted)
        const end = given.at(-1)
        if (end !== undefined) last = { rank: end.rank, seq: end.seq }
        return given
      },
    }
  }

  function takeLocks(candidate: Candidate, owner: string, now: number): boolean {
    const row = rows.at(candidate.seq)
    return row !== null && locks.takeWishes(row, owner, now)
  }
}

/** Those that follow each other with the same fence and state, together: most have never been taken before. */
function alike(taken: readonly Candidate[]): readonly (readonly [Candidate, number[]])[] {
  const all: [Candidate, number[]][] = []
  for (const candidate of taken) {
    const last = all.at(-1)
    if (last?.[0].fence === candidate.fence && last[0].state === candidate.state) last[1].push(candidate.seq)
    else all.push([candidate, [candidate.seq]])
  }
  return all
}

function toLane(row: unknown): Lane {
  const columns: readonly unknown[] = Array.isArray(row) ? row : []
  return {
    kind: text(columns, 0),
    workspace: text(columns, 1),
    priority: integer(columns, 2),
    readyAt: integer(columns, 3),
    rank: integer(columns, 4),
  }
}
