import type { Log } from './platform.ts'

/** Work that nobody waits for. What it fails with is logged, and it is waited for before the app is closed. */
export interface BackgroundWork {
  run(work: Promise<unknown>, failure: string): void
  /** Resolves once all of it has ended. */
  settled(): Promise<void>
}

export function createBackgroundWork(log: Pick<Log, 'error'>): BackgroundWork {
  const running = new Set<Promise<unknown>>()
  return {
    run(work, failure) {
      const watched = work.catch((error: unknown) => log.error(failure, error)).finally(() => running.delete(watched))
      running.add(watched)
    },
    async settled() {
      await Promise.all(running)
    },
  }
}
