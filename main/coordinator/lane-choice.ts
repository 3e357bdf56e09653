/** Jobs of one kind and workspace that are ready, in the order of their rank. */
export interface Lane {
  readonly kind: string
  readonly workspace: string
  /** The first of them. */
  readonly priority: number
  readonly readyAt: number
  readonly rank: number
}

export interface LaneChoice {
  /** The lane to take the next job from; null for no lanes. */
  choose(lanes: readonly Lane[], now: number): Lane | null
  /** So many jobs were taken from it; one where nothing is said. */
  served(lane: Lane, now: number, jobs?: number): void
}

/** Lanes and workspaces that are remembered at most; beyond that all start anew, which costs a little fairness once. */
const REMEMBERED = 10_000

/**
 * Which lane goes first. The priority of a lane's first job decides, raised by one level for each `ageingMs` in which nothing was taken from the
 * lane although it was ready; on the same level the workspace that got least, then the oldest job. Serving workspaces by a virtual
 * time that a newcomer enters at the present is start-time fair queueing with equal weights: P. Goyal, H. Vin, H. Cheng, "Start-time Fair Queuing",
 * SIGCOMM 1996. So an old backlog of one workspace never holds up another, and no lane starves.
 */
export function createLaneChoice(ageingMs: number): LaneChoice {
  const lastServed = new Map<string, number>()
  const virtual = new Map<string, number>()
  let present = 0

  const keyOf = (lane: Lane): string => `${lane.kind}\n${lane.workspace}`
  const levelOf = (lane: Lane, now: number): number => {
    const since = Math.max(lane.readyAt, lastServed.get(keyOf(lane)) ?? 0)
    return lane.priority + Math.floor(Math.max(0, now - since) / ageingMs)
  }
  const startOf = (lane: Lane): number => Math.max(virtual.get(lane.workspace) ?? 0, present)

  return {
    choose(lanes, now) {
      let best: Lane | null = null
      let bestLevel = 0
      let bestStart = 0
      for (const lane of lanes) {
        const level = levelOf(lane, now)
        const start = startOf(lane)
        const wins =
          best === null ||
          level > bestLevel ||
          (level === bestLevel && (start < bestStart || (start === bestStart && lane.rank < best.rank)))
        if (!wins) continue
        best = lane
        bestLevel = level
        bestStart = start
      }
      return best
    },
    served(lane, now, jobs = 1) {
      if (lastServed.size > REMEMBERED || virtual.size > REMEMBERED) {
        lastServed.clear()
        virtual.clear()
      }
      present = startOf(lane) + jobs - 1
      virtual.set(lane.workspace, present + 1)
      lastServed.set(keyOf(lane), now)
    },
  }
}
