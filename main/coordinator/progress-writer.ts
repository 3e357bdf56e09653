import type { Log } from '../platform.ts'

/** Progress is written at most this often (ms). */
const PROGRESS_MS = 250

export interface ProgressWriter {
  report(progress: number, note: string): void
  close(): Promise<void>
}

/** Writes the newest report at once when the last one is old enough, else when it is. One write at a time. */
export function createProgressWriter(write: (progress: number, note: string) => Promise<void>, log: Log): ProgressWriter {
  let latest: { progress: number; note: string } | null = null
  let timer: NodeJS.Timeout | null = null
  let writing: Promise<void> = Promise.resolve()
  let closed = false
  const flush = (): void => {
    timer = null
    if (latest === null || closed) return
    const { progress, note } = latest
    latest = null
    timer = setTimeout(flush, PROGRESS_MS)
    writing = writing
      .then(() => write(progress, note))
      .catch((error: unknown) => {
        log.error('job.progress_not_written', error)
      })
  }
  return {
    report(progress, note) {
      latest = { progress, note }
      if (timer === null) flush()
    },
    close() {
      closed = true
      if (timer !== null) clearTimeout(timer)
      return writing
    },
  }
}
