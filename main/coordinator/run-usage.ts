/** What a run took: processor time of this process with its threads (ms), and the most memory that was seen (MiB). Other work of the same time is in it. */
export interface RunUsage {
  readonly cpuMs: number
  readonly memoryMb: number
}

export interface UsageMeter {
  /** A run begins at this time (ms). Returns what tells, at its end, what it took; null for one that was too short to say. */
  begin(now: number): (now: number) => RunUsage | null
}

/** Processor time is told in steps of some milliseconds: of a shorter run it says nothing. */
const SHORTEST_MS = 100
const MIB = 1024 * 1024

/** Where the figures come from; the defaults are those of this process. */
export interface UsageSource {
  /** Microseconds of processor time so far. */
  readonly cpuUs: () => number
  readonly rssBytes: () => number
}

const OF_PROCESS: UsageSource = {
  cpuUs() {
    const { user, system } = process.cpuUsage()
    return user + system
  },
  rssBytes: () => process.memoryUsage.rss(),
}

/** Reads at most once a millisecond at the start of runs, of which there may be dozens in one, and memory only at the end of long ones. */
export function createUsageMeter(source: UsageSource = OF_PROCESS): UsageMeter {
  let readAt = Number.NaN
  let cpuUs = 0
  return {
    begin(startedAt) {
      if (startedAt !== readAt) {
        readAt = startedAt
        cpuUs = source.cpuUs()
      }
      const before = cpuUs
      return (now) =>
        now - startedAt < SHORTEST_MS
          ? null
          : { cpuMs: Math.round((source.cpuUs() - before) / 1_000), memoryMb: Math.round(source.rssBytes() / MIB) }
    },
  }
}
