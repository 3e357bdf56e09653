import { type Clock, type Log, token } from '../platform.ts'
import type { JobStore, StepEffects } from '../storage/types.ts'
import type { Liveness } from './owner-liveness.ts'
import { NOT_WATCHED, type SeenOwner, watchOwners } from './owner-watch.ts'

/** More jobs than one machine can have at work. */
const HELD_LIMIT = 1_000
/** Earlier than any lease: `reclaim` is told by owner, never by time, because a laptop's sleep makes every lease look expired. */
const NEVER = 0
/** A process that was stopped is dead after this (ms), or looked at again. */
const DEATH_MS = 50

export interface RecoveryDeps {
  readonly storage: JobStore
  readonly clock: Clock
  readonly log: Log
  readonly owner: string
  readonly leaseMs: number
  /** How often a look is taken at most while others hold something (ms). */
  readonly everyMs: number
  readonly isOwnerAlive: (owner: string) => Liveness
  /** Ends the process behind an owner; false when it is not certain which process that is. */
  readonly stopOwner: (owner: string) => boolean
}

export interface Recovery {
  /** Takes back what dead processes held, at once; stops those that hang. Returns the jobs that were taken, as they are then, and what followed. */
  recover(): Promise<StepEffects>
  /** When to look again (ms); null while nobody else holds anything. */
  readonly nextMs: number | null
}

/** Looks after what other processes hold. One that lives keeps its jobs, however old the lease, unless it hangs: then it is stopped first. */
export function createRecovery(deps: RecoveryDeps): Recovery {
  const { storage, clock, log, leaseMs, everyMs } = deps
  let state = NOT_WATCHED
  let nextMs: number | null = null

  async function seenOwners(others: readonly string[]): Promise<SeenOwner[]> {
    const judged = others.map((owner) => ({ owner, alive: deps.isOwnerAlive(owner) }))
    // After a crash there is nobody but the dead, and their jobs are to begin at once.
    const held = judged.every(({ alive }) => alive === false)
      ? []
      : [...(await storage.list({ state: 'running', limit: HELD_LIMIT })), ...(await storage.list({ state: 'leased', limit: HELD_LIMIT }))]
    return judged.map(({ owner, alive }) => {
      const leases = held.flatMap((job) => (job.owner === owner && job.leaseUntil !== null ? [job.leaseUntil] : []))
      return { owner, alive, newestLease: Math.max(0, ...leases) }
    })
  }

  async function stop(owner: string): Promise<void> {
    // Whoever cannot write cannot renew a lease either: when the disk is to blame, nobody is stopped for it.
    await storage.beat(deps.owner, clock.now() + leaseMs)
    const isStopped = deps.stopOwner(owner)
    log.warn(isStopped ? 'job.owner_stopped' : 'job.owner_hangs', { owner: token(owner), lapsedMs: state.owners.get(owner)?.lapsedMs ?? 0 })
    if (isStopped) nextMs = DEATH_MS
  }

  return {
    async recover() {
      const others = (await storage.owners()).filter((owner) => owner !== deps.owner)
      const seen = others.length === 0 ? [] : await seenOwners(others)
      const verdict = watchOwners(state, seen, { now: clock.now(), monotonic: clock.monotonic() }, { leaseMs, everyMs })
      state = verdict.state
      nextMs = state.last === null ? null : everyMs
      for (const owner of verdict.stop) await stop(owner)
      if (verdict.take.length === 0) return { changed: [], granted: [] }
      const effects = await storage.reclaim(verdict.take, NEVER, clock.now())
      for (const job of effects.changed) log.info('job.reclaimed', { job: token(job.id), state: token(job.state), fence: job.fence })
      return effects
    },
    get nextMs() {
      return nextMs
    },
  }
}
