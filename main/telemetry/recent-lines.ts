/** Keeps the last lines of a log in memory, beside wherever they are written, and tells them on. */
export interface RecentLines {
  write(line: string): void
  /** Oldest first, without line ends. */
  all(): readonly string[]
  /** Calls the listener with each line from now on; what it returns ends that. */
  listen(listener: (line: string) => void): () => void
}

const KEPT = 300

export function keepRecentLines(write: (line: string) => void): RecentLines {
  const lines: string[] = []
  const listeners = new Set<(line: string) => void>()
  return {
    write(line) {
      lines.push(line.trimEnd())
      if (lines.length > KEPT) lines.shift()
      write(line)
      for (const listener of listeners) listener(line)
    },
    all: () => [...lines],
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
