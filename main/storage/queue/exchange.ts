import type { Connection } from '../connection.ts'
import type { Adding, Addition } from './add.ts'
import type { Audit } from './audit.ts'
import type { Claiming, ManyClaimed } from './claim.ts'
import { writeClaims } from './claimed-job.ts'
import { createEnding } from './ending.ts'
import type { JobRows } from './job-rows.ts'
import type { Consequences, Moves } from './moves.ts'
import type { Rollups } from './rollups.ts'
import type { AddedJob, ClaimManyRequest, EndedRun, Exchange, ExchangeResult, NewJob } from './types.ts'

export interface ExchangeParts {
  readonly rows: JobRows
  readonly audit: Audit
  readonly moves: Moves
  readonly adding: Adding
  readonly claiming: Claiming
  readonly rollups: Rollups
}

/** One turn of an engine inside the caller's transaction; see {@link Exchange}. */
export function createExchange(db: Connection, parts: ExchangeParts): (turn: Exchange) => ExchangeResult {
  const { rows, audit, moves, adding, claiming, rollups } = parts
  const begin = db.prepare("UPDATE jobs SET state = 'running', started_at = :at WHERE seq = :seq AND fence = :fence AND state = 'leased'")
  const ending = createEnding(db, audit, rollups)
  const due = db.prepare("SELECT min(run_at) FROM jobs WHERE ready = 0 AND state IN ('queued', 'deferred')").pluck()

  function endAlone({ seq, fence, startedAt, endedAt, outcome, wasStarted }: EndedRun, then: Consequences): boolean {
    const row = rows.at(seq)
    if (row === null || row.fence !== fence) return false
    const running = wasStarted || row.state !== 'leased' ? row : moves.start(row, startedAt)
    return running !== null && moves.finish(running, outcome, endedAt, then) !== null
  }

  interface Taking {
    readonly claim: ClaimManyRequest
    readonly owner: string
    readonly now: number
  }

  /** Adds one job, and takes it in the same step where it is the only one that is ready: an idle queue has nothing to choose. */
  function addOnly(job: NewJob, { claim, owner, now }: Taking, then: Consequences): Addition | null {
    const served = claiming.mayTakeNew(job, claim, now)
    if (served === null) return null
    const addition = adding.addTaken(job, { owner, now, until: now + claim.leaseMs }, then)
    if (addition.taken !== null) served()
    return addition
  }

  function addAndTake(jobs: readonly NewJob[], taking: Taking, then: Consequences): { added: readonly AddedJob[]; claimed: ManyClaimed } {
    const { claim, owner, now } = taking
    const [job, ...others] = jobs
    const only = job === undefined || others.length > 0 ? null : addOnly(job, taking, then)
    if (only?.taken) return { added: [only.added], claimed: { ...NOTHING, taken: [only.taken] } }
    const added = only === null ? adding.addAll(jobs, then) : [only.added]
    claiming.promote(now)
    return { added, claimed: claiming.take(claim, owner, now) }
  }

  return ({ owner, now, succeeded, ended, started, added: jobs, claim }) => {
    const then: Consequences = { jobs: [], granted: [] }
    const refused: number[] = []
    for (const run of [...ending.together(succeeded), ...ended]) {
      if (endAlone(run, then)) continue
      refused.push(run.seq)
      rollups.countStale(now)
    }
    for (const run of started) {
      if (begin.run(run).changes === 1)
        audit.write(run.seq, { at: run.at, from: 'leased', to: 'running', fence: run.fence, note: '' }, 'started')
      else {
        refused.push(run.seq)
        rollups.countStale(now)
      }
    }
    const { added, claimed } =
      claim === null ? { added: adding.addAll(jobs, then), claimed: NOTHING } : addAndTake(jobs, { claim, owner, now }, then)
    const nextDue = due.get()
    return {
      refused,
      added,
      claims: writeClaims(claimed.taken),
      waiting: claim === null || claim.aside.length === 0 ? [] : claiming.waiting(claim.aside),
      changed: then.jobs,
      granted: then.granted,
      nextDue: typeof nextDue === 'number' ? nextDue : null,
      more: claimed.more,
      nextPlaceAt: claimed.nextPlaceAt,
    }
  }
}

const NOTHING: ManyClaimed = { taken: [], more: false, nextPlaceAt: null }
