/** Lines that were taken to be sent; they stay queued until they are settled. */
export interface TakenLines {
  readonly lines: readonly string[]
  /** Number of the first of them. */
  readonly from: number
}

export interface LineQueue {
  /** False where the oldest line had to make way. */
  add(line: string): boolean
  readonly length: number
  /** Lines that were never sent because newer ones took their place. */
  readonly dropped: number
  /** The oldest lines, at most `most`. */
  take(most: number): TakenLines
  /** They have arrived, or are given up: those among them that are still here go. */
  settle(taken: TakenLines): void
  clear(): void
}

/** The newest `capacity` lines that wait to be sent, oldest first. What is on its way stays until it is settled, and may be dropped meanwhile like any other. */
export function createLineQueue(capacity: number): LineQueue {
  let lines: string[] = []
  /** Number of the first line that is here. */
  let first = 0
  let dropped = 0
  return {
    add(line) {
      lines.push(line)
      if (lines.length <= capacity) return true
      lines.shift()
      first += 1
      dropped += 1
      return false
    },
    get length() {
      return lines.length
    },
    get dropped() {
      return dropped
    },
    take: (most) => ({ lines: lines.slice(0, most), from: first }),
    settle(taken) {
      const end = taken.from + taken.lines.length
      // What was on its way when it had to make way was sent after all.
      dropped -= Math.max(0, Math.min(first, end) - taken.from)
      lines = lines.slice(Math.max(0, end - first))
      first = Math.max(first, end)
    },
    clear() {
      first += lines.length
      lines = []
    },
  }
}
