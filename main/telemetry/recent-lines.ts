/** Keeps the last lines of a log in memory, beside wherever they are written. */
export interface RecentLines {
  write(line: string): void
  /** Oldest first, without line ends. */
  all(): readonly string[]
}

const KEPT = 300

export function keepRecentLines(write: (line: string) => void): RecentLines {
  const lines: string[] = []
  return {
    write(line) {
      lines.push(line.trimEnd())
      if (lines.length > KEPT) lines.shift()
      write(line)
    },
    all: () => [...lines],
  }
}
