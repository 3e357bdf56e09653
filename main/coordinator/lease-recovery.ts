import type { Job } from '#contracts/jobs.ts'
import { type Clock, type Log, token } from '../platform.ts'
import type { JobStore } from '../storage/types.ts'
import type { Liveness } from './owner-liveness.ts'

/** More jobs than one machine can have at work. */
const HELD_LIMIT = 1_000
/** Earlier than any lease: `reclaim` is told by owner, never by time, because a laptop's sleep makes every lease look expired. */
const NEVER = 0

export interface RecoveryDeps {
  readonly storage: JobStore
  readonly clock: Clock
  readonly log: Log
  readonly owner: string
  readonly isOwnerAlive: (owner: string) => Liveness
}

/**
 * Takes back what dead processes held, at once. A living owner keeps its jobs, however old the lease; one of which nothing is known
 * loses them when all of its leases have run out. Returns the jobs as they are then.
 */
export async function recoverLeases(deps: RecoveryDeps): Promise<readonly Job[]> {
  const { storage, clock, log } = deps
  const others = (await storage.owners()).filter((owner) => owner !== deps.owner)
  if (others.length === 0) return []
  const judged = others.map((owner) => ({ owner, alive: deps.isOwnerAlive(owner) }))
  const dead = judged.filter(({ alive }) => alive === false).map(({ owner }) => owner)
  const unknown = judged.filter(({ alive }) => alive === 'unknown').map(({ owner }) => owner)
  const lapsed = unknown.length === 0 ? [] : await lapsedOf(storage, unknown, clock.now())
  const gone = [...dead, ...lapsed]
  if (gone.length === 0) return []
  const jobs = await storage.reclaim(gone, NEVER, clock.now())
  for (const job of jobs) log.info('job.reclaimed', { job: token(job.id), state: token(job.state), fence: job.fence })
  return jobs
}

async function lapsedOf(storage: JobStore, owners: readonly string[], now: number): Promise<string[]> {
  const held = [
    ...(await storage.list({ state: 'running', limit: HELD_LIMIT })),
    ...(await storage.list({ state: 'leased', limit: HELD_LIMIT })),
  ]
  const living = new Set(held.filter(({ leaseUntil }) => leaseUntil !== null && leaseUntil >= now).map(({ owner }) => owner))
  return owners.filter((owner) => !living.has(owner))
}
