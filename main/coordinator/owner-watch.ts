import type { Liveness } from './owner-liveness.ts'

/** An owner that holds leases, as it was found. `newestLease`: when the last of its leases runs out (ms since the epoch). */
export interface SeenOwner {
  readonly owner: string
  readonly alive: Liveness
  readonly newestLease: number
}

/** What is remembered from one look to the next; times in ms. `last`: when that was, by both clocks. */
export interface WatchState {
  readonly last: { readonly monotonic: number; readonly now: number } | null
  /** Time that is left of the lease in which nothing is judged by time, after a gap. */
  readonly holdMs: number
  readonly owners: ReadonlyMap<string, { readonly newestLease: number; readonly unchangedMs: number; readonly lapsedMs: number }>
}

export interface Verdict {
  readonly state: WatchState
  /** What these hold is taken back now. */
  readonly take: readonly string[]
  /** They live and do not move: they are to be stopped, and what they hold is taken once they are dead. */
  readonly stop: readonly string[]
}

export const NOT_WATCHED: WatchState = { last: null, holdMs: 0, owners: new Map() }

/** So many leases in a row may run out before a living owner counts as hung. */
const HUNG_LEASES = 2

/**
 * Judges who still works on what they hold. A dead process is certain and loses its jobs at once. Every other judgement is by time, and only time counts
 * in which we were awake ourselves: when more passed since the last look than the `everyMs` that lie between two (a laptop slept, all
 * processes stood still, a clock was set), everybody's leases look lapsed, and nothing is judged for one lease, in which the living renew theirs.
 */
export function watchOwners(
  state: WatchState,
  seen: readonly SeenOwner[],
  at: { readonly now: number; readonly monotonic: number },
  rule: { readonly leaseMs: number; readonly everyMs: number },
): Verdict {
  const { leaseMs, everyMs } = rule
  const passed = state.last === null ? 0 : Math.max(0, at.monotonic - state.last.monotonic)
  const byClock = state.last === null ? 0 : at.now - state.last.now
  const isGap = passed > everyMs + leaseMs / 3 || Math.abs(byClock - passed) > leaseMs / 3
  const holdMs = isGap ? leaseMs : Math.max(0, state.holdMs - passed)
  const owners = new Map<string, { newestLease: number; unchangedMs: number; lapsedMs: number }>()
  const take: string[] = []
  const stop: string[] = []
  for (const { owner, alive, newestLease } of seen) {
    if (alive === false) {
      take.push(owner)
      continue
    }
    const before = state.owners.get(owner)
    const isSilent = before !== undefined && before.newestLease === newestLease && !isGap
    const unchangedMs = isSilent ? before.unchangedMs + passed : 0
    // By the clock, or by our own count where the clock was set back.
    const isLapsed = newestLease < at.now || unchangedMs > leaseMs
    const lapsedMs = isSilent && isLapsed ? before.lapsedMs + passed : 0
    owners.set(owner, { newestLease, unchangedMs, lapsedMs })
    if (holdMs > 0) continue
    if (alive === 'unknown' && newestLease < at.now) take.push(owner)
    if (alive === true && lapsedMs > HUNG_LEASES * leaseMs) stop.push(owner)
  }
  const isOver = owners.size === 0
  return { state: isOver ? NOT_WATCHED : { last: { monotonic: at.monotonic, now: at.now }, holdMs, owners }, take, stop }
}
